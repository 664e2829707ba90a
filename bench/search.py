"""Times the engines side by side: `python -m bench.search FILE`, with DATABASE_URL naming a PostgreSQL filled from it.

Our search is asked on a fixed snapshot, as in a worker process: there a thread watches for changes and no request asks
the database for them. Prints JSON; bench/__main__.py makes words and pictures of it.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import django

django.setup()

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402

from bench import part  # noqa: E402
from bench.budget import OutOfTime, at_most, budget  # noqa: E402
from bench.engines import Engine  # noqa: E402
from bench.engines.datasette_server import serving  # noqa: E402
from bench.engines.naive import Naive  # noqa: E402
from bench.engines.onepass import OnePass  # noqa: E402
from bench.engines.ours import Ours  # noqa: E402
from bench.engines.tantivy_index import ForgivingTantivy, Tantivy  # noqa: E402
from bench.questions import MIXES, Question, questions  # noqa: E402
from bench.race import Race  # noqa: E402
from bench.rows import Row, read_rows  # noqa: E402

# Most questions a mix and engine are asked.
QUESTIONS = 200


def make_ours() -> Ours:
    ours = Ours()
    ours.answer(Question())
    return ours


def connect() -> psycopg.Connection:
    options = connection.get_connection_params()
    return psycopg.connect(**{name: options[name] for name in ("dbname", "user", "host")}, autocommit=True)


def make_engines(
    stack: ExitStack, file: Path, rows: list[Row], names: Sequence[str]
) -> tuple[list[Engine], dict[str, float | str]]:
    """Those of the names, or of all, that got ready in time; and the seconds each needed, or what kept it from it."""
    ready, engines = {}, []
    makers: dict[str, Callable[[], Engine]] = {
        "this site": make_ours,
        "one-pass PostgreSQL": lambda: OnePass(connect(), rows),
        "naive SQL": lambda: Naive(connect()),
        "tantivy": lambda: Tantivy(rows),
        "Datasette": lambda: stack.enter_context(serving(file, rows)),
    }
    for name in names or makers:
        start = time.monotonic()
        try:
            with at_most(budget(len(rows)).ready):
                engines.append(makers[name]())
            ready[name] = round(time.monotonic() - start, 3)
        except (OutOfTime, MemoryError) as problem:
            ready[name] = f"left out: {problem or 'out of memory'}"
        print(f"  {name}: ready {ready[name]}", file=sys.stderr, flush=True)
    return engines, ready


def run(race: Race, asked: dict[str, list[Question]]) -> None:
    ours = [engine for engine in race.engines if isinstance(engine, Ours)]
    forgiving = [ForgivingTantivy(each) if isinstance(each, Tantivy) else each for each in race.engines]
    for mix in MIXES:
        start = time.monotonic()
        # Mixes without words hold fewer different questions, and nobody remembers an answer to those.
        several = asked[mix] * (QUESTIONS // len(asked[mix]) if mix in ("no filter", "deep page") else 1)
        if mix == "deep page":
            # What a deep page is measured against: the first page of the same questions.
            race.run("their first page", [replace(each, page=1) for each in several], ours)
        race.run(mix, several, forgiving if mix == "misspelt text" else None)
        print(f"  {mix}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)


def keep_to_memory() -> None:
    """Running out is then an error in whatever asks for too much, and not the end of any process on the machine."""
    available = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemAvailable"))
    limit = int(available.split()[1]) * 1024 * 9 // 10
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def main(file: str, *names: str) -> dict:
    keep_to_memory()
    rows = read_rows()
    with ExitStack() as stack:
        engines, ready = make_engines(stack, Path(file), rows, names)
        asked, entries = questions(rows, QUESTIONS), len(rows)
        del rows
        # What now lies in memory stays there; looking through it again and again would be timed with the engines.
        gc.collect()
        gc.freeze()
        race = Race(engines, connect(), budget(entries))
        run(race, asked)
    return {"entries": entries, "ready": ready, **race.figures()}


if __name__ == "__main__":
    part.run(main)
