"""Bar 5: what rude or heavy clients do to everybody else, seen through nginx from another address than theirs."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from statistics import quantiles

from . import newcomers
from .elsewhere import behind, crowd
from .result import Result
from .site import HOST, Site

PAGES = [
    "/",
    "/microcredentials/",
    "/microcredentials/?q=data",
    "/institutions/",
    "/microcredentials/?page=2",
    "/pathways/",
]
HOW_MANY, PAUSE = 200, 0.03
LONGEST, MOST_TIMES = 0.3, 2


def run(site: Site) -> Iterator[Result]:
    """What is quiet is asked before and after each crowd, so that what else the machine does counts on both sides."""
    before = _times(site)
    for what, gathered, least in (
        ("64 threads try passwords, each from an address of its own", partial(crowd, "guessing"), 1_000),
        ("300 clients send a byte a second", _slow_clients, 0),
        ("20 exports at once", partial(crowd, "exports"), 40),
        ("an import of 20,000 rows", _import, 0),
    ):
        with gathered(site) as answers:
            time.sleep(1)
            busy = _p95(_times(site))
        time.sleep(1)
        after = _times(site)
        quiet = _p95(before + after)
        before = after
        words = f"p95 {busy * 1000:.0f} ms, quiet {quiet * 1000:.0f} ms"
        if least:
            words += "; they got " + ", ".join(f"{answers[each]:,} × {each}" for each in sorted(answers))
        is_one = not least or answers.total() >= least  # on a busy machine a crowd may do next to nothing
        yield Result(
            5,
            f"{what}: pages for visitors",
            "p95 at most twice the quiet one, and 300 ms",
            words,
            busy <= min(LONGEST, max(MOST_TIMES * quiet, 0.01)) if is_one else None,
        )
    yield from newcomers.run(site)


def _times(site: Site) -> list[float]:
    """Every third page is one that nobody has asked for before, so neither nginx nor the site has it."""
    times = []
    for number in range(HOW_MANY):
        path = PAGES[number % len(PAGES)] if number % 3 else f"/microcredentials/?q=data+{time.monotonic_ns()}"
        answer = site.get(path)
        times.append(answer.seconds if answer.status == 200 else 30.0)
        time.sleep(PAUSE)
    return times


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[18]


@contextmanager
def _slow_clients(site: Site) -> Iterator[None]:
    context = ssl._create_unverified_context()
    open_ones = []
    for number in range(300):
        with suppress(OSError):
            plain = socket.create_connection(
                (HOST, site.front), timeout=5, source_address=(f"127.0.1.{number % 20 + 1}", 0)
            )
            open_ones.append(context.wrap_socket(plain, server_hostname=HOST))
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(1):
            for each in open_ones:
                with suppress(OSError):
                    each.sendall(b"G")

    thread = threading.Thread(target=trickle, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for each in open_ones:
            each.close()


@contextmanager
def _import(site: Site) -> Iterator[None]:
    path = Path(site.folder, "import.csv")
    path.write_text("Title,Cost\n" + "".join(f"Imported program {number},CAD {number}\n" for number in range(20_000)))
    with (site.folder / "import.log").open("w") as log:
        command = [sys.executable, "manage.py", "import_catalogue", str(path)]
        importing = behind(*command, env=site.environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        importing.terminate()
        importing.wait()
