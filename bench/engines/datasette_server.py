"""Datasette over HTTP on the same SQLite file: a table with one row an entry, arrays for several values, and FTS5.

It answers less than the others: an option's count is made after its own facet's filter, so choosing a second value
of a facet shows no number, and a page in the middle can only be reached through the page before it.
"""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.questions import PAGE_SIZE, Question
from bench.rows import Row

from . import Answer

_NO_LIMITS = {
    "facet_time_limit_ms": 600_000,
    "sql_time_limit_ms": 600_000,
    "facet_suggest_time_limit_ms": 1,
    "suggest_facets": "off",
    "default_facet_size": 100,
    "max_returned_rows": 1000,
}
_SECONDS_TO_START = 120


class Datasette:
    name = "Datasette"

    def __init__(self, connection: HTTPConnection, pid: int, file: Path, rows: list[Row]) -> None:
        self.connection, self.pids, self.file = connection, (pid,), file
        self.path = f"/{file.stem}/bench_entry"
        self.several = {facet for facet in rows[0].values if any(len(row.values[facet]) > 1 for row in rows)}
        self.facets = [(_key("_facet", facet in self.several), facet) for facet in rows[0].values]

    def address(self, question: Question, kind: str = ".json") -> str:
        # In raw mode the last word may be unfinished, as for the others.
        text = [("_search", " ".join(question.words) + "*"), ("_searchmode", "raw")] if question.text else []
        chosen = [(self._test(facet), value) for facet, value in question.chosen]
        # What the page before would have handed on: the last number on it.
        beyond = [("_next", self._last_before(question))] if question.page > 1 else []
        pairs = [*text, *chosen, *self.facets, ("_size", PAGE_SIZE), *beyond]
        return f"{self.path}{kind}?{urlencode(pairs)}"

    def _last_before(self, question: Question) -> int:
        """The number of the last entry of the page before."""
        ways = (
            f"EXISTS (SELECT 1 FROM json_each({facet}) WHERE value = ?)" if facet in self.several else f"{facet} = ?"  # noqa: S608
            for facet, _ in question.chosen
        )
        where = " AND ".join(["TRUE", *ways])
        skip = (question.page - 1) * PAGE_SIZE - 1
        with sqlite3.connect(self.file) as database:
            statement = f"SELECT number FROM bench_entry WHERE {where} ORDER BY number LIMIT 1 OFFSET {skip}"  # noqa: S608
            return database.execute(statement, [value for _, value in question.chosen]).fetchone()[0]

    def prepare(self, question: Question) -> None:
        self.asked = self.address(question)
        self.connection.close()  # the server would close it while others take their turns
        self.connection.connect()

    def answer(self, question: Question) -> Answer:
        self.connection.request("GET", self.asked)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"Datasette answered {response.status}: {body[:300]!r}")
        found = json.loads(body)
        facets = found["facet_results"].values()
        counts = {each["name"]: {one["value"]: one["count"] for one in each["results"]} for each in facets}
        slug = found["columns"].index("slug")
        return Answer(found["filtered_table_rows_count"], counts, [row[slug] for row in found["rows"]])

    def _test(self, facet: str) -> str:
        return f"{facet}__arraycontains" if facet in self.several else facet


def _key(name: str, several: bool) -> str:
    return f"{name}_array" if several else name


@contextmanager
def serving(file: Path, rows: list[Row]) -> Iterator[Datasette]:
    _make_table(file, rows)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings = [word for name, value in _NO_LIMITS.items() for word in ("--setting", name, str(value))]
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(file), "--port", str(port), *settings]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Datasette(HTTPConnection("127.0.0.1", port, timeout=600), server.pid, file, rows)
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _make_table(file: Path, rows: list[Row]) -> None:
    facets = list(rows[0].values)
    several = {facet for facet in facets if any(len(row.values[facet]) > 1 for row in rows)}
    with sqlite3.connect(file) as database:
        for name in ("bench_entry_fts", "bench_entry"):
            database.execute(f"DROP TABLE IF EXISTS {name}")
        columns = ", ".join(f"{facet} TEXT" for facet in facets)
        database.execute(f"CREATE TABLE bench_entry (number INTEGER PRIMARY KEY, slug, title, {columns}, words)")
        marks = ", ".join("?" * (len(facets) + 4))
        database.executemany(
            f"INSERT INTO bench_entry VALUES ({marks})",  # noqa: S608
            ((row.number, row.slug, row.title, *_cells(row, several), " ".join(row.texts.values())) for row in rows),
        )
        for facet in sorted(set(facets) - several):
            database.execute(f"CREATE INDEX bench_{facet} ON bench_entry ({facet})")
        # Datasette finds this table by its `content`, in double quotes and no others.
        database.execute(
            """CREATE VIRTUAL TABLE bench_entry_fts USING fts5(words, tokenize='porter', content="bench_entry")"""
        )
        database.execute("INSERT INTO bench_entry_fts (bench_entry_fts) VALUES ('rebuild')")
        database.execute("ANALYZE")
        database.commit()
        # Datasette takes the file for immutable and reads no write-ahead log.
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _cells(row: Row, several: set[str]) -> list[str]:
    return [json.dumps(values) if facet in several else values[0] for facet, values in row.values.items()]
