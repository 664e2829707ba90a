"""How long an engine may take, in seconds, by the number of entries; so that a run of any size comes to its end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(frozen=True)
class Budget:
    """`ready`: to be filled with the entries. `mix`: all questions of a mix. `answer`: one answer, then it is stopped.

    An engine that has used up its time for a mix is asked no more, but at least `LEAST` times.
    """

    ready: int
    mix: int
    answer: int


LEAST = 2
_BUDGETS = {10_000: Budget(120, 20, 60), 200_000: Budget(600, 30, 90)}
_LARGEST = Budget(1800, 40, 180)


def budget(size: int) -> Budget:
    return next((each for most, each in _BUDGETS.items() if size <= most), _LARGEST)


class OutOfTime(KeyboardInterrupt):
    """Something took longer than it may. Like a Ctrl-C, at which psycopg tells the server to stop."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise OutOfTime in this, the main thread, when what is inside takes longer."""

    def stop(*_: Any) -> NoReturn:
        raise OutOfTime(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
