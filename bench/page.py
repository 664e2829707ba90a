"""Processor time per request of the list page: `python -m bench.page FILE`, with a filled PostgreSQL.

One gunicorn worker, asked over loopback by one client, one request after the other: all kinds of request take turns,
five rounds each in turned order, and the medians of the rounds count. What PostgreSQL works for a page is told beside
it. Bodies are sent as they are unless a kind says gzip. Prints JSON.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path
from random import Random

import django

django.setup()

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402

from bench import part  # noqa: E402
from bench.engines.datasette_server import Datasette, serving  # noqa: E402
from bench.engines.onepass import OnePass  # noqa: E402
from bench.questions import PAGE_SIZE, Question, questions  # noqa: E402
from bench.rows import Row, read_rows  # noqa: E402
from bench.server import LIST, Client, workers  # noqa: E402
from bench.timing import processor_seconds  # noqa: E402

ROUNDS = 5
REQUESTS = 100  # of each kind in a round; of the slow pages fewer
SLOW = 3  # in each round; one where a page takes half a minute
SECONDS_TO_WALK = 120


@dataclass
class Kind:
    """What is asked: the addresses, one after the other, and how the answer should look."""

    addresses: Iterator[str]
    headers: dict[str, str] | None = None
    status: int = 200
    count: int = REQUESTS


def measure(client: Client, kind: Kind, pids: list[int], count: int = 0) -> dict:
    """Milliseconds per request: the worker's processor time, PostgreSQL's, and the clock."""
    addresses = list(islice(kind.addresses, count or kind.count))
    clock = []
    database, before = processor_seconds(pids), client.processor_seconds()
    for address in addresses:
        start = time.perf_counter()
        status, headers, body = client.get(address, **(kind.headers or {}))
        clock.append((time.perf_counter() - start) * 1e3)
        if status != kind.status:
            raise RuntimeError(f"{address} answered {status}: {body[:300]!r}")
    cpu = client.processor_seconds() - before - _cost_of_meter(client)
    share = 1e3 / len(addresses)
    return {
        "cpu": cpu * share,
        "database": (processor_seconds(pids) - database) * share,
        "clock": statistics.median(clock),
        "bytes": len(body),
        "encoding": headers.get("Content-Encoding", ""),
    }


def _cost_of_meter(client: Client) -> float:
    first, second = client.processor_seconds(), client.processor_seconds()
    return second - first


def kinds(client: Client, rows: list[Row]) -> dict[str, Kind]:
    """In the order of the report; of a server that sends no ETag there is no 304."""
    dice = questions(rows, 2000, seed=Random().randrange(10**9))
    filters = [*dice["three filters"], *dice["one filter"]]
    known = LIST + "?" + filters[-1].query
    slow = SLOW if len(rows) < 50_000 else 1
    found = {
        "empty view": Kind(repeat("/bench/empty")),
        "known page": Kind(repeat(known)),
        "known page, gzip": Kind(repeat(known), {"Accept-Encoding": "gzip"}),
        "never-seen filter page": Kind(f"{LIST}?{each.query}" for each in filters),
        "never-seen text page": Kind(f"{LIST}?{each.query}" for each in dice["text"]),
        "plain django-filter page": Kind((f"/bench/plain?{each.query}" for each in dice["three filters"]), count=slow),
    }
    if tag := client.get(known)[1].get("ETag"):
        found["304"] = Kind(repeat(known), {"If-None-Match": tag}, 304)
    return found


def walk(client: Client, size: int) -> int:
    """Have the cards rendered once, as on a site that has been up for a while; how many pages there was time for."""
    end, last = time.monotonic() + SECONDS_TO_WALK, -(-size // PAGE_SIZE)
    for number in range(1, last + 1):
        client.get(f"{LIST}?page={number}")
        if time.monotonic() > end:
            return number
    return last


def beside_datasette(client: Client, datasette: Datasette, asked: list[Question]) -> dict[str, float]:
    """Milliseconds by the clock for the same question as a page: of one client, taking turns."""
    ours, theirs = [], []
    for question in asked:
        datasette.prepare(question)
        address = datasette.address(question, kind="")
        client.get("/healthz")
        start = time.perf_counter()
        client.get(f"{LIST}?{question.query}")
        middle = time.perf_counter()
        datasette.connection.request("GET", address)
        datasette.connection.getresponse().read()
        ours.append((middle - start) * 1e3)
        theirs.append((time.perf_counter() - middle) * 1e3)
    return {"this site": statistics.median(ours), "Datasette": statistics.median(theirs)}


def main(file: str) -> dict:
    rows = read_rows()
    options = {name: connection.get_connection_params()[name] for name in ("dbname", "user", "host")}
    observer = psycopg.connect(**options, autocommit=True)
    *_, parent = OnePass(observer, rows).pids  # it makes the words' table, which the plain page searches
    backends = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with workers(1) as port, serving(Path(file), rows) as datasette:
        client = Client(port)
        asked = kinds(client, rows)
        cold = measure(client, asked["never-seen filter page"], [], count=20)
        walked = walk(client, len(rows))
        rounds: dict[str, list[dict]] = {name: [] for name in asked}
        order = list(asked)
        for _ in range(ROUNDS):
            for name in order:
                pids = [pid for (pid,) in observer.execute(backends)]
                rounds[name].append(measure(client, asked[name], [*pids, parent]))
            order.reverse()
        latency = beside_datasette(client, datasette, questions(rows, 20, seed=99)["one filter"])
    figures = {name: _medians(taken) for name, taken in rounds.items()}
    return {"entries": len(rows), "pages walked": walked, "cold cards": cold, "kinds": figures, "latency": latency}


def _medians(taken: list[dict]) -> dict[str, float]:
    numbers = [name for name, value in taken[0].items() if not isinstance(value, str)]
    medians = {name: statistics.median(each[name] for each in taken) for name in numbers}
    return {**medians, "encoding": taken[0]["encoding"]}


if __name__ == "__main__":
    part.run(main)
