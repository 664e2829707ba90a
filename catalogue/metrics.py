"""Counts of what the site answered, for Prometheus: by part of the site, status and how long it took.

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
STATUSES = (1, 2, 3, 4, 5)  # hundreds
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# A worker's row: for each area the answers by status, those by time (the last is longer than all), and the time itself.
_PER_AREA = len(STATUSES) + len(SECONDS) + 1 + 1
_CELL = struct.Struct("=d")
_ROW = len(AREAS) * _PER_AREA * _CELL.size
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
    """One answer. Two threads of a worker may rarely count as one, which costs less than a lock would."""
    start = _Own.start + AREAS.index(area) * _PER_AREA * _CELL.size
    by_time = len(STATUSES) + bisect_left(SECONDS, seconds)
    for place, more in ((status // 100 - 1, 1), (by_time, 1), (_PER_AREA - 1, seconds)):
        at = start + place * _CELL.size
        _CELL.pack_into(_memory, at, _CELL.unpack_from(_memory, at)[0] + more)


def lines() -> Iterator[str]:
    """In the words that Prometheus reads."""
    yield "# HELP catalogue_requests_total Answers by part of the site and hundred of the status."
    yield "# TYPE catalogue_requests_total counter"
    sums = {area: _sums(number) for number, area in enumerate(AREAS)}
    for area, cells in sums.items():
        for hundred, value in zip(STATUSES, cells, strict=False):
            yield f'catalogue_requests_total{{area="{area}",status="{hundred}xx"}} {value:.0f}'
    yield "# HELP catalogue_request_seconds Time until an answer begins to be sent."
    yield "# TYPE catalogue_request_seconds histogram"
    for area, cells in sums.items():
        so_far = 0.0
        for limit, value in zip((*map(str, SECONDS), "+Inf"), cells[len(STATUSES) :], strict=False):
            so_far += value
            yield f'catalogue_request_seconds_bucket{{area="{area}",le="{limit}"}} {so_far:.0f}'
        yield f'catalogue_request_seconds_count{{area="{area}"}} {so_far:.0f}'
        yield f'catalogue_request_seconds_sum{{area="{area}"}} {cells[-1]:.6f}'


def _sums(area: int) -> list[float]:
    cells = struct.Struct(f"={_PER_AREA}d")
    rows = [cells.unpack_from(_memory, row * _ROW + area * cells.size) for row in range(ROWS)]
    return [sum(column) for column in zip(*rows, strict=True)]
