"""How soon every worker shows an edit while visitors ask for pages: `python -m bench.freshness FILE`.

Two gunicorn workers on a filled PostgreSQL, several visitors at a steady pace, and edits from a process of its own.
A request that had to wait because the one before it was slow is timed from the moment it was due. Prints JSON.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import django

django.setup()

from bench import part  # noqa: E402
from bench.questions import questions  # noqa: E402
from bench.rows import Row, read_rows  # noqa: E402
from bench.server import LIST, Client, workers  # noqa: E402
from bench.timing import percentile  # noqa: E402

WORKERS = 2
REQUESTS = 5_000
VISITORS = 4
PER_SECOND = 160
EDITS = 14
SECONDS_BETWEEN = 2.0
PATIENCE = 60


def client_of_each_worker(port: int) -> dict[str, Client]:
    """Connections stay with the worker that took them."""
    found: dict[str, Client] = {}
    deadline = time.monotonic() + PATIENCE
    while len(found) < WORKERS and time.monotonic() < deadline:
        client = Client(port)
        found.setdefault(client.get("/bench/worker")[2].decode(), client)
    return found


def wait_for(word: str, pid: str, clients: dict[str, Client], port: int) -> float:
    """The moment at which this worker finds the word."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answered, total = clients[pid].get(f"/bench/worker?q={word}")[2].decode().split()
        if answered != pid:
            clients[pid] = client_of_each_worker(port)[pid]
        elif total != "0":
            return time.monotonic()
        time.sleep(0.02)
    raise TimeoutError(f"A worker did not show an edit within {PATIENCE} s.")


def watch_edits(port: int) -> list[float]:
    """Seconds from the beginning of each edit until the last worker showed it."""
    clients, delays = client_of_each_worker(port), []
    command = [sys.executable, "-m", "bench.edits", str(EDITS), str(SECONDS_BETWEEN)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as staff, ThreadPoolExecutor(WORKERS) as pool:
        for line in staff.stdout:
            word, began = line.split()
            seen = pool.map(lambda pid, word=word: wait_for(word, pid, clients, port), list(clients))
            delays.append(max(seen) - float(began))
    if staff.returncode or len(delays) != EDITS:
        raise RuntimeError(f"Only {len(delays)} of {EDITS} edits were made.")
    return delays


def visit(port: int, addresses: Iterator[str], start: float, number: int) -> list[float]:
    """Milliseconds of each request of one visitor, due at a steady pace."""
    client, took = Client(port), []
    for turn in range(REQUESTS // VISITORS):
        due = start + (turn * VISITORS + number) / PER_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        status, _, body = client.get(next(addresses))
        if status != 200:
            raise RuntimeError(f"answered {status}: {body[:300]!r}")
        took.append((time.monotonic() - due) * 1e3)
    return took


def addresses(rows: list[Row], number: int) -> Iterator[str]:
    """The list, filtered and searched in many ways; one request in four is for an address that many ask for."""
    dice, mixes = Random(number), questions(rows, 400, seed=number)
    asked = [question for name in ("one filter", "three filters", "text", "deep page") for question in mixes[name]]
    while True:
        yield LIST if dice.random() < 0.25 else f"{LIST}?{dice.choice(asked).query}"


def main(file: str) -> dict:
    rows = read_rows()
    visits = [addresses(rows, number) for number in range(VISITORS)]
    for each in visits:
        next(each)  # thinks of the questions beforehand
    with workers(WORKERS) as port, ThreadPoolExecutor(VISITORS + 1) as pool:
        for client in client_of_each_worker(port).values():
            while client.get(LIST)[0] != 200:
                time.sleep(0.2)
        watched = pool.submit(watch_edits, port)
        start = time.monotonic()
        took = list(pool.map(lambda number: visit(port, visits[number], start, number), range(VISITORS)))
        delays = watched.result()
    requests = [each for visitor in took for each in visitor]
    edits = {"edits": len(delays), "shown": _spread(delays)}
    return {"entries": len(rows), **edits, "requests": len(requests), "took": _spread(requests)}


def _spread(values: list[float]) -> dict[str, float]:
    percentiles = {f"p{each}": percentile(values, each) for each in (95, 99)}
    return {"median": statistics.median(values), **percentiles, "longest": max(values)}


if __name__ == "__main__":
    part.run(main)
