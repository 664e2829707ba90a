"""Which snapshot is current in this process. How it is made is in index.py, who keeps it fresh in watching.py."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock, Thread

from django.utils import timezone

from catalogue.languages import ENGLISH, speaking

from .index import Snapshot
from .reading import newest_mark, read_update, reading


class NotReady(Exception):
    """There is no snapshot yet, because the database has not been reached since this process started."""


class _Current:
    """The snapshot in use in this process; replaced as a whole, so no reader ever sees a half-built one."""

    snapshot: Snapshot | None = None
    watcher: Thread | None = None
    renewing = Lock()


def current_snapshot() -> Snapshot:
    """The snapshot that answers a visitor.

    Where a watcher keeps it fresh this asks the database nothing. Elsewhere, as in a command, it is what the database
    holds at this very moment, writes of the transaction in hand included, for one small query.
    """
    if not is_watched():
        return renewed_snapshot()
    if _Current.snapshot is None:
        raise NotReady
    return _Current.snapshot


def renewed_snapshot(*, from_nothing: bool = False) -> Snapshot:
    """The snapshot of what the database holds now. One small query, unless something has changed since the last one."""
    now, kept = timezone.now(), _Current.snapshot
    if from_nothing or not _is_true(kept, now):
        with _Current.renewing:
            kept = None if from_nothing else _Current.snapshot
            if not _is_true(kept, now):
                kept = _Current.snapshot = _later(kept, now)
    return kept


def entrust(watcher: Thread | None) -> None:
    """Leave it to this thread to renew the snapshot, as long as it lives."""
    _Current.watcher = watcher


def is_watched() -> bool:
    """Whether a watcher of this process is at work. A thread does not live on in a forked process."""
    return _Current.watcher is not None and _Current.watcher.is_alive()


def _is_true(kept: Snapshot | None, now: datetime) -> bool:
    return kept is not None and now < kept.ends_at and kept.mark == newest_mark()


def _later(kept: Snapshot | None, now: datetime) -> Snapshot:
    with speaking(ENGLISH):  # entries are searched by their English words, whoever asks first
        update = read_update(kept.mark, kept.ends_at, now) if kept else None
        if update:
            return kept.renewed(update)
        with _without_collecting(), reading(now) as catalogue:
            return Snapshot(catalogue)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that a build makes is garbage in a circle, and looking for some again and again takes a third of it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
