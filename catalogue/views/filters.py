"""The column of filters beside the list, with each page's counts put into finished text. Counts nothing itself."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.text import capfirst

from catalogue.languages import current_language, digits, kept_by_language
from catalogue.search import Search, Snapshot
from catalogue.search.facets import BY_NAME, NOT_STATED, Facet, label_of

from .moulds import fill, pieces

# Vocabularies whose words are rows of the database: they are in English on French pages too.
_KEPT_BY_STAFF = {"sector", "audience", "funding"}
# Digits are in groups from so many on.
_GROUPED = 1000

# A facet with more options than that has a box to narrow them.
_MOST_AT_A_GLANCE = 10


class Filters(NamedTuple):
    """The facets that help most to choose, and all others."""

    primary: bytes
    more: bytes


class Option(NamedTuple):
    """An option as text: while no entry has it, while one has, and around the count of many, which comes twice."""

    none: bytes
    one: bytes
    many: list[bytes]


def filters(search: Search) -> Filters:
    chosen = dict(search.state.chosen)
    facets = [(BY_NAME[name], counts, chosen.get(name, ())) for name, counts in search.counts.items()]
    primary, more = ([_facet(search, *each) for each in facets if each[0].primary == first] for first in (True, False))
    return Filters(b"".join(primary), b"".join(more))


def _facet(search: Search, facet: Facet, counts: dict[str, int], chosen: tuple[str, ...]) -> bytes:
    snapshot, unchosen = search.snapshot, _unchosen(search.snapshot, facet)
    before, between, after = _frame(snapshot, facet, len(chosen))
    text = [before]
    for value, count in counts.items():
        option = _option(snapshot, facet, value, True) if value in chosen else unchosen[value]
        if count > 1:
            start, middle, end = option.many
            number = b"%d" % count
            text += start, number, middle, number if count < _GROUPED else digits(count).encode(), end
        else:
            text.append(option.one if count else option.none)
    text += between, _widen(search, facet.name).encode() if chosen else b"", after
    return b"".join(text)


def _frame(snapshot: Snapshot, facet: Facet, chosen: int) -> list[bytes]:
    """What stands before the options of a facet, between them and the way to what does not say, and after that."""
    key = (current_language(), "frame", facet.name, chosen)
    return snapshot.once(key, lambda: _made_frame(snapshot, facet, chosen))


def _made_frame(snapshot: Snapshot, facet: Facet, chosen: int) -> list[bytes]:
    words = {
        "name": facet.name,
        "label": label_of(facet.name),
        "open": facet.primary or chosen > 0,
        "many": len(snapshot.options[facet.name].shown) > _MOST_AT_A_GLANCE,
        "chosen": chosen,
        "stated": digits(snapshot.stated(facet.name)),
        "of": digits(snapshot.size),
    }
    text = pieces("components/facet.html", ("options", "widen"), **words)
    return [*map(str.encode, text)]


def _unchosen(snapshot: Snapshot, facet: Facet) -> dict[str, Option]:
    """Every option of a facet while nobody has chosen it."""
    key, values = (current_language(), "options", facet.name), snapshot.options[facet.name].labels
    return snapshot.once(key, lambda: {value: _option(snapshot, facet, value, False) for value in values})


def _option(snapshot: Snapshot, facet: Facet, value: str, selected: bool) -> Option:
    return _worded_option(facet.name, value, snapshot.words(facet.name)[value], selected)


@kept_by_language
def _worded_option(facet: str, value: str, label: str, selected: bool) -> Option:
    """Kept beyond the snapshot: the next one has nearly the same options."""
    english = facet in _KEPT_BY_STAFF and value != NOT_STATED
    words = {"facet": facet, "value": value, "label": label, "selected": selected, "english": english}
    none, one, many = (
        pieces("components/option.html", ("count", "count_words"), **words, empty=sort == 0, one=sort == 1)
        for sort in range(3)
    )
    return Option("0".join(none).encode(), "1".join(one).encode(), [*map(str.encode, many)])


def _widen(search: Search, facet: str) -> str:
    link = search.widening(facet)
    return fill("components/widen.html", {"query": link.query, "label": capfirst(link.label)}) if link else ""
