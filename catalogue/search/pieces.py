"""`Pieces`: many short byte strings as one, so that they take no more room than their bytes. Not what they mean."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import accumulate, pairwise

from .bits import Renumbering


class Gathering:
    """Takes so many pieces in any order, each with its number."""

    def __init__(self, size: int) -> None:
        self._data, self._ends = BytesIO(), array("Q", [0])
        self._places = array("Q", bytes(8 * size))  # of the piece of each number in the order in which they came

    def add(self, number: int, piece: bytes) -> None:
        self._places[number] = len(self._ends) - 1
        self._ends.append(self._ends[-1] + self._data.write(piece))

    def pieces(self) -> Pieces:
        """All of them, in the order of their numbers."""
        data, ends = self._data.getbuffer(), self._ends
        return Pieces.made_of(data[ends[place] : ends[place + 1]] for place in self._places)


class Pieces:
    """Byte strings by number: all of them one after another, and where each ends. Never changed after it is made."""

    def __init__(self, data: bytes, ends: array) -> None:
        self._data, self._ends = data, ends

    @classmethod
    def made_of(cls, pieces: Iterable[bytes | memoryview]) -> Pieces:
        data, ends = BytesIO(), array("Q", [0])
        for piece in pieces:
            ends.append(ends[-1] + data.write(piece))
        return cls(data.getvalue(), ends)

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
