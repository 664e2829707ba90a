"""What differs between two days of the stored editions: `/data/difference/?from=2026-11-01&to=2026-11-27`.

As a page, as JSON and as CSV, each at an address that can be cited. The files of both days are stored, so what is
told here can be checked with them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from functools import cache
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.exchange.exporting import as_csv
from catalogue.languages import ENGLISH, speaking
from catalogue.models import Edition
from catalogue.opendata import changes as feed
from catalogue.opendata.addresses import absolute, page_of
from catalogue.opendata.record import VERSION, Data
from catalogue.opendata.whole import standing
from catalogue.opendata.whole.difference import CHANGED, NEW, REMOVED, Difference, Row, Title
from catalogue.opendata.whole.files import PACKAGE
from catalogue.opendata.whole.nouns import Noun
from catalogue.search import current_snapshot
from institutions.dates import day_in_words

from .as_of import NoSuchDay, day_of
from .kept import NOT_KEPT
from .opendata import problem
from .turns import gently, in_turn
from .whole import being_made

SHOWN = 200  # rows of a kind on the page; the files have them all
COLUMNS = ("change", "table", "key", "entry", "field", "was", "now")
_HEADINGS = ("from", "to")


class Asked(NamedTuple):
    """The two days of an address, and what is wrong with it, by parameter."""

    texts: dict[str, str]
    days: tuple[date, ...]
    problems: dict[str, str]
    status: int = 200  # 404 where every day was understood; while one is missing the page goes on asking

    @property
    def query(self) -> str:
        return "&".join(f"{name}={day.isoformat()}" for name, day in zip(_HEADINGS, self.days, strict=True))


class Line(NamedTuple):
    """A line of the page: whose row, where that is, what of it, and what it said."""

    title: str
    url: str
    what: str
    was: str
    now: str


def asked_of(request: HttpRequest) -> Asked:
    """The days that an address names. Without any it is a question still to be asked, and nothing is wrong."""
    texts = {name: request.GET.get(name, "").strip() for name in _HEADINGS}
    problems = {name: _("“{name}” means nothing here.").format(name=name) for name in request.GET if name not in texts}
    found: list[date] = []
    refusals = {400} if problems else set()
    there_are = standing.closed_days() if any(texts.values()) else []
    for name, text in texts.items() if any(texts.values()) else ():
        day, wrong = _day_of(text, there_are)
        if wrong:
            problems[name] = wrong
            refusals |= {404 if day else 400} if text else set()
        else:
            found.append(day)
    if len(found) == 2 and found[0] >= found[1]:
        problems["to"] = _("The second day must come after the first.")
        refusals.add(404)
    return Asked(texts, () if problems else tuple(found), problems, min(refusals, default=200))


def _day_of(text: str, there_are: list[date]) -> tuple[date | None, str]:
    """The day, if it is one, and what is wrong with it."""
    if not text:
        return None, _("Please give both days.")
    try:
        day = day_of(text)
    except NoSuchDay as refused:
        return None, str(refused)
    if day not in there_are:
        return day, _("There is no edition of {day}.").format(day=day.isoformat())
    return day, ""


@in_turn
def show(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    context: dict[str, Any] = {
        "trail": [(_("Data"), reverse("data")), (_("Editions"), reverse("editions"))],
        "asked": asked,
        "days": [day_in_words(day) for day in asked.days],
    }
    if asked.days:
        editions = _editions(asked)
        context |= _told(asked, editions) if editions else {"being_made": True}
    response = render(request, "data/difference.html", context, status=asked.status)
    response["Cache-Control"] = NOT_KEPT
    return response


@in_turn
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as JSON or CSV, row by row, with all that differs."""
    asked = asked_of(request)
    if asked.problems or not asked.days:
        detail = " ".join(asked.problems.values()) or "“from” and “to” each name a day, as 2026-11-27."
        return problem(max(asked.status, 400), "There is no such difference", detail, problems=asked.problems)
    editions = _editions(asked)
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


def _editions(asked: Asked) -> list[Edition] | None:
    """Those of both days; None while one may hold what visitors may not see any more."""
    snapshot = current_snapshot()
    found = [standing.closed(snapshot, day) for day in asked.days]
    return found if all(found) else None


def _difference(editions: list[Edition], files: ExitStack) -> Difference:
    return Difference(*(_package(edition, files) for edition in editions))


def _package(edition: Edition, files: ExitStack) -> IO[bytes]:
    """The data package of an edition, as a file that one can go about in."""
    file = files.enter_context(TemporaryFile())  # noqa: SIM115
    for piece in standing.held(edition, PACKAGE).file.pieces():
        file.write(piece)
    return file


def _withdrawn(asked: Asked) -> list[Data]:
    """What was taken out after the first day and until the end of the last: slug, day and reason."""
    first, last = asked.days
    return [gone for gone in feed.tombstones(first + timedelta(days=1)) if gone["withdrawn_on"] <= last.isoformat()]


def _told(asked: Asked, editions: list[Edition]) -> dict[str, Any]:
    """What the page says of two days."""
    counts: Counter[str] = Counter()
    shown: dict[str, list[Line]] = defaultdict(list)
    with ExitStack() as files:
        difference = _difference(editions, files)
        titles = difference.titles()
        for row in gently(difference.rows()):
            counts[row.kind] += 1
            if counts[row.kind] <= SHOWN:
                shown[row.kind] += _lines(row, titles)
    withdrawn = _withdrawn(asked)
    labels = {NEW: _("New"), CHANGED: _("Changed"), REMOVED: _("Removed")}
    return {
        "counts": [*((labels[kind], counts[kind]) for kind in labels), (_("Taken out"), len(withdrawn))],
        "kinds": [
            {"name": kind, "label": label, "lines": shown[kind], "more": max(0, counts[kind] - SHOWN)}
            for kind, label in labels.items()
            if shown[kind]
        ],
        "withdrawn": withdrawn,
        "address": absolute(f"{reverse('difference')}?{asked.query}"),
        "files": [
            (form.upper(), f"{reverse('difference-file', kwargs={'form': form})}?{asked.query}")
            for form in ("json", "csv")
        ],
    }


def _lines(row: Row, titles: dict[str, Title]) -> list[Line]:
    """One line a value of a row that changed; one for the whole of a row that came or went."""
    title, url = _owner(row, titles)
    noun, labels = _labels(row.noun)
    if row.kind == CHANGED:
        what = [f"{noun}: {labels.get(each.field, each.field)}" for each in row.changes]
        return [Line(title, url, words, each.was, each.now) for words, each in zip(what, row.changes, strict=True)]
    if row.about == row.key:
        return [Line(title, url, noun, "", "")]
    told = "; ".join(
        f"{labels.get(each.field, each.field)}: {each.was or each.now}"
        for each in row.changes
        if each.field != "microcredential"
    )
    return [Line(title, url, noun, *((told, "") if row.kind == REMOVED else ("", told)))]


@cache
def _labels(noun: Noun) -> tuple[str, dict[str, str]]:
    """What the things of a kind are called, and their columns. Data speaks English."""
    with speaking(ENGLISH):
        columns = {column.name: capfirst(str(column.field.verbose_name)) for column in noun.columns}
        return capfirst(str(noun.model._meta.verbose_name)), columns


def _owner(row: Row, titles: dict[str, Title]) -> tuple[str, str]:
    """The name and the address of the entry to which a row belongs; of what belongs to none its key."""
    own = titles.get(row.about)
    if own is None:
        return row.key, ""
    whole = titles.get(own.parent, own)
    address = reverse("microcredential", args=[whole.slug])
    return own.title, address if whole is own else f"{address}#{own.slug}"


def _cells(asked: Asked, editions: list[Edition]) -> Iterator[tuple[str, ...]]:
    """The rows of the CSV: one a value."""
    yield COLUMNS
    with ExitStack() as files:
        difference = _difference(editions, files)
        titles = difference.titles()
        for row in gently(difference.rows()):
            slug = titles[row.about].slug if row.about in titles else ""
            for each in row.changes:
                yield row.kind, row.noun.name, row.key, slug, each.field, each.was, each.now
    for gone in _withdrawn(asked):
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
        "withdrawn": _withdrawn(asked),
    }
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"changes": ['
    with ExitStack() as files:
        difference = _difference(editions, files)
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
