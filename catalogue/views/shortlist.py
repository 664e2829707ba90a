"""The shortlist: programs in the order of the address, to sort, compare, print and share. Nothing of it is kept here.

Without programs in the address the page is the same for everybody: there a script of the browser looks up what the
browser keeps, and asks for it by its address.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.search import Entry, Snapshot, current_snapshot

from . import compare
from .chosen import Chosen, others_of, read_chosen
from .kept import kept
from .questions import questions_of_card

MOST = 50
# The answer to an address with programs: nobody but the browser that asked may keep it.
PRIVATE = "private, no-cache"


@dataclass(frozen=True)
class Place:
    """One program of the list, with the queries that change it; those that would change nothing are empty."""

    entry: Entry
    without: str
    up: str
    down: str
    questions: list


def _canonical(request: HttpRequest, snapshot: Snapshot) -> str | None:
    """Only the page without programs is kept: what somebody chose is not."""
    return None if request.GET else ""


@kept(_canonical)
def show(request: HttpRequest) -> HttpResponse:
    snapshot = current_snapshot()
    chosen = read_chosen(request, snapshot, MOST)
    count = len(chosen.entries)
    context = {
        "trail": [],
        "problems": chosen.problems,
        "query": chosen.query,
        "places": [_place(chosen, entry) for entry in chosen.entries],
        "chosen": chosen,
        "others": others_of(snapshot, chosen) if 0 < count < MOST else [],
        "most": MOST,
        "most_to_compare": compare.MOST,
        "all_compared": compare.FEWEST <= count <= compare.MOST,
        "to_be_ticked": count > compare.MOST,
    }
    response = render(request, "shortlist/show.html", context)
    if request.GET:
        response["Cache-Control"] = PRIVATE
    return response


def _place(chosen: Chosen, entry: Entry) -> Place:
    slug = entry.slug
    return Place(
        entry, chosen.without(slug), chosen.moved(slug, -1), chosen.moved(slug, 1), [*questions_of_card(entry)]
    )
