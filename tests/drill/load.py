"""Bar 9: how many list pages a second two workers send, and whether a worker grows; the hour is for `make soak`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from .result import Result
from .site import Site, ask
from .staff import sign_in

SECONDS = 30
LEAST, LONGEST = 800, 50
BETWEEN_EDITS = 5  # seconds
MIX = [
    "/",
    "/microcredentials/?q=data",
    "/institutions/",
    "/pathways/",
    "/microcredentials.json",
    "/fr/",
    "/microcredentials/?page=3",
    "/coverage/",
    "/sources/",
    "/microcredentials.csv?q=data",
]


def run(site: Site) -> Iterator[Result]:
    entries = site.cluster.ask("SELECT count(*) FROM catalogue_microcredential WHERE parent_id IS NULL")[0]
    what, wanted = (
        f"list pages a second at {entries:,} entries, past nginx",
        f"{LEAST} or more, p95 at most {LONGEST} ms",
    )
    if not shutil.which("wrk"):
        yield Result(9, what, wanted, "wrk is not installed here: `apt-get install wrk`", None)
        return
    ask(site.port, "/microcredentials/", Host="localhost")
    rate, p95 = _wrk(site, SECONDS)
    busy = os.getloadavg()[0]
    words = f"{rate:,.0f} a second, p95 {p95:.0f} ms (load of the machine {busy:.1f} on {os.cpu_count()} processors)"
    yield Result(9, what, wanted, words, rate >= LEAST and p95 <= LONGEST)


def _wrk(site: Site, seconds: int) -> tuple[float, float]:
    script = site.folder / "p95.lua"
    script.write_text('done = function(s, l, r) io.write(string.format("P95 %f\\n", l:percentile(95) / 1000)) end')
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", str(script), "-H", "Host: localhost"]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{site.port}/microcredentials/"], capture_output=True, text=True, check=True
    )
    return float(re.search(r"Requests/sec: +([\d.]+)", said.stdout)[1]), float(
        re.search(r"P95 ([\d.]+)", said.stdout)[1]
    )


def soak(site: Site, minutes: int) -> Iterator[Result]:
    """Visitors and, every few seconds, an edit, so that what the workers keep is made anew hundreds of times.

    The memory of the workers is read after a tenth of the time and at the end.
    """
    start, asked, edits, failed, first = time.monotonic(), 0, 0, 0, None
    edit = _editing(site)
    while (gone := time.monotonic() - start) < minutes * 60:
        for path in [*MIX, f"/microcredentials/?q=data+{asked}"]:
            asked += 1
            failed += ask(site.port, path, Host="localhost").status != 200
        if gone > edits * BETWEEN_EDITS:
            edits += 1
            failed += edit(summary=f"Edit {edits} of the soak.") != 302
        if first is None and gone > minutes * 6:
            first = _megabytes(site)
    last = _megabytes(site)
    words = f"{asked:,} requests, {edits:,} edits, {failed} failed; {first} MB after a tenth of the time, {last} MB"
    yield Result(
        9,
        f"{minutes} minutes of mixed traffic",
        "no failure, no growth above 5 %",
        f"{words} at the end",
        not failed and last <= first * 1.05,
    )


def _editing(site: Site) -> Callable[..., int]:
    """Somebody who edits the summary of the program that was entered first."""
    key = site.cluster.ask("SELECT min(id) FROM catalogue_microcredential WHERE state = 'published'")[0]
    return partial(sign_in(site, "soaking").edit, f"/admin/catalogue/microcredential/{key}/change/")


def _megabytes(site: Site) -> int:
    """Of all workers, without what they share."""
    pages = [
        re.findall(r"^Private_\w+: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        for pid in site.workers()
    ]
    return sum(int(each) for found in pages for each in found) // 1024
