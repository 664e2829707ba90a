"""Which snapshot is current in this process, and when it is renewed. Not what is in it."""

from __future__ import annotations

from threading import Lock

from .index import Snapshot
from .reading import newest_mark, read_catalogue


class _Current:
    """The snapshot in use in this process; replaced as a whole, so no reader ever sees a half-built one."""

    snapshot: Snapshot | None = None
    lock = Lock()


def current_snapshot() -> Snapshot:
    """The snapshot of what the database holds now. One small query, unless something has changed since the last one."""
    mark = newest_mark()
    snapshot = _Current.snapshot
    if snapshot is None or snapshot.mark != mark:
        with _Current.lock:
            snapshot = _Current.snapshot
            if snapshot is None or snapshot.mark != mark:
                snapshot = _Current.snapshot = Snapshot(read_catalogue())
    return snapshot
