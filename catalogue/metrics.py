"""Counts of what the site answered, for Prometheus: by part of the site, status and how long it took.

Also how long it took until what staff saved was there for visitors.

All workers of a server count into one piece of memory, which they inherit from the process that starts them. Each has
a row of its own there, so nobody waits for anybody; whoever is asked adds the rows up. Nothing is counted by address,
page or person.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_left
from collections.abc import Iterator

AREAS = ("visitors", "staff", "files", "machines")
EDITS = "edits"
_PARTS = (*AREAS, EDITS)
STATUSES = (1, 2, 3, 4, 5)  # hundreds
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# A worker's row: for each area the answers by status, those by time (the last is longer than all), and the time itself.
_PER_AREA = len(STATUSES) + len(SECONDS) + 1 + 1
_CELL = struct.Struct("=d")
_ROW = len(_PARTS) * _PER_AREA * _CELL.size
ROWS = 256

_memory = mmap.mmap(-1, ROWS * _ROW)


class _Own:
    """The row of this process."""

    start = 0


def take_row(number: int) -> None:
    """For a worker, when it begins; the next one that gets the same row counts on from there."""
    _Own.start = number % ROWS * _ROW


def area_of(path: str) -> str:
    if path.startswith("/admin/"):
        return "staff"
    if path.startswith("/static/"):
        return "files"
    return "machines" if path in ("/healthz", "/readyz", "/metrics") else "visitors"


def count(area: str, status: int, seconds: float) -> None:
    """One answer, or one edit that is there for visitors now.

    Two threads of a worker may rarely count as one, which costs less than a lock would.
    """
    start = _Own.start + _PARTS.index(area) * _PER_AREA * _CELL.size
    by_time = len(STATUSES) + bisect_left(SECONDS, seconds)
    for place, more in ((status // 100 - 1, 1), (by_time, 1), (_PER_AREA - 1, seconds)):
        at = start + place * _CELL.size
        _CELL.pack_into(_memory, at, _CELL.unpack_from(_memory, at)[0] + more)


def lines() -> Iterator[str]:
    """In the words that Prometheus reads."""
    yield "# HELP catalogue_requests_total Answers by part of the site and hundred of the status."
    yield "# TYPE catalogue_requests_total counter"
    sums = {part: _sums(number) for number, part in enumerate(_PARTS)}
    for area in AREAS:
        for hundred, value in zip(STATUSES, sums[area], strict=False):
            yield f'catalogue_requests_total{{area="{area}",status="{hundred}xx"}} {value:.0f}'
    yield "# HELP catalogue_request_seconds Time until an answer begins to be sent."
    yield "# TYPE catalogue_request_seconds histogram"
    for area in AREAS:
        yield from _histogram("catalogue_request_seconds", f'area="{area}"', sums[area])
    yield "# HELP catalogue_edit_seconds From a save in a form until visitors see it; each worker counts."
    yield "# TYPE catalogue_edit_seconds histogram"
    yield from _histogram("catalogue_edit_seconds", "", sums[EDITS])


def _histogram(name: str, label: str, cells: list[float]) -> Iterator[str]:
    so_far = 0.0
    for limit, value in zip((*map(str, SECONDS), "+Inf"), cells[len(STATUSES) :], strict=False):
        so_far += value
        yield f'{name}_bucket{{{label}{"," if label else ""}le="{limit}"}} {so_far:.0f}'
    labels = f"{{{label}}}" if label else ""
    yield f"{name}_count{labels} {so_far:.0f}"
    yield f"{name}_sum{labels} {cells[-1]:.6f}"


def _sums(part: int) -> list[float]:
    cells = struct.Struct(f"={_PER_AREA}d")
    rows = [cells.unpack_from(_memory, row * _ROW + part * cells.size) for row in range(ROWS)]
    return [sum(column) for column in zip(*rows, strict=True)]
