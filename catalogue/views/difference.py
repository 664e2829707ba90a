"""What differs between two days of the stored editions: `/data/difference/?from=2026-11-01&to=2026-11-27`.

The page. The same as files is in difference_files.py. The files of both days are stored, so what is told here can be
checked with them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import ExitStack
from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.languages import ENGLISH, speaking
from catalogue.models import Edition
from catalogue.opendata.addresses import absolute
from catalogue.opendata.whole.difference import CHANGED, NEW, REMOVED, Row, Title
from catalogue.opendata.whole.nouns import Noun
from institutions.dates import day_in_words

from .kept import NOT_KEPT
from .turns import gently, in_turn
from .two_days import Asked, asked_of, difference_of, editions_of, withdrawn_between

SHOWN = 200  # rows of a kind on the page; the files have them all


class Line(NamedTuple):
    """A line of the page: whose row, where that is, what of it, and what it said."""

    title: str
    url: str
    what: str
    was: str
    now: str


@in_turn
def show(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    context: dict[str, Any] = {
        "trail": [(_("Data"), reverse("data")), (_("Editions"), reverse("editions"))],
        "asked": asked,
        "days": [day_in_words(day) for day in asked.days],
    }
    if asked.days:
        editions = editions_of(asked)
        context |= _told(asked, editions) if editions else {"being_made": True}
    response = render(request, "data/difference.html", context, status=asked.status)
    response["Cache-Control"] = NOT_KEPT
    return response


def _told(asked: Asked, editions: list[Edition]) -> dict[str, Any]:
    """What the page says of two days."""
    counts: Counter[str] = Counter()
    shown: dict[str, list[Line]] = defaultdict(list)
    with ExitStack() as files:
        difference = difference_of(editions, files)
        titles = difference.titles()
        for row in gently(difference.rows()):
            counts[row.kind] += 1
            if counts[row.kind] <= SHOWN:
                shown[row.kind] += _lines(row, titles)
    withdrawn = withdrawn_between(asked)
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
