"""`Match`: the entries that a text finds, how well, in which fields, by which words. Not how words are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from . import bits
from .fields import NAMES, TOLD_AS, WEIGHTS

_WEIGHTS = tuple(WEIGHTS.values())
# How much lower another word of the same stem or beginning weighs, and one that a list of synonyms takes for the same.
_NEARLY, _MEANT = 1, 3
# Above all weights of fields, so that whoever says a word stands before whoever means it.
_EXACT, _SAID = 64, 256
# What several words are taken for together, above entries that say each of them somewhere else.
_MEANT_TOGETHER = 128
# Above the weights of all fields and words together.
_RARITY = 14
_MOST_PARTIAL_TIERS = 60
_FEW = 4

Fields = Mapping[int, int]
Closeness = Callable[[int], Iterable[tuple[int, int]]]


class Words(NamedTuple):
    """Words as they may stand in texts, folded: whole ones, and beginnings of words."""

    whole: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()


NO_WORDS = Words()


@dataclass(frozen=True)
class Cover:
    """The entries that hold one thing asked for, by field: as it is, as another or a longer word, or by a synonym.

    `together`: of one of several words that a synonym takes as one, the entries that say all of these in one field.
    """

    said: Fields
    nearly: Fields = field(default_factory=dict)
    meant: Fields = field(default_factory=dict)
    together: int = -1
    words: Words = NO_WORDS
    required: bool = True
    asked: str = ""

    @cached_property
    def found(self) -> int:
        return self.said_at_all | _any(self.meant)

    @cached_property
    def said_at_all(self) -> int:
        return _any(self.said) | _any(self.nearly)

    def weighed(self) -> Iterator[tuple[int, int]]:
        """Sets of entries and what each adds to the score of its members."""
        for fields, lower in ((self.said, 0), (self.nearly, _NEARLY), (self.meant, _MEANT)):
            for place, found in fields.items():
                yield found, _WEIGHTS[place] >> lower
        if self.nearly:
            yield _any(self.said), _EXACT
        if self.meant:
            yield self.said_at_all & self.together, _SAID
            if self.together != -1:
                yield _any(self.meant) & ~self.together, _MEANT_TOGETHER


class Scores:
    """A sum for every entry, kept as planes.

    One int holds the lowest binary digit of all entries' sums, one the next and so on, so that adding something to the
    sums of any number of entries costs a few operations on ints.
    """

    def __init__(self) -> None:
        self._planes: list[int] = []

    def add(self, found: int, weight: int) -> None:
        planes = self._planes
        plane = 0
        while found and weight:
            if weight & 1:
                carry, at = found, plane
                while carry:
                    if at >= len(planes):
                        planes += [0] * (at + 1 - len(planes))
                    carry, planes[at] = carry & planes[at], carry ^ planes[at]
                    at += 1
            weight >>= 1
            plane += 1

    def tiers(self, within: int) -> Iterator[int]:
        """Members of a set by falling sum, as disjoint sets of equal sum, each found when it is asked for."""
        return (tier for _, tier in self.scored(within))

    def scored(self, within: int) -> Iterator[tuple[int, int]]:
        """The same tiers, each with its sum."""
        return self._split(within, len(self._planes), 0) if within else iter(())

    def page(self, within: int, skip: int, take: int) -> list[int]:
        """Members by falling sum, `take` of them after the first `skip`; what is skipped is counted, not sorted."""
        found: list[int] = []
        waiting = [(within, len(self._planes))]
        while waiting and len(found) < take:
            tier, plane = waiting.pop()
            if skip and (count := tier.bit_count()) <= skip:
                skip -= count
            elif plane:
                higher = tier & self._planes[plane - 1]
                lower = tier ^ higher
                waiting += [(part, plane - 1) for part in (lower, higher) if part]
            else:
                found += _few(tier) if not skip and tier.bit_count() <= _FEW else bits.page(tier, skip, take)
                skip = 0
        return found[:take]

    def _split(self, tier: int, plane: int, score: int) -> Iterator[tuple[int, int]]:
        if not plane:
            yield score, tier
            return
        plane -= 1
        higher = tier & self._planes[plane]
        if higher:
            yield from self._split(higher, plane, score | 1 << plane)
        if lower := tier ^ higher:
            yield from self._split(lower, plane, score)


class Match:
    """The entries that hold all that is asked for and nothing unwanted; `corrected` is the text as understood."""

    def __init__(self, covers: list[Cover], allowed: int, closeness: Closeness, corrected: str = "") -> None:
        self.covers = covers
        self._closeness = closeness
        self.corrected = corrected
        self.allowed = allowed
        self.hits = allowed
        for cover in covers:
            if cover.required:
                self.hits &= cover.found

    def tiers(self, within: int) -> list[int]:
        """Members of a set by falling score, as disjoint sets of equal score."""
        return list(self._scores.tiers(within))

    def page(self, within: int, skip: int, take: int) -> list[int]:
        """Members of a set by falling score, those of equal score by number; `take` of them after the first `skip`."""
        return self._scores.page(within, skip, take)

    def fields(self, numbers: Sequence[int]) -> list[tuple[str, ...]]:
        """Where each of these entries holds what was asked for, the heaviest field first."""
        places: list[set[int]] = [set() for _ in numbers]
        page = bits.of(numbers, max(numbers, default=0) + 1)
        on_page: dict[int, int] = {}
        for way in (way for cover in self.covers for way in (cover.said, cover.nearly, cover.meant)):
            for place, found in way.items():
                if held := found & page:  # of most fields nothing
                    on_page[place] = on_page.get(place, 0) | held
        for place, held in on_page.items():
            for each, is_held in zip(places, bits.holds(held, numbers), strict=True):
                if is_held:
                    each.add(place)
        return [
            tuple(dict.fromkeys(TOLD_AS.get(NAMES[place], NAMES[place]) for place in sorted(held))) for held in places
        ]

    @cached_property
    def words(self) -> Words:
        """The words that `marking.mark` marks."""
        every = [cover.words for cover in self.covers]
        return Words(*(frozenset().union(*(words[kind] for words in every)) for kind in (0, 1)))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words that no entry holds."""
        return tuple(cover.asked for cover in self.covers if cover.required and not cover.found)

    @cached_property
    def partial(self) -> list[int]:
        """Entries that hold only some of what is asked for, as disjoint sets: most first, where rare words count more.

        An entry that holds less than half as much as the best one is no answer.
        """
        required = [cover for cover in self.covers if cover.required]
        return _partial(required, self.allowed & ~self.hits) if len(required) > 1 else []

    @cached_property
    def _scores(self) -> Scores:
        scores = Scores()
        for cover in self.covers:
            for found, weight in cover.weighed():
                scores.add(found & self.hits, weight)
        for found, weight in self._closeness(self.hits):
            scores.add(found, weight)
        return scores


def _partial(covers: list[Cover], allowed: int) -> list[int]:
    scores, held = Scores(), 0
    for cover in covers:
        found = cover.found & allowed
        held |= found
        rarity = (allowed.bit_length() // (found.bit_count() or 1)).bit_length()
        scores.add(found, rarity << _RARITY)
        for where, weight in cover.weighed():
            scores.add(where & allowed, weight)
    tiers: list[int] = []
    least = 0
    for score, tier in islice(scores.scored(held), _MOST_PARTIAL_TIERS):
        least = least or (score >> _RARITY) / 2
        if score >> _RARITY < least:
            break
        tiers.append(tier)
    return tiers


def _few(members: int) -> list[int]:
    """Members in ascending order, faster for a handful than looking through all bytes."""
    found = []
    while members:
        rest = members & (members - 1)
        found.append((members ^ rest).bit_length() - 1)
        members = rest
    return found


def _any(fields: Fields) -> int:
    found = 0
    for each in fields.values():
        found |= each
    return found
