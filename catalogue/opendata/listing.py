"""A list of offerings as data: what a search found, how many of each kind there are, and where to go on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from catalogue.languages import ENGLISH, speaking
from catalogue.search import Search
from catalogue.search.entries import Entry, Involved
from catalogue.search.facets import label_of

from .addresses import absolute, form_of, list_of
from .record import VERSION, Data


def list_of_search(search: Search) -> Data:
    """One page of a list. Facets count what each value would find, as on the page."""
    with speaking(ENGLISH):
        return {
            "format": VERSION,
            "total": search.total,
            "ended": search.ended,
            "page": search.page.number,
            "pages": search.page.count,
            "words_as_understood": search.corrected or None,
            "links": _links(search),
            "results": [entry_of(entry) for entry in search.entries],
            "facets": [_facet(search, name, counts) for name, counts in search.counts.items()],
        }


def _links(search: Search) -> dict[str, str | None]:
    name, state = "microcredentials-json", search.state.shown(as_table=False)
    number, count = search.page.number, search.page.count
    return {
        "self": list_of(name, state.canonical),
        "first": list_of(name, state.on_page(1).canonical),
        "previous": list_of(name, state.on_page(number - 1).canonical) if number > 1 else None,
        "next": list_of(name, state.on_page(number + 1).canonical) if number < count else None,
        "last": list_of(name, state.on_page(count).canonical),
        "page": list_of("microcredentials", state.canonical),
        "csv": list_of("microcredentials-csv", state.on_page(1).canonical),
        "feed": list_of("microcredentials-atom", state.on_page(1).canonical),
        "calendar": list_of("microcredentials-ics", state.on_page(1).canonical),
    }


def _facet(search: Search, name: str, counts: dict[str, int]) -> Data:
    labels, chosen = search.snapshot.words(name), search.state.values(name)
    return {
        "name": name,
        "label": label_of(name),
        "values": [
            {"value": value, "label": labels[value], "count": count, "chosen": value in chosen}
            for value, count in counts.items()
        ],
    }


def entry_of(entry: Entry) -> Data:
    """An offering as a list shows it: without its sources, which its own record names."""
    return {
        "slug": entry.slug,
        "title": entry.title,
        "other_titles": [*entry.other_titles],
        "summary": entry.summary,
        "kind": entry.kind_value or None,
        "named_kind": entry.named_kind or None,
        "availability": entry.availability_value or None,
        "availability_words": entry.availability or None,
        "last_verified": entry.verified or None,
        "delivery": entry.delivery_value or None,
        "time": entry.time or None,
        "cost": entry.cost or None,
        "credit": entry.credit or None,
        "audience": entry.audience or None,
        "skills": [*entry.skills],
        "parts": [*entry.parts],
        "topics": [*entry.sectors],
        "audiences": [*entry.audiences],
        "funding": [*entry.funding],
        "providers": [_involved(who) for who in entry.providers],
        "others_involved": [_involved(who) for who in entry.also],
        "address": absolute(entry.url),
        "record": absolute(form_of(entry.slug, "json")),
    }


def _involved(who: Involved) -> dict[str, Any]:
    """An industry partner may stay unnamed."""
    return {
        "name": who.name or None,
        "slug": who.slug or None,
        "role": who.role,
        "address": absolute(reverse("institution", args=[who.slug])) if who.slug else None,
    }
