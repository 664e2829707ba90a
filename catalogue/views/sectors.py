"""The pages of sectors: the areas named in the 2021 announcement, and which offerings we read into them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Citation, Sector, SectorTag
from catalogue.models.vocabulary import Basis
from catalogue.search import Entry, Search

from .cited import CitedPage, citations_of, conflicts_about, statements_about, with_citations
from .facts import Value
from .groups import group_pages
from .institution_roles import Line
from .kept import kept
from .notes import Notes
from .offers import offers


@dataclass(frozen=True)
class Area:
    """A sector in the list of all, with the number of offerings that the list finds for it."""

    sector: Sector
    count: int


@kept()
def listing(request: HttpRequest) -> HttpResponse:
    counts = Search().counts["sector"]
    areas = [Area(sector, counts.get(sector.slug, 0)) for sector in with_citations(Sector.objects.order_by("name"))]
    announced = [area for area in areas if _is_announced(area.sector)]
    notes = Notes()
    context = {
        "trail": [],
        "announced": announced,
        "added": [area for area in areas if area not in announced],
        "cited": notes.cite(
            _("Areas"), [citation for area in announced for citation in citations_of(area.sector, "name")]
        ),
        "notes": notes.all,
    }
    return render(request, "sectors/list.html", context)


@kept()
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    sector = get_object_or_404(with_citations(Sector.objects.all()), slug=slug)
    return render(request, "sectors/detail.html", _page(sector))


def _page(sector: Sector) -> dict[str, Any]:
    found = offers({"sector": sector.slug})
    page = CitedPage(conflicts_about(Q(sector=sector) | Q(sector_tag__sector=sector)))
    name = page.value(_("Named as an area"), sector, sector.name)
    reasons = _reasons(sector, found["offers"].entries, page)
    return {
        **found,
        "sector": sector,
        "trail": [(_("Sectors"), reverse("sectors"))],
        "announced": _is_announced(sector),
        "name": name,
        "reasons": reasons,
        "all_our_reading": all(value.cited.basis.name == Basis.INFERRED for line in reasons for value in line.values),
        "groups": _groups(sector, page),
        "statements": page.said(statements_about(Q(subjects__sector=sector))),
        "conflicts": page.conflicts(),
        "notes": page.notes.all,
    }


def _is_announced(sector: Sector) -> bool:
    """Whether a source names the area itself; topics that staff add have no such source."""
    return any(citation.basis == Basis.STATED for citation in citations_of(sector, "name"))


def _naming(areas: Iterable[Area]) -> Iterable[Citation]:
    """Where the areas are named: one citation for each paragraph, however many areas it names."""
    named = (citation for area in areas for citation in citations_of(area.sector, "name"))
    return {(citation.source_id, citation.paragraph): citation for citation in named}.values()


def _groups(sector: Sector, page: CitedPage) -> list[Line]:
    """Groups that a source places here as a whole."""
    tags = SectorTag.objects.filter(sector=sector, group__isnull=False).select_related("group")
    pages = group_pages()
    return [
        Line(tag.group.name, pages.get(tag.group_id, ""), (_as_a_whole(tag, page),))
        for tag in with_citations(tags.order_by("group__name", "pk"))
    ]


def _as_a_whole(tag: SectorTag, page: CitedPage) -> Value:
    return page.value(_("In this area"), tag, _("Has courses in this area"))


def _reasons(sector: Sector, entries: Iterable[Entry], page: CitedPage) -> list[Line]:
    """Why each offering on this page stands here, in the words of its citations."""
    tags = SectorTag.objects.public().filter(sector=sector, microcredential__slug__in=[each.slug for each in entries])
    tags = with_citations(tags.select_related("microcredential__parent").order_by("microcredential__title", "pk"))
    return [Line(tag.microcredential.title, tag.microcredential.get_absolute_url(), _why(tag, page)) for tag in tags]


def _why(tag: SectorTag, page: CitedPage) -> tuple[Value, ...]:
    return tuple(
        replace(page.value(_("Topic"), tag, citation.says), is_english=True) for citation in citations_of(tag)[:1]
    )
