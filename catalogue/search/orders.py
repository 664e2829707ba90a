"""The orders in which results can stand. Every one of them puts what has ended last and breaks ties by title."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models.vocabulary import Quantity

from . import bits
from .bands import whole_days
from .facts import HAS_ENDED, Facts

BEST, TITLE = "best", "title"

# Far above any day or length: what nobody states comes behind the rest, what has ended behind all.
_UNSTATED, _ENDED = 1e9, 1e12
_DURATION = str(Quantity.DURATION)


@dataclass(frozen=True)
class Sort:
    """`stated` gives what an entry is sorted by, None where nobody states it: such entries follow the others."""

    value: str
    label: str
    stated: Callable[[Facts], float | None] | None = None

    def key(self, facts: Facts) -> float:
        stated = self.stated(facts)
        ended = facts.offering.availability == HAS_ENDED
        return (_UNSTATED if stated is None else stated) + (_ENDED if ended else 0)


def _recency(facts: Facts) -> int | None:
    verified = facts.offering.last_verified
    return -verified.toordinal() if verified else None


def _length(facts: Facts) -> float | None:
    lengths = [whole_days(figure) for figure in facts.figures if figure.quantity == _DURATION]
    return min(filter(None, lengths), default=None) if lengths else None


SORTS = (
    Sort(BEST, _("Best match")),
    Sort(TITLE, _("Title, A to Z")),
    Sort("checked", _("Recently checked"), _recency),
    Sort("shortest", _("Shortest first"), _length),
)


class Order:
    """One order of the entries, with its own copy of the bitsets in which the first entry has the lowest bit.

    `numbers` holds the number of the entry at each rank, `keys` what it is sorted by.
    """

    def __init__(self, numbers: array, keys: array, sets: Mapping[Any, int]) -> None:
        self.numbers, self.keys, self.sets = numbers, keys, sets

    @classmethod
    def of(cls, keys: array, members: Mapping[Any, Iterable[int]]) -> Order:
        """From the key of each entry by number, and the numbers of the members of each set."""
        size = len(keys)
        numbers = array("I", sorted(range(size), key=keys.__getitem__))
        ranks = array("I", bytes(4 * size))
        for rank, number in enumerate(numbers):
            ranks[number] = rank
        sets = {key: bits.of([*map(ranks.__getitem__, found)], size) for key, found in members.items()}
        return cls(numbers, array("d", map(keys.__getitem__, numbers)), sets)

    @cached_property
    def stated(self) -> int:
        """How many entries state what they are sorted by."""
        return sum((key - _ENDED if key > _ENDED / 2 else key) < _UNSTATED / 2 for key in self.keys)

    def set_of(self, found: int) -> int:
        """A set of numbers as a set in this order."""
        # As digits, the first one for number 0: Python moves digits faster than it looks for bits.
        digits = format(found, f"0{len(self.numbers)}b")[::-1]
        return int("".join(map(digits.__getitem__, self.numbers))[::-1] or "0", 2)

    def with_all(self, chosen: Iterable[tuple[str, tuple[str, ...]]]) -> int:
        """In this order, the entries that have one of the values chosen in each facet."""
        found = (1 << len(self.numbers)) - 1
        for facet, values in chosen:
            any_of_them = 0
            for value in values:
                any_of_them |= self.sets.get((facet, value), 0)
            found &= any_of_them
        return found

    def page(self, found: int, skip: int, take: int) -> list[int]:
        """Numbers of entries, from a set in this order."""
        return [self.numbers[rank] for rank in bits.page(found, skip, take)]

    def renewed(self, step: bits.Renumbering, coming: Iterable[tuple[int, float, Iterable[Any]]]) -> Order:
        """The order after a step. `coming`: the new number, the key and the keys of the sets of each added entry."""
        going = step.going
        gone = [rank for rank, number in enumerate(self.numbers) if number in going] if going else []
        places = step.places(len(self.numbers)) if step.removed != step.added else None
        numbers, keys = self.numbers[:], self.keys[:]
        for rank in reversed(gone):
            numbers.pop(rank), keys.pop(rank)
        if places:
            numbers = array("I", map(places.__getitem__, numbers))
        members = []
        for number, key, sets in sorted(coming, key=lambda each: (each[1], each[0])):
            rank = bisect_left(range(len(keys)), (key, number), key=lambda at: (keys[at], numbers[at]))
            numbers.insert(rank, number)
            keys.insert(rank, key)
            members.append((rank, sets))
        ranks = bits.Renumbering(tuple(gone), tuple(rank for rank, _ in members))
        return Order(numbers, keys, bits.renewed(self.sets, ranks, members))
