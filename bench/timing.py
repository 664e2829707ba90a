"""How time is taken: by the clock, and as processor time of this process and of servers that work for it."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TICK = 1 / os.sysconf("SC_CLK_TCK")


def processor_seconds(pids: Iterable[int]) -> float:
    """What these processes and those that they started and outlived have used so far.

    Of a process the kernel's own account of each thread in nanoseconds counts. Of the others only hundredths of a
    second are known, which is enough: PostgreSQL starts them for long statements.
    """
    return sum(map(_own_seconds, pids)) + sum(map(_seconds_of_ended, pids))


def _own_seconds(pid: int) -> float:
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(float(text.split()[0]) for text in map(_text, threads) if text) / 1e9


def _seconds_of_ended(pid: int) -> float:
    after_name = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, after_name[13:15])) * _TICK


def _text(path: Path) -> str:
    """Nothing of a process that has ended: what it used is then with the one that started it."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


@dataclass
class Timings:
    """Repetitions of one thing, in milliseconds: by the clock, and processor time."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, action: Callable[[], Any], pids: Iterable[int] = ()) -> Any:
        """Do it once, timed; `pids` are other processes that work on it."""
        before, own, start = processor_seconds(pids), time.process_time(), time.perf_counter()
        answer = action()
        end, own_end = time.perf_counter(), time.process_time()
        self.clock.append((end - start) * 1e3)
        self.cpu.append((own_end - own + processor_seconds(pids) - before) * 1e3)
        return answer

    def figures(self) -> dict[str, float]:
        return {"runs": len(self.clock), "p95": percentile(self.clock, 95), **self.medians()}

    def medians(self) -> dict[str, float]:
        return {"median": statistics.median(self.clock), "cpu": statistics.median(self.cpu)}

    def first(self, runs: int) -> Timings:
        return Timings(self.clock[:runs], self.cpu[:runs])


def percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def geometric_mean(values: Iterable[float]) -> float:
    return statistics.geometric_mean(values)
