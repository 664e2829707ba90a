"""Finished things by key, up to so many bytes: the oldest are given up first. What they are is for others to know."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Kept:
    """A bounded store that threads share. Reading takes no lock. `weigh` gives the bytes of a thing and of its key."""

    def __init__(self, most_bytes: int, weigh: Callable[[Any], int]) -> None:
        self._most, self._weigh = most_bytes, weigh
        self._bytes = 0
        self._things: dict[Hashable, Any] = {}
        self._lock = Lock()
        self.get = self._things.get

    def __len__(self) -> int:
        return len(self._things)

    def have_room(self, least: int) -> None:
        """For at least so many bytes, from now on."""
        self._most = max(self._most, least)

    def put(self, key: Hashable, thing: Any) -> Any:
        """Keep a thing, and return it."""
        with self._lock:
            self._forget(key)
            self._things[key] = thing
            self._bytes += self._weigh(thing)
            while self._bytes > self._most and len(self._things) > 1:
                self._forget(next(iter(self._things)))
        return thing

    def _forget(self, key: Hashable) -> None:
        thing = self._things.pop(key, None)
        if thing is not None:
            self._bytes -= self._weigh(thing)
