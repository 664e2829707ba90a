"""`Pieces`: many short byte strings as one, so that they take no more room than their bytes. Not what they mean."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import accumulate, islice, pairwise

from .bits import Renumbering

_AT_ONCE = 1000


class Gathering:
    """Takes so many pieces in any order, each with its number."""

    def __init__(self, size: int) -> None:
        self._data, self._lengths = BytesIO(), array("I")
        self._places = array("I", bytes(4 * size))  # of the piece of each number in the order in which they came

    def add(self, numbers: Iterable[int], pieces: Iterable[bytes]) -> None:
        """Several at once, which takes a third of the time."""
        for place, number in enumerate(numbers, len(self._lengths)):
            self._places[number] = place
        pieces = [*pieces]
        self._lengths.extend(map(len, pieces))
        self._data.write(b"".join(pieces))

    def pieces(self) -> Pieces:
        """All of them, in the order of their numbers."""
        data, ends = self._data.getbuffer(), array("Q", accumulate(self._lengths, initial=0))
        return Pieces.made_of(data[ends[place] : ends[place + 1]] for place in self._places)


class Pieces:
    """Byte strings by number: all of them one after another, and where each ends. Never changed after it is made."""

    def __init__(self, data: bytes, ends: array) -> None:
        self._data, self._ends = data, ends

    @classmethod
    def made_of(cls, pieces: Iterable[bytes | memoryview]) -> Pieces:
        data, lengths, pieces = BytesIO(), array("I"), iter(pieces)
        while some := [*islice(pieces, _AT_ONCE)]:
            data.write(b"".join(some))
            lengths.extend(map(len, some))
        return cls(data.getvalue(), array("Q", accumulate(lengths, initial=0)))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._data[self._ends[number] : self._ends[number + 1]]

    def of(self, numbers: Iterable[int]) -> list[bytes]:
        """Several at once, by numbers that are known to be there."""
        data, ends = self._data, self._ends
        return [data[ends[number] : ends[number + 1]] for number in numbers]

    def find(self, piece: bytes) -> int | None:
        """The number of a piece that is not empty, or None. Looks through all of them: a millisecond for 100,000."""
        at = self._data.find(piece)
        while at >= 0:
            number = bisect_left(self._ends, at)
            if self._ends[number] == at and self._ends[number + 1] == at + len(piece):
                return number
            at = self._data.find(piece, at + 1)
        return None

    def __iter__(self) -> Iterator[bytes]:
        return (self._data[start:end] for start, end in pairwise(self._ends))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pieces) and (self._data, self._ends) == (other._data, other._ends)

    __hash__ = None

    def renewed(self, step: Renumbering, coming: Iterable[bytes]) -> Pieces:
        """The pieces after a step; stretches between those that go or come are copied as they are."""
        lengths = step.renewed((end - start for start, end in pairwise(self._ends)), map(len, coming := [*coming]))
        return Pieces(b"".join(self._stretches(step, coming)), array("Q", accumulate(lengths, initial=0)))

    def _stretches(self, step: Renumbering, coming: list[bytes]) -> Iterator[bytes | memoryview]:
        view, ends, arriving = memoryview(self._data), self._ends, iter(coming)
        for stretch in step.stretches:
            if stretch:
                start, end, _ = stretch.indices(len(self))
                yield view[ends[start] : ends[end]]
            else:
                yield next(arriving)
