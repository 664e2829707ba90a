"""What a process keeps of the database and keeps true: after a commit it reads what that changed, and not all anew.

Every process asks for the generation itself, so it makes no difference which of them wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from .changes import state_in_hand
from .generation import changes_since, newest

_MOST_CHANGES = 100  # for more it is made anew
Value = TypeVar("Value")
Generation = tuple[str, int]


class KeptUp(Generic[Value]):
    """`make` reads all; `renew` returns the value as some changes left it, and leaves the old one to who uses it."""

    def __init__(self, make: Callable[[], Value], renew: Callable[[Value, list[int]], Value]) -> None:
        self._make, self._renew = make, renew
        self._known: tuple[Generation, Value] | None = None
        self._unsettled: tuple[tuple[Generation, int], Value] | None = None

    def current(self) -> Value:
        generation = newest()
        if in_hand := state_in_hand():  # what this transaction has written may still be taken back
            return self._of_state(generation, in_hand)
        known = self._known
        if known is None or known[0][0] != generation[0]:
            value = self._make()
        elif known[0][1] >= generation[1]:  # another thread may have seen a newer one
            return known[1]
        else:
            value = self._since(known, generation)
        self._known = generation, value
        return value

    def _since(self, known: tuple[Generation, Value], generation: Generation) -> Value:
        (_, number), value = known
        changes = changes_since(number, generation[1]) if generation[1] - number <= _MOST_CHANGES else None
        return self._make() if changes is None else self._renew(value, [each["change_id"] for each in changes])

    def _of_state(self, generation: Generation, in_hand: int) -> Value:
        unsettled = self._unsettled
        if unsettled is None or unsettled[0] != (generation, in_hand):
            self._unsettled = unsettled = (generation, in_hand), self._make()
        return unsettled[1]
