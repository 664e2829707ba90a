"""Pages about the site: what is said in general, how to read a page, what disagrees; privacy; accessibility."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Citation, Disagreement, DisagreementSide, Statement
from catalogue.models.vocabulary import DisagreementKind, Topic

from .cited import CitedPage, sides_of, statements_about
from .kept import kept
from .notes import Conflict, Said

_GENERAL = (Topic.DEFINITION, Topic.STACKING, Topic.WORK)


@dataclass(frozen=True)
class TopicView:
    anchor: str
    heading: str
    statements: list[Said]


@dataclass(frozen=True)
class Year:
    """What happened in one year: first what has a month, then what only has the year."""

    name: str
    events: list[Said]


@kept()
def show(request: HttpRequest) -> HttpResponse:
    differing = sides_of(DisagreementSide.objects.all())
    conflicts = {each: sides for each, sides in differing.items() if each.kind == DisagreementKind.CONFLICT}
    page = CitedPage(conflicts)
    said = statements_about(Q(topic__in=[*_GENERAL, Topic.TIMELINE]))
    context = {
        "trail": [],
        "topics": list(_topics(said, page)),
        "years": list(_years(said, page)),
        "conflicts": page.conflicts(),
        "remarks": _remarks(differing, conflicts, page),
        "notes": page.notes.all,
    }
    return render(request, "about/show.html", context)


@kept()
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "about/privacy.html", {"trail": _trail(), "contact": settings.CONTACT_EMAIL})


@kept()
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "about/accessibility.html", {"trail": _trail(), "contact": settings.CONTACT_EMAIL})


def _trail() -> list[tuple[str, str]]:
    return [(_("About"), reverse("about"))]


def _topics(said: Iterable[Statement], page: CitedPage) -> Iterator[TopicView]:
    for topic in _GENERAL:
        found = [statement for statement in said if statement.topic == topic]
        if found:
            yield TopicView(topic.value, topic.label, page.said(found))


def _years(said: Iterable[Statement], page: CitedPage) -> Iterator[Year]:
    events = sorted((each for each in said if each.topic == Topic.TIMELINE), key=_when)
    for year, found in groupby(events, lambda statement: statement.as_of[:4]):
        yield Year(year or _("No year stated"), page.said(found))


def _when(statement: Statement) -> tuple[bool, str, str, int]:
    """By date as far as it is stated; within a year those without a month last, and at the end those without a year."""
    return not statement.as_of, statement.as_of[:4], statement.as_of[4:] or "~", statement.pk


def _remarks(
    differing: dict[Disagreement, list[Citation]], conflicts: dict[Disagreement, list[Citation]], page: CitedPage
) -> list[Conflict]:
    """Differences of wording and notes: told, but not set side by side, since nothing contradicts."""
    return [page.conflict(each, sides) for each, sides in differing.items() if each not in conflicts]
