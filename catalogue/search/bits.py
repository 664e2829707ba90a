"""Sets of entry numbers as Python ints: bit 7 stands for entry 7, `|` is or, `&` is and, `bit_count()` counts."""

from __future__ import annotations

import re
import sys
from array import array
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, islice
from typing import TypeVar

from bitarray import bitarray
from bitarray.util import count_and, count_n, zeros

Key = TypeVar("Key")
Thing = TypeVar("Thing")

# Up to so many numbers that go or come a set is shifted for each; for more it is taken apart as digits.
_MOST_SHIFTS = 40

_BITS = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]
_NOT_EMPTY = re.compile(rb"[^\0]").finditer


def of(numbers: Collection[int], size: int) -> int:
    """The set of these numbers, all of them below `size`."""
    row = zeros(size, "little")
    row[numbers if isinstance(numbers, (list, array)) else list(numbers)] = 1
    return int.from_bytes(row.tobytes(), "little")


def countable(found: int, size: int) -> bitarray:
    """The set as a row, the form in which `common` counts it. All rows of one size are equally long."""
    return bitarray(found.to_bytes(size // 8 + 1, "little"), "little")


def common(one: bitarray, others: Iterable[bitarray]) -> list[int]:
    """How many members a set has in common with each of the others, all made countable for the same size."""
    return [count_and(one, each) for each in others]


@dataclass(frozen=True)
class Renumbering:
    """The step from one numbering of entries to the next, when some go and others come.

    `removed` are old numbers, `added` new ones, both ascending. An entry that changed stands in both.
    """

    removed: tuple[int, ...]
    added: tuple[int, ...]

    def places(self, size: int) -> list[int]:
        """The new number of each old one below `size`; of those that go, that of a neighbour."""
        coming, going, new, places = iter((*self.added, -1)), self.going, 0, []
        next_added = next(coming)
        for old in range(size):
            while new == next_added:
                new, next_added = new + 1, next(coming)
            places.append(new)
            new += old not in going
        return places

    def renewed(self, things: Iterable[Thing], coming: Iterable[Thing]) -> list[Thing]:
        """Things in the order of the old numbers, in that of the new ones. `coming`: one for each added number."""
        before, later, arriving = list(things), [], iter(coming)
        for stretch in self.stretches:
            later += before[stretch] if stretch else (next(arriving),)
        return later

    def bits(self, found: int) -> int:
        """Those of a set that stay, by their new numbers; a new number is in no set yet."""
        if self.removed == self.added:
            return found & ~self._gone
        if len(self.removed) + len(self.added) > _MOST_SHIFTS:
            digits = format(found, "b")[::-1]
            return int("".join([digits[each] if each else "0" for each in self.stretches])[::-1] or "0", 2)
        for number in reversed(self.removed):
            found = found & ((1 << number) - 1) | found >> number + 1 << number
        for number in self.added:
            found = found & ((1 << number) - 1) | found >> number << number + 1
        return found

    @cached_property
    def stretches(self) -> list[slice | None]:
        """What the new numbers stand for: stretches of old ones side by side, and None for each that comes."""
        stretches, new, start, coming = [], 0, 0, deque(self.added)
        for end in (*self.removed, sys.maxsize):
            while coming and coming[0] - new < end - start:
                stop = start + coming[0] - new
                stretches += (slice(start, stop), None)
                new, start = coming.popleft() + 1, stop
            stretches.append(slice(start, end))
            new, start = new + end - start, end + 1
        return stretches

    @cached_property
    def going(self) -> frozenset[int]:
        return frozenset(self.removed)

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The least and the greatest number that goes or comes, if any does."""
        return min(chain(self.removed, self.added)), max(chain(self.removed, self.added))

    @cached_property
    def _gone(self) -> int:
        return of(self.removed, max(self.removed, default=0) + 1)


def renewed(sets: Mapping[Key, int], step: Renumbering, members: Iterable[tuple[int, Iterable[Key]]]) -> dict[Key, int]:
    """Sets after a step, with what comes in its place. `members`: each added number and the keys of its sets."""
    kept = {key: step.bits(found) for key, found in sets.items()}
    coming = defaultdict(list)
    for number, keys in members:
        for key in keys:
            coming[key].append(number)
    for key, numbers in coming.items():
        kept[key] = kept.get(key, 0) | of(numbers, max(numbers) + 1)
    return {key: found for key, found in kept.items() if found}


def page(found: int, skip: int, take: int) -> list[int]:
    """Members in ascending order, `take` of them after the first `skip`; a deep page costs what the first costs."""
    return page_of_row(countable(found, found.bit_length()), skip, take)


def page_of_row(row: bitarray, skip: int, take: int) -> list[int]:
    """The same of a set that is countable."""
    if skip and skip >= row.count():
        return []
    return [*islice(row.search(1, count_n(row, skip)), take)]


def members(found: int) -> list[int]:
    """All members in ascending order."""
    data = found.to_bytes(found.bit_length() // 8 + 1, "little")
    if found.bit_count() * 16 > len(data):
        return [start + bit for start, byte in zip(count(0, 8), data) if byte for bit in _BITS[byte]]
    return [at.start() * 8 + bit for at in _NOT_EMPTY(data) for bit in _BITS[at.group()[0]]]


def holds(found: int, numbers: Iterable[int]) -> Iterator[bool]:
    """Of each number whether it is a member; in a large set of several at once it is quicker seen."""
    data = found.to_bytes(found.bit_length() // 8 + 1, "little")
    return (number >> 3 < len(data) and bool(data[number >> 3] >> (number & 7) & 1) for number in numbers)


def tiered_page(tiers: Iterable[int], skip: int, take: int) -> list[int]:
    """The same over disjoint sets, all of an earlier one before any of a later one."""
    found: list[int] = []
    for tier in tiers:
        count = tier.bit_count()
        if skip < count:
            found += page(tier, skip, take - len(found))
        skip = max(0, skip - count)
        if len(found) >= take:
            break
    return found
