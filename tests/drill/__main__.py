"""`python -m tests.drill` runs all and writes the score card; `--parts away,kills` runs some, `--soak 60` the hour."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from catalogue.environment import ROOT

from . import away, copies, crowd, drafts, full_disk, headers, hostile, kills, load, restoring, rolling, starting
from .card import keep, write
from .cluster import Cluster
from .result import Result
from .site import Site

ENTRIES = 5_000
CARD = ROOT / "docs" / "drill.md"
PARTS: dict[str, Callable[[Site], Iterator[Result]]] = {
    "load": load.run,
    "starting": starting.run,
    "headers": headers.run,
    "rolling": rolling.run,
    "copies": copies.run,
    "full_disk": full_disk.run,
    "away": away.run,
    "drafts": drafts.run,
    "crowd": crowd.run,
    "hostile": hostile.run,
    "kills": kills.run,
    # The first changes every row, the second makes ten times as many.
    "to_a_second": restoring.to_a_second,
    "restoring": restoring.run,
}
WHOLE = "whole"
LONGEST = 30  # minutes, for all of these


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--soak", type=int, default=0, metavar="MINUTES")
    parser.add_argument("--write", action="store_true", help="the score card into docs/")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="drill-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # the database server is another account
        began = time.monotonic()
        results = list(_all(Path(name), asked))
    if asked.parts.split(",") == [*PARTS] and not asked.soak:
        keep(WHOLE, began, asked.entries, [_took((time.monotonic() - began) / 60)])
    if asked.write:
        write(CARD, [*PARTS, "soak", WHOLE])
    print(f"{sum(each.held is False for each in results)} missed.")
    return int(any(each.held is False for each in results))


def _took(minutes: float) -> Result:
    result = Result(
        0,
        "all parts in one run, with all that is put up for them",
        f"{LONGEST} minutes at most",
        f"{minutes:.0f} minutes",
        minutes <= LONGEST,
    )
    print(result, flush=True)
    return result


def _all(folder: Path, asked: argparse.Namespace) -> Iterator[Result]:
    archive = folder / "primary" / "archive"
    cluster = Cluster(folder / "primary", archive_mode="on", archive_command=f"cp %p {archive}/%f")
    archive.mkdir()
    cluster._give(archive)
    cluster.make()
    cluster.start()
    site = Site(cluster, folder)
    try:
        cluster.make_roles()
        site.prepare(asked.entries)
        site.start()
        site.put_in_front()
        parts = {"soak": lambda site: load.soak(site, asked.soak)} if asked.soak else PARTS
        for name in parts if asked.soak else asked.parts.split(","):
            began = time.monotonic()
            cluster.come_back()
            results = list(_said(name, site, parts[name]))
            keep(name, began, asked.entries, results)
            print(f"    {name}: {time.monotonic() - began:.0f} s", flush=True)
            yield from results
    finally:
        site.stop()
        cluster.stop()


def _said(name: str, site: Site, part: Callable[[Site], Iterator[Result]]) -> Iterator[Result]:
    """A part that breaks is a miss, and the others go on."""
    try:
        for result in part(site):
            print(result, flush=True)
            yield result
    except Exception as problem:  # noqa: BLE001
        result = Result(
            0, f"the part “{name}”", "runs to its end", f"{type(problem).__name__}: {str(problem)[:300]}", False
        )
        print(result, flush=True)
        yield result


if __name__ == "__main__":
    sys.exit(main())
