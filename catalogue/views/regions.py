"""The page of regions: a tile map of British Columbia as a way into the list, and the same as a list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.languages import digits
from catalogue.pictures.regions import Tile, region_map
from catalogue.search import Search
from catalogue.search.facets import NOT_STATED
from institutions.models import Institution, Region

from .kept import kept


@dataclass(frozen=True)
class RegionRow:
    """A region with the number of offerings that the list finds for it, and the public schools there."""

    region: str
    label: str
    count: int
    url: str
    schools: list[Institution]

    @property
    def digits(self) -> str:
        return digits(self.count)


@kept()
def show(request: HttpRequest) -> HttpResponse:
    rows = _rows()
    tiles = [Tile(row.region, row.label, _offerings(row.count), row.url if row.count else "") for row in rows]
    about = _("North is up. The tiles are not to scale. The list on this page says the same.")
    title, label = _("Offerings by the region of their school"), _("Map of regions")
    context = {
        "trail": [],
        "rows": rows,
        "wide": region_map(tiles, title, about).picture(label),
        "tall": region_map(tiles, title, about, tall=True).picture(_("%(title)s, tall") % {"title": label}),
    }
    return render(request, "regions/show.html", context)


def _rows() -> list[RegionRow]:
    schools = defaultdict(list)
    for school in Institution.objects.schools_of_bc().order_by("slug"):
        schools[school.region].append(school)
    labels = [*((region.value, str(region.label)) for region in Region), (NOT_STATED, _("Region not stated"))]
    listing = reverse("microcredentials")
    return [
        RegionRow(region, label, Search(f"region={region}").total, f"{listing}?region={region}", schools[region])
        for region, label in labels
    ]


def _offerings(count: int) -> str:
    return ngettext("%(count)s offering", "%(count)s offerings", count) % {"count": digits(count)}
