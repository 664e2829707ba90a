"""Answers for machines that watch the site: does the process live, and can it serve."""

from collections.abc import Iterator

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from catalogue import metrics
from catalogue.backups import age_in_words, newest_backup
from catalogue.faults import SECONDS_UNTIL_READY, expected
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
        return _not_ready("the database does not answer")
    try:
        current_snapshot()
    except NotReady:
        return _not_ready("the search index is not made yet")
    return HttpResponse(f"ready\n{age_in_words(backup)}\n", content_type="text/plain")


def _not_ready(reason: str) -> HttpResponse:
    """Whoever asks every few seconds raises the alarm; a line each time would bury others."""
    headers = {"Content-Type": "text/plain", "Retry-After": SECONDS_UNTIL_READY}
    return expected(HttpResponse(f"{reason}\n", status=503, headers=headers))


@never_cache
def numbers(request: HttpRequest) -> HttpResponse:
    """For a Prometheus that asks this server itself. Whoever comes through our proxy is a stranger."""
    if "X-Forwarded-For" in request.headers:
        raise Http404
    lines = [*metrics.lines(), *_ages()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _ages() -> Iterator[str]:
    yield "# HELP catalogue_database_up Whether the database answers."
    yield "# TYPE catalogue_database_up gauge"
    try:
        backup = newest_backup()
    except DatabaseError:
        yield "catalogue_database_up 0"
        return
    yield "catalogue_database_up 1"
    if backup:
        yield "# HELP catalogue_backup_age_seconds Since the last good backup was made."
        yield "# TYPE catalogue_backup_age_seconds gauge"
        yield f"catalogue_backup_age_seconds {(timezone.now() - backup.made_at).total_seconds():.0f}"
