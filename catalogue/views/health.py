"""Answers for machines that watch the site: does the process live, and can it serve."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from catalogue.backups import age_in_words, newest_backup
from catalogue.search import NotReady, current_snapshot


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the process answers. Asks nothing of the database, so that a slow database restarts no process."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Says whether visitors can be sent here: 503 while the database is away or was never reached.

    Also how old the last good backup is, for whoever reads it. An old one is no reason to send visitors away.
    """
    try:
        backup = newest_backup()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    try:
        current_snapshot()
    except NotReady:
        return HttpResponse("the search index is not made yet\n", content_type="text/plain", status=503)
    return HttpResponse(f"ready\n{age_in_words(backup)}\n", content_type="text/plain")
