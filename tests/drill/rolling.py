"""Bar 7: new processes and other tables while visitors read: nobody notices."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator

from catalogue.environment import ROOT

from .result import Result
from .site import Site

READERS = 4
PAUSE = 0.1  # nginx takes fifty requests a second from one address
LONGEST = 2.0


def run(site: Site) -> Iterator[Result]:
    owner = site.cluster.url("catalogue_owner")

    def migrate() -> None:
        names = sorted(path.stem for path in (ROOT / "catalogue" / "migrations").glob("[0-9]*.py"))
        for target in (["catalogue", names[-2]], []):
            done = site.manage("migrate", *target, MIGRATE_DATABASE_URL=owner)
            if done.returncode:
                raise RuntimeError(done.stderr)
            time.sleep(1)

    def restart() -> None:
        for _ in range(2):
            before = set(site.workers())
            site.server.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 60
            while before & set(site.workers()) and time.monotonic() < deadline:
                time.sleep(0.1)
            time.sleep(1)

    for what, act in (("rolling restart, twice", restart), ("one migration back and forward", migrate)):
        asked, failed, longest = _under_load(site, act)
        words = f"{failed} of {asked:,}, longest wait {longest:.2f} s"
        yield Result(
            7, f"{what}, under load: failed requests", "0, longest wait 2 s", words, not failed and longest <= LONGEST
        )


def _under_load(site: Site, act: Callable[[], None]) -> tuple[int, int, float]:
    stop, answers = threading.Event(), []

    def read() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            answer = site.get(
                f"/microcredentials/?q=data+{time.monotonic_ns()}" if number % 2 else "/microcredentials/"
            )
            answers.append((answer.status, answer.seconds))
            time.sleep(PAUSE)

    readers = [threading.Thread(target=read, daemon=True) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        act()
    finally:
        stop.set()
        for reader in readers:
            reader.join(60)
    return len(answers), sum(status != 200 for status, _ in answers), max(seconds for _, seconds in answers)
