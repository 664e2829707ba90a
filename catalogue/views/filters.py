"""The column of filters beside the list, with each page's counts put into finished text. Counts nothing itself."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString

from catalogue.search import Search
from catalogue.search.facets import FACETS, Facet

from .moulds import fill, joined, mould


class Filters(NamedTuple):
    """The facets that help most to choose, and all others."""

    primary: SafeString
    more: SafeString


def filters(search: Search) -> Filters:
    shown = [facet for facet in FACETS if facet.name in search.counts]
    primary, more = ([_facet(search, facet) for facet in shown if facet.primary == first] for first in (True, False))
    return Filters(joined(primary), joined(more))


def _facet(search: Search, facet: Facet) -> str:
    name, snapshot, chosen = facet.name, search.snapshot, search.state.values(facet.name)
    labels = snapshot.labels[name]
    options = []
    for value, count in search.counts[name].items():
        before, between, after = _option(name, value, labels[value], value in chosen, count if count < 2 else 2)
        options.append(f"{before}{count}{between}{count:,}{after}")
    return fill(
        "components/facet.html",
        {"options": joined(options), "widen": _widen(search, name)},
        label=facet.label,
        primary=facet.primary,
        chosen=len(chosen),
        open=facet.primary or bool(chosen),
        stated=f"{snapshot.stated(name):,}",
        of=f"{snapshot.size:,}",
    )


@lru_cache(maxsize=4096)
def _option(facet: str, value: str, label: str, selected: bool, about: int) -> tuple[str, ...]:
    """An option, cut where its count comes twice. `about`: it stands for 0 entries, 1, or 2 and more."""
    words = {"facet": facet, "value": value, "label": label, "selected": selected, "empty": not about}
    pieces, _ = mould("components/option.html", ("count", "count_words"), (), (*words.items(), ("one", about == 1)))
    return pieces


def _widen(search: Search, facet: str) -> str:
    link = search.widening(facet)
    return fill("components/widen.html", {"query": link.query}, label=link.label) if link else ""
