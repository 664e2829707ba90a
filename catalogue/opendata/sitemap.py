"""The map of the site for search engines: every page in both languages; of an entry also the day it last changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from xml.etree import ElementTree

from django.urls import reverse
from django.utils import timezone

from catalogue.languages import in_other_language
from catalogue.models import Sector, Source
from catalogue.models.vocabulary import Target
from catalogue.search import Search, Snapshot
from funding.models import FundingSource
from institutions.models import Institution

from .addresses import absolute, page_of
from .moments import moments
from .standards import STANDARDS
from .xml_text import document, element

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Entries of one file. The standard allows 50,000 addresses; a file of this size is still quick to make.
ENTRIES = 1000
_PAGES = (
    *("home", "microcredentials", "institutions", "sectors", "regions", "funding", "pathways", "glossary", "coverage"),
    *("sources", "about", "privacy", "accessibility", "data", "data-addresses", "editions", "data-dictionary"),
)


def index(snapshot: Snapshot) -> bytes:
    """Which files the map consists of."""
    root = ElementTree.Element("sitemapindex", xmlns=NAMESPACE)
    for number in range(files(snapshot)):
        element(element(root, "sitemap"), "loc", absolute(reverse("sitemap-part", args=[number])))
    return document(root)


def files(snapshot: Snapshot) -> int:
    """How many files: the first holds all that is no entry."""
    return 1 + -(-snapshot.size // ENTRIES)


def part(snapshot: Snapshot, number: int) -> bytes:
    root = ElementTree.Element("urlset", xmlns=NAMESPACE)
    for path, day in _entries(snapshot, number - 1) if number else _others(snapshot):
        for place in (path, in_other_language(path)):
            url = element(root, "url")
            element(url, "loc", absolute(place))
            if day:
                element(url, "lastmod", day)
    return document(root)


def _entries(snapshot: Snapshot, number: int) -> Iterator[tuple[str, str]]:
    changed, search = moments(snapshot), Search("", snapshot)
    some = slice(number * ENTRIES, (number + 1) * ENTRIES)
    slugs = [slug.decode() for slug in snapshot.slugs.of([*range(snapshot.size)[some]])]
    for slug, pk in zip(slugs, [*search.all_pks()][some], strict=True):
        day = timezone.localtime(changed[pk].changed).date().isoformat() if pk in changed else ""
        yield page_of(slug).removeprefix(absolute("")), day


def _others(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield from ((reverse(name), "") for name in _PAGES)
    shown = snapshot.options["credit_toward"].shown
    yield from ((reverse("pathway", args=[target]), "") for target in Target if target in shown)
    yield from ((reverse("data-mapping", args=[standard.slug]), "") for standard in STANDARDS)
    records = [model.objects.order_by("slug") for model in (Institution, Sector, FundingSource)]
    for record in chain(*records, Source.objects.public().order_by("key")):
        yield record.get_absolute_url(), ""
