"""The column of filters beside the list, with each page's counts put into finished text. Counts nothing itself."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from catalogue.languages import current_language, digits
from catalogue.search import Search, Snapshot
from catalogue.search.facets import BY_NAME, NOT_STATED, Facet, label_of

from .moulds import fill, joined, pieces

# Vocabularies whose words are rows of the database: they are in English on French pages too.
_KEPT_BY_STAFF = {"sector", "audience", "funding"}
# The text of an option around its count, which comes twice.
Pieces = list[str]
# Options for no entry, for one and for more differ in their words; from so many on digits are in groups.
_MANY, _GROUPED = 2, 1000

# A facet with more options than that has a box to narrow them.
_MOST_AT_A_GLANCE = 10


class Filters(NamedTuple):
    """The facets that help most to choose, and all others."""

    primary: SafeString
    more: SafeString


def filters(search: Search) -> Filters:
    chosen = dict(search.state.chosen)
    facets = [(BY_NAME[name], counts, chosen.get(name, ())) for name, counts in search.counts.items()]
    primary, more = ([_facet(search, *each) for each in facets if each[0].primary == first] for first in (True, False))
    return Filters(joined(primary), joined(more))


def _facet(search: Search, facet: Facet, counts: dict[str, int], chosen: tuple[str, ...]) -> str:
    snapshot, unchosen = search.snapshot, _unchosen(search.snapshot, facet)
    options = []
    for value, count in counts.items():
        sort = count if count < _MANY else _MANY
        option = _option(snapshot, facet, value, sort, True) if value in chosen else unchosen[value][sort]
        before, between, after = option
        options.append(f"{before}{count}{between}{count if count < _GROUPED else digits(count)}{after}")
    before, between, after = _frame(snapshot, facet, len(chosen))
    return "".join((before, *options, between, _widen(search, facet.name) if chosen else "", after))


def _frame(snapshot: Snapshot, facet: Facet, chosen: int) -> Pieces:
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
            "chosen": chosen,
            **said,
        }
        snapshot.made[key] = pieces("components/facet.html", ("options", "widen"), **words)
    return snapshot.made[key]


def _unchosen(snapshot: Snapshot, facet: Facet) -> dict[str, list[Pieces]]:
    """Every option of a facet while nobody has chosen it, for no entry, one and many; made once for a snapshot."""
    key = (current_language(), "options", facet.name)
    if key not in snapshot.made:
        snapshot.made[key] = {
            value: [_option(snapshot, facet, value, sort, False) for sort in range(_MANY + 1)]
            for value in snapshot.options[facet.name].labels
        }
    return snapshot.made[key]


def _option(snapshot: Snapshot, facet: Facet, value: str, sort: int, selected: bool) -> Pieces:
    return pieces(
        "components/option.html",
        ("count", "count_words"),
        facet=facet.name,
        value=value,
        label=snapshot.words(facet.name)[value],
        selected=selected,
        english=facet.name in _KEPT_BY_STAFF and value != NOT_STATED,
        empty=sort == 0,
        one=sort == 1,
    )


def _widen(search: Search, facet: str) -> str:
    link = search.widening(facet)
    return fill("components/widen.html", {"query": link.query, "label": capfirst(link.label)}) if link else ""
