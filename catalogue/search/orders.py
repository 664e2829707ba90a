"""The orders in which results can stand. Every one of them puts what has ended last and breaks ties by title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalogue.models.vocabulary import Quantity

from . import bits
from .bands import whole_days
from .reading import Facts

BEST, TITLE = "best", "title"


@dataclass(frozen=True)
class Sort:
    """`stated` gives what an entry is sorted by, None where nobody states it: such entries follow the others."""

    value: str
    label: str
    stated: Callable[[Facts], Any] | None = None


def _recency(facts: Facts) -> int | None:
    verified = facts.offering.last_verified
    return -verified.toordinal() if verified else None


def _length(facts: Facts) -> float | None:
    lengths = [whole_days(figure) for figure in facts.figures if figure.quantity == Quantity.DURATION]
    return min(filter(None, lengths), default=None)


SORTS = (
    Sort(BEST, "Best match"),
    Sort(TITLE, "Title, A to Z"),
    Sort("checked", "Recently checked", _recency),
    Sort("shortest", "Shortest first", _length),
)


class Order:
    """One order of the entries, with its own copy of the bitsets in which the first entry has the lowest bit."""

    def __init__(self, sort: Sort, facts: list[Facts], is_ended: list[bool], members: dict[Any, list[int]]) -> None:
        keys = [sort.stated(each) for each in facts]
        self.stated = sum(key is not None for key in keys)
        self._numbers = sorted(range(len(facts)), key=lambda n: (is_ended[n], keys[n] is None, keys[n] or 0, n))
        self._ranks = [0] * len(facts)
        for rank, number in enumerate(self._numbers):
            self._ranks[number] = rank
        self.sets = {key: self.set_of(numbers) for key, numbers in members.items()}

    def set_of(self, numbers: list[int]) -> int:
        return bits.of([self._ranks[number] for number in numbers], len(self._ranks))

    def page(self, found: int, skip: int, take: int) -> list[int]:
        """Numbers of entries, from a set in this order."""
        return [self._numbers[rank] for rank in bits.page(found, skip, take)]
