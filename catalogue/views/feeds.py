"""What is new in a list and its last days to apply, for programs that ask again and again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catalogue.opendata import deadlines, feed
from catalogue.opendata.addresses import SITE
from catalogue.search import Search, Snapshot
from catalogue.search.query import parse

from .kept import kept
from .opendata import refused


def _whole_list(request: HttpRequest, snapshot: Snapshot) -> str | None:
    """A feed is about all pages of a list."""
    query, problems = parse(request.META["QUERY_STRING"], snapshot.labels)
    return None if problems else query.shown(as_table=False).on_page(1).canonical


@kept(_whole_list)
def atom(request: HttpRequest) -> HttpResponse:
    return _about(request, feed.feed, f"{SITE}: new and changed", "application/atom+xml")


@kept(_whole_list)
def calendar(request: HttpRequest) -> HttpResponse:
    return _about(request, deadlines.calendar, f"{SITE}: last days to apply", "text/calendar")


def _about(request: HttpRequest, make: Callable[[Search, str], bytes], title: str, kind: str) -> HttpResponse:
    """What cannot be understood is refused by name."""
    search = Search(request.META["QUERY_STRING"])
    if search.problems:
        return refused(search.problems)
    words = ", ".join(chip.label for chip in search.chips)
    titled = f"{title} ({words})" if words else title
    return HttpResponse(make(search, titled), content_type=f"{kind}; charset=utf-8")
