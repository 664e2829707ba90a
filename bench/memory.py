"""What the snapshot costs a worker, in memory and in time: `python -m bench.memory FILE`, with DATABASE_URL set.

In a process of its own. Memory is what the kernel counts as resident, over the same process with the whole site
imported and a page answered that needs no snapshot. After a full build the process settles, as each that serves does.
Prints JSON.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import part  # noqa: E402
from bench.server import LIST, style_sheets  # noqa: E402
from catalogue.models import Microcredential  # noqa: E402
from catalogue.search import Search, current_snapshot  # noqa: E402
from catalogue.search.watching import settle  # noqa: E402
from institutions.models import Institution  # noqa: E402

PAGES = 250


def resident_mb(what: str = "VmRSS") -> float:
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def timed(action: Callable[[], object]) -> dict[str, float]:
    """Seconds of the clock and of the processor."""
    start, used = time.perf_counter(), time.process_time()
    action()
    return {"s": time.perf_counter() - start, "cpu": time.process_time() - used}


def edit() -> None:
    entry = Microcredential.objects.public().results().order_by("pk")[1000]
    entry.title += " of today"
    entry.save()


def end_by_the_clock() -> None:
    """As at midnight: the next snapshot is of another day, and keeps what is known of entries that have not changed."""
    current_snapshot().ends_at = timezone.now()


def main(file: str) -> dict:
    style_sheets()
    client = Client(HTTP_HOST="localhost")
    client.get("/healthz")
    list(Institution.objects.all()[:1])
    bare = resident_mb()
    times = {"from nothing": timed(current_snapshot)}
    peak = resident_mb("VmHWM") - bare
    settle()
    snapshot = resident_mb() - bare
    Search("q=management+data").entries  # noqa: B018
    for number in range(1, PAGES + 1):
        client.get(f"{LIST}?page={number}")
    pages = resident_mb() - bare
    edit()
    times["after an edit"] = timed(current_snapshot)
    edited = resident_mb() - bare
    end_by_the_clock()
    times["anew, stems kept"] = timed(current_snapshot)
    memory = {"bare": bare, "snapshot": snapshot, "peak": peak, "with pages": pages, "after an edit": edited}
    return {"entries": current_snapshot().size, "pages": PAGES, "MB": memory, "build": times}


if __name__ == "__main__":
    part.run(main)
