"""Ways out of few or no results: questions close to the one asked, each with the exact number that it would find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from catalogue.languages import gettext as _

from . import bits
from .answers import Link, alternatives
from .facets import BY_NAME, NOT_STATED, label_of

if TYPE_CHECKING:
    from .query import Query
    from .results import Search

# So many other values of a facet are offered in place of a chosen one.
NEARBY = 3


def relaxations(search: Search) -> list[Link]:
    """What finds more by leaving something out, then values near to those chosen that find anything at all.

    Where no one thing less or other is enough: each thing asked for alone.
    """
    wider = [*_more(search, _without_values(search)), *_more(search, _with_other_words(search)), *_nearby(search)]
    return wider or _more(search, _alone(search))


def _link(search: Search, label: str, found: int, query: Query) -> Link:
    """`found`: the set of what the query finds."""
    return Link(label, found.bit_count(), query.canonical, (found & search.snapshot.ended).bit_count())


def _more(search: Search, links: Iterable[Link]) -> list[Link]:
    return [link for link in links if link.count > search.total]


def _without_values(search: Search) -> Iterator[Link]:
    for facet, values in search.state.chosen:
        label = _("Without “{choice}”").format(choice=_named(search, facet, values))
        yield _link(search, label, search.without(facet), search.state.choosing(facet, ()))


def _with_other_words(search: Search) -> Iterator[Link]:
    if not search.text:
        return
    if search.state.as_typed:
        corrected = search.snapshot.match(search.text)
        if corrected.corrected:
            label = _("With “{words}” in place of your words").format(words=corrected.corrected)
            yield _link(search, label, search.narrowed(corrected.hits), search.state.asking(corrected.corrected))
    label = _("Without the words “{words}”").format(words=search.text)
    yield _link(search, label, search.narrowed(search.snapshot.everything), search.state.without_text())


def _alone(search: Search) -> Iterator[Link]:
    bare = search.state.without_choices()
    if search.match:
        label = _("Only the words “{words}”").format(words=search.text)
        yield _link(search, label, search.match.hits, bare)
    for facet, values in search.state.chosen:
        label = _("Only “{choice}”").format(choice=_named(search, facet, values))
        found = search.snapshot.options[facet].with_any(values)
        yield _link(search, label, found, bare.without_text().choosing(facet, values))


def _named(search: Search, facet: str, values: Iterable[str]) -> str:
    words = search.snapshot.words(facet)
    labels = [words[value] for value in values]
    return _("{facet}: {values}").format(facet=label_of(facet), values=alternatives(labels))


def _nearby(search: Search) -> Iterator[Link]:
    for facet, chosen in search.state.chosen:
        options, others = search.snapshot.options[facet], search.without(facet)
        counts = options.counts(bits.countable(others, search.snapshot.size), chosen)
        labels = search.snapshot.labels[facet]
        for value in _neighbours(facet, list(labels), chosen, counts):
            label = _("“{choice}” instead").format(choice=_named(search, facet, (value,)))
            yield _link(search, label, options.with_any((value,)) & others, search.state.choosing(facet, (value,)))


def _neighbours(facet: str, values: list[str], chosen: tuple[str, ...], counts: dict[str, int]) -> list[str]:
    """Of bands, those next to a chosen one; of other facets the values that find most."""
    able = [value for value in values if counts.get(value) and value not in chosen and value != NOT_STATED]
    if BY_NAME[facet].is_scale:
        places = [values.index(value) for value in chosen]
        return [value for value in able if any(abs(values.index(value) - place) == 1 for place in places)]
    return sorted(able, key=lambda value: -counts[value])[:NEARBY]
