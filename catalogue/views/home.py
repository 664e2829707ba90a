"""The home page: ways into the list, how complete it is, what a microcredential is. Counts come from `Search`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Citation, Microcredential, Sector, Statement
from catalogue.search import Search, Snapshot

from .facts import capital
from .kept import kept
from .notes import Notes

ANNOUNCEMENT = "news-release"
# What the documents say of the word: keys of the statements, in the order of the page.
DEFINITIONS = ("says-targeted-skills", "says-no-settled-definition")
NOT_CREDIT = {"not-yet", "no", "not-stated"}
# The questions whose answers people look for first, by the name of the facet that counts them.
COMPLETENESS = {
    "cost": gettext_lazy("what it costs"),
    "duration": gettext_lazy("how long it takes"),
    "delivery": gettext_lazy("how you learn"),
    "credit_toward": gettext_lazy("what it counts toward"),
}


# What a learner also asks, by field, and when an entry does not say it: named on the page where no entry does.
ALSO_ASKED = {
    "application_deadline": (gettext_lazy("when to apply"), Q(application_deadline=None)),
    "entry_requirements": (gettext_lazy("what you need to get in"), Q(entry_requirements="")),
    "place_taught": (gettext_lazy("where it is taught"), Q(place_taught="")),
    "language": (gettext_lazy("in which language"), Q(language="")),
}


@dataclass(frozen=True)
class CountedLink:
    """A way into a list and the number of offerings behind it."""

    label: str
    count: int
    url: str
    hint: str = ""
    drawing: str = ""  # the name of an icon


@dataclass(frozen=True)
class Stated:
    """How many offerings answer one question."""

    question: str
    stated: int
    of: int


@kept()
def show(request: HttpRequest) -> HttpResponse:
    everything = Search("")
    snapshot = everything.snapshot
    notes = Notes()
    context = {
        "headline": everything.headline,
        "tasks": _tasks(snapshot),
        "areas": _areas(snapshot),
        "completeness": [
            Stated(question, snapshot.stated(facet), snapshot.size) for facet, question in COMPLETENESS.items()
        ],
        "nowhere_stated": snapshot.once("nowhere stated", _nowhere_stated),
        "definitions": [notes.said(statement, statement.citations.all()) for statement in _definitions()],
    }
    return render(request, "home/show.html", {**context, "notes": notes.all})


def _tasks(snapshot: Snapshot) -> list[CountedLink]:
    credit = sorted({*snapshot.options["credit_toward"].shown} - NOT_CREDIT)
    return [
        _counted(snapshot, _("Learn online"), [("delivery", "online")], "", "online"),
        _counted(
            snapshot,
            _("Get credit toward more"),
            [("credit_toward", value) for value in credit],
            _("Toward a certificate, diploma or degree: some firmly, some “may count”"),
            "stack",
        ),
        _counted(
            snapshot, _("Pay little or nothing"), [("cost", "low-or-no-cost")], _("Where a source says so"), "money"
        ),
    ]


def _counted(
    snapshot: Snapshot, label: str, chosen: list[tuple[str, str]], hint: str = "", drawing: str = ""
) -> CountedLink:
    search = Search(urlencode(chosen), snapshot)
    return CountedLink(label, search.total, f"{reverse('microcredentials')}?{search.query}", hint, drawing)


def _areas(snapshot: Snapshot) -> list[CountedLink]:
    """The areas that the announcement names, those without an offering too, but no topic that staff added."""
    named = Sector.objects.filter(citations__source__key=ANNOUNCEMENT).distinct().order_by("name")
    return [
        CountedLink(capital(sector.name), Search(f"sector={sector.slug}", snapshot).total, sector.get_absolute_url())
        for sector in named
    ]


def _nowhere_stated() -> list[str]:
    """Asked of the database, since a snapshot does not hold these fields."""
    stated = {field: Count("pk", filter=~unstated) for field, (_, unstated) in ALSO_ASKED.items()}
    counts = Microcredential.objects.public().results().aggregate(**stated)
    return [ALSO_ASKED[field][0] for field, count in counts.items() if not count]


def _definitions() -> list[Statement]:
    citations = Citation.objects.select_related("source", "superseded_by__source")
    statements = (
        Statement.objects.public().filter(key__in=DEFINITIONS).prefetch_related(Prefetch("citations", citations))
    )
    return sorted(statements, key=lambda statement: DEFINITIONS.index(statement.key))
