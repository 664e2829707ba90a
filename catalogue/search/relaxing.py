"""Ways out of few or no results: questions close to the one asked, each with the exact number that it would find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from catalogue.languages import gettext as _

from .answers import Link, alternatives
from .facets import BY_NAME, NOT_STATED, label_of

if TYPE_CHECKING:
    from .results import Search

# So many other values of a facet are offered in place of a chosen one.
NEARBY = 3


def relaxations(search: Search) -> list[Link]:
    """What finds more by leaving something out, then values near to those chosen that find anything at all.

    Where no one thing less or other is enough: each thing asked for alone.
    """
    wider = [*_more(search, _without_values(search)), *_more(search, _with_other_words(search)), *_nearby(search)]
    return wider or _more(search, _alone(search))


def _more(search: Search, links: Iterable[Link]) -> list[Link]:
    return [link for link in links if link.count > search.total]


def _without_values(search: Search) -> Iterator[Link]:
    for facet, values in search.state.chosen:
        found = search.without(facet).bit_count()
        label = _("Without “{choice}”").format(choice=_named(search, facet, values))
        yield Link(label, found, search.state.choosing(facet, ()).canonical)


def _with_other_words(search: Search) -> Iterator[Link]:
    if not search.text:
        return
    if search.state.as_typed:
        corrected = search.snapshot.match(search.text)
        if corrected.corrected:
            found = search.narrowed(corrected.hits).bit_count()
            label = _("With “{words}” in place of your words").format(words=corrected.corrected)
            yield Link(label, found, search.state.asking(corrected.corrected).canonical)
    found = search.narrowed(search.snapshot.everything).bit_count()
    label = _("Without the words “{words}”").format(words=search.text)
    yield Link(label, found, search.state.without_text().canonical)


def _alone(search: Search) -> Iterator[Link]:
    bare = search.state.without_choices()
    if search.match:
        label = _("Only the words “{words}”").format(words=search.text)
        yield Link(label, search.match.hits.bit_count(), bare.canonical)
    for facet, values in search.state.chosen:
        found = search.snapshot.options[facet].with_any(values).bit_count()
        query = bare.without_text().choosing(facet, values)
        label = _("Only “{choice}”").format(choice=_named(search, facet, values))
        yield Link(label, found, query.canonical)


def _named(search: Search, facet: str, values: Iterable[str]) -> str:
    words = search.snapshot.words(facet)
    labels = [words[value] for value in values]
    return _("{facet}: {values}").format(facet=label_of(facet), values=alternatives(labels))


def _nearby(search: Search) -> Iterator[Link]:
    for facet, chosen in search.state.chosen:
        counts = search.snapshot.options[facet].counts(search.without(facet), chosen)
        labels = search.snapshot.labels[facet]
        for value in _neighbours(facet, list(labels), chosen, counts):
            label = _("“{choice}” instead").format(choice=_named(search, facet, (value,)))
            yield Link(label, counts[value], search.state.choosing(facet, (value,)).canonical)


def _neighbours(facet: str, values: list[str], chosen: tuple[str, ...], counts: dict[str, int]) -> list[str]:
    """Of bands, those next to a chosen one; of other facets the values that find most."""
    able = [value for value in values if counts.get(value) and value not in chosen and value != NOT_STATED]
    if BY_NAME[facet].is_scale:
        places = [values.index(value) for value in chosen]
        return [value for value in able if any(abs(values.index(value) - place) == 1 for place in places)]
    return sorted(able, key=lambda value: -counts[value])[:NEARBY]
