"""The column of filters beside the list, with each page's counts put into finished text. Counts nothing itself."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString

from catalogue.languages import current_language, digits
from catalogue.search import Search, Snapshot
from catalogue.search.facets import FACETS, NOT_STATED, Facet, label_of

from .moulds import fill, joined, mould

# Vocabularies whose words are rows of the database: they are in English on French pages too.
_KEPT_BY_STAFF = {"sector", "audience", "funding"}
# The pieces of an option around its count, which comes twice: where it is for no entry, for one, and for more.
Pieces = tuple[tuple[str, ...], ...]

# A facet with more options than that has a box to narrow them.
_MOST_AT_A_GLANCE = 10


class Filters(NamedTuple):
    """The facets that help most to choose, and all others."""

    primary: SafeString
    more: SafeString


def filters(search: Search) -> Filters:
    shown = [facet for facet in FACETS if facet.name in search.counts]
    primary, more = ([_facet(search, facet) for facet in shown if facet.primary == first] for first in (True, False))
    return Filters(joined(primary), joined(more))


def _facet(search: Search, facet: Facet) -> str:
    name, chosen = facet.name, search.state.values(facet.name)
    unchosen = _unchosen(search.snapshot, facet)
    options = []
    for value, count in search.counts[name].items():
        pieces = _pieces(search.snapshot, facet, value, True) if value in chosen else unchosen[value]
        before, between, after = pieces[count if count < 2 else 2]
        options.append(f"{before}{count}{between}{digits(count)}{after}")
    before, between, after = _frame(search.snapshot, facet, len(chosen))
    return "".join((before, *options, between, _widen(search, name) if chosen else "", after))


def _frame(snapshot: Snapshot, facet: Facet, chosen: int) -> tuple[str, ...]:
    """What stands before the options of a facet, between them and the way to what does not say, and after that."""
    key = (current_language(), "frame", facet.name, chosen)
    if key not in snapshot.made:
        said = {"stated": digits(snapshot.stated(facet.name)), "of": digits(snapshot.size)}
        many = len(snapshot.options[facet.name].shown) > _MOST_AT_A_GLANCE
        words = {
            "name": facet.name,
            "label": label_of(facet.name),
            "open": facet.primary or chosen > 0,
            "many": many,
            **said,
        }
        snapshot.made[key] = mould(
            "components/facet.html", ("options", "widen"), (), (*words.items(), ("chosen", chosen))
        )[0]
    return snapshot.made[key]


def _unchosen(snapshot: Snapshot, facet: Facet) -> dict[str, Pieces]:
    """Every option of a facet as it is while nobody has chosen it; made once for a snapshot."""
    key = (current_language(), "options", facet.name)
    if key not in snapshot.made:
        snapshot.made[key] = {
            value: _pieces(snapshot, facet, value, False) for value in snapshot.options[facet.name].labels
        }
    return snapshot.made[key]


def _pieces(snapshot: Snapshot, facet: Facet, value: str, selected: bool) -> Pieces:
    label = snapshot.words(facet.name)[value]
    english = facet.name in _KEPT_BY_STAFF and value != NOT_STATED
    words = (("facet", facet.name), ("value", value), ("label", label), ("selected", selected), ("english", english))
    return tuple(
        mould("components/option.html", ("count", "count_words"), (), (*words, ("empty", empty), ("one", one)))[0]
        for empty, one in ((True, False), (False, True), (False, False))
    )


def _widen(search: Search, facet: str) -> str:
    link = search.widening(facet)
    return fill("components/widen.html", {"query": link.query}, label=link.label) if link else ""
