"""Finished things by key, up to so many bytes: the oldest are given up first. What they are is for others to know."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Any

MOST_BYTES = 2**20  # some 150 pages as they are sent


class Kept:
    """A bounded store that threads share. Reading takes no lock."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._things: dict[Hashable, tuple[Any, int]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Hashable) -> Any | None:
        found = self._things.get(key)
        return found[0] if found else None

    def put(self, key: Hashable, thing: Any, size: int = 0) -> Any:
        """Keep a thing of so many bytes, and return it."""
        with self._lock:
            self._forget(key)
            self._things[key] = (thing, size)
            self._bytes += size
            while self._bytes > self._most and len(self._things) > 1:
                self._forget(next(iter(self._things)))
        return thing

    def _forget(self, key: Hashable) -> None:
        _, size = self._things.pop(key, (None, 0))
        self._bytes -= size
