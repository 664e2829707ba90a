"""How time is taken: by the clock, and as processor time of this process and of servers that work for it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def processor_seconds(pids: Iterable[int]) -> float:
    """What these processes have used so far, from the kernel's own account of each thread in nanoseconds."""
    threads = [path for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(path.read_text().split()[0]) for path in threads) / 1e9


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
        return {
            "runs": len(self.clock),
            "median": statistics.median(self.clock),
            "p95": percentile(self.clock, 95),
            "cpu": statistics.median(self.cpu),
        }


def percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def geometric_mean(values: Iterable[float]) -> float:
    return statistics.geometric_mean(values)
