"""What differs between two days of the stored editions, as JSON and as CSV: row by row, with all that differs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from catalogue.exchange.exporting import as_csv
from catalogue.models import Edition
from catalogue.opendata.addresses import absolute, page_of
from catalogue.opendata.record import VERSION, Data
from catalogue.opendata.whole.difference import Row, Title

from .kept import NOT_KEPT
from .opendata import problem
from .turns import gently, in_turn
from .two_days import Asked, asked_of, difference_of, editions_of, withdrawn_between
from .whole import being_made

COLUMNS = ("change", "table", "key", "entry", "field", "was", "now")


@in_turn
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """In this form; an address that names no two days is refused by name."""
    asked = asked_of(request)
    if asked.problems or not asked.days:
        detail = " ".join(asked.problems.values()) or "“from” and “to” each name a day, as 2026-11-27."
        return problem(max(asked.status, 400), "There is no such difference", detail, problems=asked.problems)
    editions = editions_of(asked)
    if editions is None:
        return being_made()
    if form == "csv":
        response = StreamingHttpResponse(as_csv(_cells(asked, editions)), content_type="text/csv; charset=utf-8")
        name = "-to-".join(day.isoformat() for day in asked.days)
        response["Content-Disposition"] = f'attachment; filename="difference-{name}.csv"'
    else:
        response = StreamingHttpResponse(_json(asked, editions), content_type="application/json")
    response["Cache-Control"] = NOT_KEPT
    return response


def _cells(asked: Asked, editions: list[Edition]) -> Iterator[tuple[str, ...]]:
    """The rows of the CSV: one a value."""
    yield COLUMNS
    with ExitStack() as files:
        difference = difference_of(editions, files)
        titles = difference.titles()
        for row in gently(difference.rows()):
            slug = titles[row.about].slug if row.about in titles else ""
            for each in row.changes:
                yield row.kind, row.noun.name, row.key, slug, each.field, each.was, each.now
    for gone in withdrawn_between(asked):
        yield "withdrawn", "microcredentials", "", gone["slug"], "withdrawn_on", "", gone["withdrawn_on"]
        yield "withdrawn", "microcredentials", "", gone["slug"], "reason", "", gone["reason"]


def _json(asked: Asked, editions: list[Edition]) -> Iterator[str]:
    """One row a line, so that a program can also read it line by line."""
    first, last = asked.days
    head = {
        "format": VERSION,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "links": {
            "self": absolute(f"{reverse('difference-file', kwargs={'form': 'json'})}?{asked.query}"),
            "page": absolute(f"{reverse('difference')}?{asked.query}"),
            "editions": [absolute(reverse("edition", args=[day])) for day in asked.days],
        },
        "withdrawn": withdrawn_between(asked),
    }
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"changes": ['
    with ExitStack() as files:
        difference = difference_of(editions, files)
        titles = difference.titles()
        for number, row in enumerate(gently(difference.rows())):
            yield f"{',' if number else ''}\n{json.dumps(_as_data(row, titles), ensure_ascii=False)}"
    yield "]}\n"


def _as_data(row: Row, titles: dict[str, Title]) -> Data:
    return {
        "change": row.kind,
        "table": row.noun.name,
        "key": row.key,
        "entry": page_of(titles[row.about].slug) if row.about in titles else None,
        "values": {each.field: {"was": each.was or None, "now": each.now or None} for each in row.changes},
    }
