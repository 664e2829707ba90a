"""What the snapshot costs a worker: `python -m bench.memory`, in a process of its own, with DATABASE_URL set.

Memory is what the kernel counts as resident, over the same process with the whole site imported and a page answered.
Prints JSON.
"""

from __future__ import annotations

import gc
import json
import time
from pathlib import Path

import django

django.setup()

from django.test import Client  # noqa: E402

from catalogue.search import Search, current_snapshot  # noqa: E402
from institutions.models import Institution  # noqa: E402


def resident_mb() -> float:
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def built() -> tuple[float, float]:
    """Seconds of the clock and of the processor until a search is answered from what the database now holds."""
    start, used = time.perf_counter(), time.process_time()
    Search("").facets  # noqa: B018
    return time.perf_counter() - start, time.process_time() - used


def main() -> dict:
    client = Client(HTTP_HOST="localhost")
    client.get("/healthz")
    list(Institution.objects.all()[:1])
    bare = resident_mb()
    first, first_cpu = built()
    held = resident_mb()
    institution = Institution.objects.order_by("pk").first()
    institution.name += " of today"
    institution.save()
    again, again_cpu = built()
    after = resident_mb()
    return {
        "entries": current_snapshot().size,
        "bare MB": bare,
        "snapshot MB": held - bare,
        "after an edit MB": after - bare,
        "first build s": first,
        "first build cpu s": first_cpu,
        "build after an edit s": again,
        "build after an edit cpu s": again_cpu,
    }


if __name__ == "__main__":
    print(json.dumps(main()))
