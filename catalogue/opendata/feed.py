"""What is new and what changed in a list, as an Atom feed (RFC 4287), the latest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import nlargest
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.utils import timezone

from catalogue.models import Microcredential
from catalogue.search import Search

from .addresses import absolute, form_of, list_of, page_of
from .moments import Moments, moments
from .xml_text import document, element

NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 100


def feed(search: Search, title: str) -> bytes:
    """The entries of a search that appeared or changed last."""
    known = moments(search.snapshot)
    found = ((known[pk].changed, pk) for pk in search.all_pks() if pk in known)
    latest = [pk for _, pk in nlargest(MOST, found)]
    query = search.state.on_page(1).shown(as_table=False).canonical
    root = ElementTree.Element("feed", xmlns=NAMESPACE)
    element(root, "id", list_of("microcredentials-atom", query))
    element(root, "title", title)
    element(root, "updated", _stamp(known[latest[0]].changed if latest else timezone.now()))
    element(element(root, "author"), "name", title)
    element(root, "link", rel="self", type="application/atom+xml", href=list_of("microcredentials-atom", query))
    element(root, "link", rel="alternate", type="text/html", href=list_of("microcredentials", query))
    for entry in _in_order(latest):
        _add(root, entry, known[entry.pk])
    return document(root)


def _in_order(pks: list[int]) -> Iterable[Microcredential]:
    entries = Microcredential.objects.public().in_bulk(pks)
    return (entries[pk] for pk in pks if pk in entries)


def _add(root: ElementTree.Element, entry: Microcredential, when: Moments) -> None:
    one = element(root, "entry")
    element(one, "id", name_for_good(entry.key))
    element(one, "title", entry.title)
    element(one, "published", _stamp(when.published))
    element(one, "updated", _stamp(when.changed))
    element(one, "summary", entry.summary)
    element(one, "link", rel="alternate", type="text/html", href=page_of(entry.slug))
    element(one, "link", rel="alternate", type="application/json", href=absolute(form_of(entry.slug, "json")))


def name_for_good(key: str) -> str:
    """The name of an entry in feeds and calendars: it stays when its title or address changes (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_ORIGIN).hostname},2026:{key}"


def _stamp(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
