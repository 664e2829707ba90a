"""Processor time per request of the list page: `python -m bench.page FILE`, with a filled PostgreSQL.

One gunicorn worker, asked over loopback by one client, without waiting for one another: all kinds of request take
turns, five rounds each, and the medians of the rounds count. What PostgreSQL works for the plain page is added to it.
Prints JSON.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from random import Random

import django

django.setup()

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402

from bench.engines.datasette_server import Datasette, serving  # noqa: E402
from bench.engines.onepass import OnePass  # noqa: E402
from bench.questions import PAGE_SIZE, Question, questions  # noqa: E402
from bench.rows import Row, read_rows  # noqa: E402
from bench.timing import processor_seconds  # noqa: E402
from catalogue.environment import VAR  # noqa: E402
from catalogue.serving import collect_style_sheets  # noqa: E402

ROUNDS = 5
REQUESTS = 100  # of each kind in a round; of the slow pages fewer
SLOW = 3
LIST = "/microcredentials/"


class Client:
    """One visitor's connection to the worker."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = HTTPConnection("127.0.0.1", port)

    def get(self, address: str, **headers: str) -> tuple[int, dict, bytes]:
        try:
            return self._get(address, headers)
        except (ConnectionError, OSError):
            self.connection.close()  # the server closes what lies idle
            return self._get(address, headers)

    def _get(self, address: str, headers: dict) -> tuple[int, dict, bytes]:
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        return response.status, dict(response.getheaders()), body

    def processor_seconds(self) -> float:
        return float(self.get("/bench/meter")[2])


@contextmanager
def worker() -> Iterator[int]:
    """The port of one gunicorn worker, as the site runs it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "WEB_WORKERS": "1", "ADDR": f"127.0.0.1:{port}"}
    command = [sys.executable, "-m", "gunicorn", "--config=python:catalogue.gunicorn"]
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if Client(port).get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The worker did not start.")


def measure(client: Client, addresses: list[str], headers: dict[str, str], wanted: int, pids: list[int]) -> dict:
    """Milliseconds per request: the worker's processor time, PostgreSQL's, and the clock."""
    clock = []
    database, before = processor_seconds(pids), client.processor_seconds()
    for address in addresses:
        start = time.perf_counter()
        status, _, body = client.get(address, **headers)
        clock.append((time.perf_counter() - start) * 1e3)
        if status != wanted:
            raise RuntimeError(f"{address} answered {status}: {body[:300]!r}")
    cpu = client.processor_seconds() - before - _cost_of_meter(client)
    share = 1e3 / len(addresses)
    return {
        "cpu": cpu * share,
        "database": (processor_seconds(pids) - database) * share,
        "clock": statistics.median(clock),
        "bytes": len(body),
    }


def _cost_of_meter(client: Client) -> float:
    first, second = client.processor_seconds(), client.processor_seconds()
    return second - first


def kinds(client: Client, rows: list[Row]) -> dict[str, tuple[Iterator[str], int, dict[str, str], int]]:
    """What is asked: the addresses, how many a round, headers, the status expected."""
    dice = questions(rows, 4000, seed=Random().randrange(10**9))
    filters = [*dice["three filters"], *dice["one filter"]]
    filtered = (LIST + "?" + each.query for each in filters)
    texts = (LIST + "?" + each.query for each in dice["text"])
    plain = ("/bench/plain?" + each.query for each in reversed(filters))
    known = LIST + "?" + filters[-1].query
    _, headers, _ = client.get(known)
    found = {
        "empty view": (_again("/bench/empty"), REQUESTS, {}, 200),
        "known page": (_again(known), REQUESTS, {}, 200),
        "never-seen filter page": (filtered, REQUESTS, {}, 200),
        "never-seen text page": (texts, REQUESTS, {}, 200),
        "plain django-filter page": (plain, SLOW, {}, 200),
    }
    if tag := headers.get("ETag"):
        found["304"] = (_again(known), REQUESTS, {"If-None-Match": tag}, 304)
    return found


def _again(address: str) -> Iterator[str]:
    while True:
        yield address


def walk(client: Client, rows: list[Row]) -> None:
    """Have every card rendered once, as on a site that has been up for a while."""
    for number in range(1, -(-len(rows) // PAGE_SIZE) + 1):
        client.get(f"{LIST}?page={number}")


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
    collect_style_sheets(lambda line: None, record=VAR / "style-sheets-collected")
    options = {name: connection.get_connection_params()[name] for name in ("dbname", "user", "host")}
    observer = psycopg.connect(**options, autocommit=True)
    OnePass(observer, rows)  # makes the words' table, which the plain page searches
    backends = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with worker() as port, serving(Path(file), rows) as datasette:
        client = Client(port)
        client.get(LIST)
        asked = kinds(client, rows)
        cold = measure(client, list(islice(asked["never-seen filter page"][0], 20)), {}, 200, [])
        walk(client, rows)
        rounds: dict[str, list[dict]] = {kind: [] for kind in asked}
        for _ in range(ROUNDS):
            for kind, (addresses, count, headers, status) in asked.items():
                pids = [pid for (pid,) in observer.execute(backends)]
                rounds[kind].append(measure(client, list(islice(addresses, count)), headers, status, pids))
        latency = beside_datasette(client, datasette, questions(rows, 20, seed=99)["one filter"])
    figures = {kind: _medians(taken) for kind, taken in rounds.items()}
    return {"entries": len(rows), "cold cards": cold, "kinds": figures, "latency": latency}


def _medians(taken: list[dict]) -> dict[str, float]:
    return {name: statistics.median(each[name] for each in taken) for name in taken[0]}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
