"""A process in the state of a server's: its snapshot is there and true, and nobody asks the database whether it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread

from catalogue.search import Snapshot, current_snapshot
from catalogue.search.current import entrust


@contextmanager
def watched() -> Iterator[Snapshot]:
    snapshot = current_snapshot()
    entrust(current_thread())
    try:
        yield snapshot
    finally:
        entrust(None)
