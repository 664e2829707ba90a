"""What a `Search` hands to views: small values with words and addresses. Nothing is found or counted here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse

from catalogue.languages import digits, ngettext
from catalogue.languages import gettext as _

from .query import Query


class Link(NamedTuple):
    """Another query and how much it would find; `ended`: how many of these have ended."""

    label: str
    count: int
    query: str
    ended: int = 0


class Chip(NamedTuple):
    """One thing chosen; `query` is the query without it."""

    facet_label: str
    label: str
    query: str


class SortView(NamedTuple):
    value: str
    label: str
    selected: bool
    query: str


class Note(NamedTuple):
    """A word on what a filter does not show, with the institution whose page shows it."""

    text: str
    institution: str

    @property
    def url(self) -> str:
        return reverse("institution", args=[self.institution])


class PageLink(NamedTuple):
    number: int
    query: str
    current: bool


class PageView(NamedTuple):
    """Page `number` of `count`, with entries `first` to `last` of all; links are None where there is nothing to go to.

    `links` holds the first, the last and the neighbouring pages, None for each gap.
    """

    number: int
    count: int
    first: int
    last: int
    previous: str | None
    next: str | None
    links: list[PageLink | None]


def headline(current: int, ended: int, listed: int | None = None) -> str:
    """«16 offerings, and 1 that has ended»; where something is chosen, out of how many are listed in all."""
    if listed is None:
        words = ngettext("{count} offering", "{count} offerings", current).format(count=digits(current))
    else:
        words = ngettext("{count} of {all} offering", "{count} of {all} offerings", listed)
        words = words.format(count=digits(current), all=digits(listed))
    if not ended:
        return words
    with_ended = ngettext("{offerings}, and {count} that has ended", "{offerings}, and {count} that have ended", ended)
    return with_ended.format(offerings=words, count=digits(ended))


def alternatives(words: Iterable[str]) -> str:
    """«wood or metal or glass»."""
    return _(" or ").join(words)


def page_view(state: Query, total: int, size: int) -> PageView:
    number, count = state.page, max(1, -(-total // size))
    first = (number - 1) * size + 1 if total else 0
    base = state.on_page(1).canonical
    return PageView(
        number=number,
        count=count,
        first=first,
        last=min(number * size, total),
        previous=_on_page(base, number - 1) if number > 1 else None,
        next=_on_page(base, number + 1) if number < count else None,
        links=_links(base, number, count),
    )


def _on_page(base: str, number: int) -> str:
    """The canonical query of a page. `base` is that of the first one, which needs no number."""
    if number == 1:
        return base
    return f"{base}&page={number}" if base else f"page={number}"


def _links(base: str, current: int, count: int) -> list[PageLink | None]:
    links, before = [], 0
    for number in sorted({1, count, *range(max(1, current - 2), min(count, current + 2) + 1)}):
        if number > before + 1:
            links.append(None)
        links.append(PageLink(number, _on_page(base, number), number == current))
        before = number
    return links
