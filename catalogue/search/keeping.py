"""Finished things by key, up to so many bytes: the oldest are given up first. What they are is for others to know."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Kept:
    """A bounded store that threads share. Reading takes no lock. `weigh` gives the bytes of a thing and of its key."""

    def __init__(self, most_bytes: int, weigh: Callable[[Any], int]) -> None:
        self._most, self._weigh = most_bytes, weigh
        self._bytes = 0
        self._things: dict[Hashable, Any] = {}
        # A dict steps over the places of all that was taken out to find its oldest; an OrderedDict is larger.
        self._by_age: deque[Hashable] = deque()
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
            if key in self._things:
                self._by_age.remove(key)
                self._forget(key)
            self._things[key] = thing
            self._by_age.append(key)
            self._bytes += self._weigh(thing)
            while self._bytes > self._most and len(self._things) > 1:
                self._forget(self._by_age.popleft())
        return thing

    def _forget(self, key: Hashable) -> None:
        self._bytes -= self._weigh(self._things.pop(key))
