"""Two to four programs side by side, as the address names them. Nobody needs an account, and nothing is remembered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from catalogue.dossier import read_side_by_side
from catalogue.models import Microcredential
from catalogue.models.vocabulary import Availability
from catalogue.search import Problem, Snapshot, current_snapshot

from .chosen import Chosen, others_of, query_of, read_chosen, short
from .kept import kept
from .side_by_side import Column, SideBySide

FEWEST, MOST = 2, 4
ONLY, DIFFERENCES = "only", "differences"


def _canonical(request: HttpRequest, snapshot: Snapshot) -> str | None:
    """The programs in the order given, and whether to show differences only; none for addresses with mistakes."""
    chosen = read_chosen(request, snapshot, MOST, also=[ONLY])
    return None if chosen.problems or _wrong_only(request) else _query(chosen, _only_differences(request))


@kept(_canonical)
def show(request: HttpRequest) -> HttpResponse:
    snapshot = current_snapshot()
    chosen = read_chosen(request, snapshot, MOST, also=[ONLY])
    context = {
        "chosen": chosen,
        "problems": [*chosen.problems, *_wrong_only(request)],
        "trail": [],
        "others": others_of(snapshot, chosen) if len(chosen.entries) < MOST else [],
        "few": len(chosen.entries) < FEWEST,
        "most": MOST,
    }
    table = _table(chosen, _only_differences(request) and len(chosen.entries) >= FEWEST)
    return render(request, "compare/show.html", context | table)


def _table(chosen: Chosen, only_differences: bool) -> dict[str, Any]:
    """The table and what stands around it. An entry that went since the snapshot was made is left out."""
    public = Microcredential.objects.public().results().select_related("named_kind")
    found = {entry.slug: entry for entry in public.filter(slug__in=chosen.slugs)} if chosen.entries else {}
    records = [found[slug] for slug in chosen.slugs if slug in found]
    if not records:
        return {"programs": []}
    programs = [Column(each.title, each.get_absolute_url(), chosen.without(each.slug)) for each in records]
    table = SideBySide.of(programs, read_side_by_side(records))
    return {
        "programs": programs,
        "groups": table.differing() if only_differences else table.groups,
        "questions": table.questions,
        "only_differences": only_differences,
        "differing": table.count("differs"),
        "same": table.count("same"),
        "unknown": table.count("unknown") + table.count("silent"),
        "other_view": _query(chosen, not only_differences),
        "unchecked": any(record.availability != Availability.OFFERED for record in records),
    }


def _only_differences(request: HttpRequest) -> bool:
    return request.GET.get(ONLY) == DIFFERENCES


def _wrong_only(request: HttpRequest) -> list[Problem]:
    value = request.GET.get(ONLY, "")
    if value in ("", DIFFERENCES):
        return []
    return [
        Problem(
            ONLY,
            value,
            _("“%(name)s” has no choice “%(value)s”. It was left out.") % {"name": ONLY, "value": short(value)},
        )
    ]


def _query(chosen: Chosen, only_differences: bool) -> str:
    return query_of(chosen.slugs) + (f"&{ONLY}={DIFFERENCES}" if only_differences and chosen.entries else "")
