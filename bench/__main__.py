"""The whole benchmark in one command: `make bench`, or `python -m bench --sizes 5000 100000 1000000`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.postgres import MISSING, server_programs, throwaway_postgres

from .chart import chart
from .data import ROOT, fill_postgres, sqlite_file
from .report import report

RESULTS = ROOT / "bench" / "results"
PARTS = ("search", "page", "memory")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 100_000], metavar="N")
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--into", type=Path, default=ROOT / "var" / "bench" / "results", help="folder for the results")
    asked = parser.parse_args()
    programs = server_programs()
    if not programs:
        print(f"The benchmark needs PostgreSQL: {MISSING}", file=sys.stderr)
        return 1
    figures = {"machine": machine(), "sizes": {}}
    for size in asked.sizes:
        figures["sizes"][str(size)] = run(programs, size, asked.parts)
        write(figures, asked.into)
    return 0


def run(programs: Path, size: int, parts: list[str]) -> dict:
    """Each part in a process of its own, on the same entries."""
    print(f"{size:,} entries ...", file=sys.stderr, flush=True)
    source, found = sqlite_file(size), {}
    with throwaway_postgres(programs) as url:
        fill_postgres(url, source)
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.site"}
        for part in parts:
            command = [sys.executable, "-m", f"bench.{part}", str(source)]
            done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
            found |= json.loads(done.stdout) if part == "search" else {part: json.loads(done.stdout)}
    return found


def machine() -> list[str]:
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = int(_lines("/proc/meminfo")[0].split()[1]) // 2**20
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {model}, {os.cpu_count()} processors, {memory} GB,"
        f" Python {platform.python_version()}",
        f"load when it began: {_load()}; more than about 0.5 means that others were at work and the figures are noisy",
    ]


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


def write(figures: dict, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    text = report(figures["sizes"], [*figures["machine"], f"load when it ended: {_load()}"])
    (folder / "figures.txt").write_text(text)
    (folder / "chart.svg").write_text(chart(figures["sizes"], figures["machine"][0]))
    print(text)


if __name__ == "__main__":
    sys.exit(main())
