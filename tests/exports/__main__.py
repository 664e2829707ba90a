"""How the site sends what is large: `python -m tests.exports DATABASE` serves a copy of an SQLite file and tells.

For each export: milliseconds to the first byte and seconds to the last, the size, and by how much the memory of the
one worker that answers grew; and milliseconds to the first byte right after an edit. For the list as JSON:
milliseconds of a full page, by the clock and of the processor. Exits with 1 where a bar is missed: 300 ms, 60 MB, 5 ms.
`manage.py generate_entries 100000` fills a database.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from catalogue.environment import ROOT
from tests.audit.site import Site, served
from tests.exports.asking import Answer, Worker, ask, until_others_rest

MOST_MILLISECONDS, MOST_MEGABYTES, MOST_OF_A_PAGE = 300, 60, 5
LISTS = [
    *("/microcredentials.csv", "/microcredentials.xlsx"),
    *("/microcredentials.atom", "/microcredentials.atom?delivery=online", "/microcredentials.ics"),
    *("/data/changes.json", "/sitemap.xml"),
]
_WHOLE = ("catalogue.zip", "catalogue.sqlite", "catalogue.json", "microcredentials.csv", "SHA256SUMS")
WHOLE = [f"/data/{name}" for name in _WHOLE]
PAGE = "/microcredentials.json"
_PAGES = 200
_SECONDS_TO_START, _SECONDS_TO_MAKE = 900, 1800
_EDIT = """
from catalogue.models import Microcredential
entry = Microcredential.objects.public().results().order_by("pk")[100]
entry.summary += " And more."
entry.save()
"""


def edit(environment: dict[str, str]) -> None:
    """One entry says something else."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", _EDIT]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


def wait_for(worker: Worker, address: str) -> float:
    """Seconds until the address answers with a file."""
    start = time.monotonic()
    while ask(worker, address).status != 200:
        if time.monotonic() - start > _SECONDS_TO_MAKE:
            sys.exit(f"{address} does not come.")
        time.sleep(2)
    return time.monotonic() - start


def exports_told(worker: Worker, change: Callable[[], None]) -> Iterator[str]:
    """A row for each export: as the first of its kind since the start, and the first after an edit."""
    for address in [*LISTS, *WHOLE]:
        whole = ask(worker, address)
        change()
        begun = ask(worker, address, only_begin=True)
        cells = [
            f"`{address}`",
            f"{whole.first_byte * 1000:.0f} ms",
            f"{begun.first_byte * 1000:.0f} ms",
            f"{whole.seconds:.1f} s",
            f"{whole.size / 1e6:.1f} MB",
            f"{max(whole.grown, begun.grown) / 2**20:.0f} MB",
            ", ".join(dict.fromkeys([*_misses(whole), *_misses(begun)])) or "held",
        ]
        yield _row(cells)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _misses(answer: Answer) -> list[str]:
    found = {
        f"answered {answer.status}": answer.status != 200,
        "first byte missed": answer.first_byte * 1000 > MOST_MILLISECONDS,
        "memory missed": answer.grown > MOST_MEGABYTES * 2**20,
    }
    return [name for name, is_missed in found.items() if is_missed]


def pages_told(worker: Worker) -> Iterator[str]:
    """A full page of the list as JSON: medians of pages that nobody asked for before, and of the same again."""
    addresses = [f"{PAGE}?page={number + 2}" for number in range(_PAGES)]
    for name in ("never asked for", "asked for before"):
        answers = [ask(worker, address) for address in addresses]
        clock = 1000 * median(each.seconds for each in answers)
        processor = 1000 * median(each.processor for each in answers)
        verdict = "held" if clock <= MOST_OF_A_PAGE else "page missed"
        yield _row([f"`{PAGE}`, {name}", f"{clock:.1f} ms", f"{processor:.1f} ms", verdict])


def measured(site: Site, change: Callable[[], None]) -> Iterator[str]:
    """The result as Markdown, line by line as it comes."""
    worker = Worker.of(site)
    waited = wait_for(worker, WHOLE[0])
    until_others_rest(worker, site)
    yield f"Load of the machine {os.getloadavg()[0]:.1f}. The files of the whole were there after {waited:.0f} s."
    heads = ["Address", "First byte", "The same right after an edit", "All of it", "Size", "More memory", ""]
    yield from ["", _row(heads), _row(["---"] * len(heads))]
    yield from exports_told(worker, change)
    yield from ["", _row(["Page", "Clock", "Processor", ""]), _row(["---"] * 4)]
    yield from pages_told(worker)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.exports", description=__doc__.splitlines()[0])
    parser.add_argument("database", metavar="DATABASE", type=Path, help="an SQLite file, which is not changed")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        environment = {"DATABASE_URL": f"sqlite:///{folder}/catalogue.sqlite3", "WEB_WORKERS": "1"}
        shutil.copy(asked.database, f"{folder}/catalogue.sqlite3")
        with served(Path(folder), _SECONDS_TO_START, **environment) as site:
            lines = []
            for line in measured(site, lambda: edit(environment)):
                print(line, flush=True)
                lines.append(line)
    return 1 if any("missed" in line or "answered" in line for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
