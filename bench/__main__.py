"""The whole benchmark in one command: `make bench`, or `python -m bench --sizes 5000 100000 1000000`.

Figures are kept by size and part, each with its own date and load, so that one of them can be made again alone into
the same folder.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests import postgres

from .chart import chart
from .data import ROOT, fill_postgres, sqlite_file
from .report import ORDER, report

RESULTS = ROOT / "var" / "bench" / "results"
# Parts of each size, and the sizes above which one is left out unless asked for.
PARTS = {"search": 10**9, "page": 200_000, "freshness": 10_000, "odd": 10_000, "memory": 200_000}
# What a server of its own would be given here; and nothing that works behind the back of what is measured.
SERVER = {
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "maintenance_work_mem": "1GB",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 100_000], metavar="N")
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="all that suit the size, if not given")
    parser.add_argument("--engines", nargs="+", choices=ORDER, default=(), help="of the search part; all, if not given")
    parser.add_argument("--into", type=Path, default=RESULTS, help="folder for the results; what is in it stays")
    asked = parser.parse_args()
    programs = postgres.server_programs()
    if not programs:
        print(f"The benchmark needs PostgreSQL: {postgres.MISSING}", file=sys.stderr)
        return 1
    postgres.QUICK.update(SERVER)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    for size in asked.sizes:
        parts = asked.parts or [part for part, most in PARTS.items() if size <= most]
        run(programs, size, {part: asked.engines if part == "search" else () for part in parts}, asked.into)
    print((asked.into / "figures.txt").read_text())
    return 0


def run(programs: Path, size: int, parts: dict[str, Sequence[str]], folder: Path) -> None:
    """Each part in a process of its own, with what it is told, on the same entries; kept as soon as it is done."""
    say(f"{size:,} entries: making or finding them ...")
    source = sqlite_file(size)
    with postgres.throwaway_postgres(programs) as url:
        say("copying them into PostgreSQL ...")
        fill_postgres(url, source)
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.site"}
        for part, told in parts.items():
            say(f"{size:,} entries: {part} ...")
            keep(folder, size, part, measured(part, source, environment, told))


def measured(part: str, source: Path, environment: dict[str, str], told: Sequence[str]) -> dict:
    began, start, load = datetime.now(UTC), time.monotonic(), _load()
    command = [sys.executable, "-m", f"bench.{part}", str(source), *told]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as running:
        try:
            printed, _ = running.communicate()
        finally:
            running.terminate()  # a part that is stopped in the middle stops its servers first
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    when = {"began": f"{began:%Y-%m-%d %H:%M} UTC", "minutes": (time.monotonic() - start) / 60}
    return {"run": {"machine": machine(), **when, "load": [load, _load()]}, **json.loads(printed)}


def machine() -> str:
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = int(_lines("/proc/meminfo")[0].split()[1]) // 2**20
    return f"{model}, {os.cpu_count()} processors, {memory} GB, Python {platform.python_version()}"


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


def keep(folder: Path, size: int, part: str, found: dict) -> None:
    """Beside what other runs left there."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "figures.json"
    figures = json.loads(file.read_text()) if file.exists() else {}
    figures.setdefault(str(size), {})[part] = found
    figures = {size: figures[size] for size in sorted(figures, key=int)}
    file.write_text(json.dumps(figures, indent=1) + "\n")
    (folder / "figures.txt").write_text(report(figures))
    (folder / "chart.svg").write_text(chart(figures))


def say(line: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
