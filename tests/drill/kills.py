"""Bar 3: whatever process is killed while people edit, what was acknowledged is there, once."""

from __future__ import annotations

import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg

from .result import Result
from .site import Site, until
from .staff import Staff, sign_in

WRITERS = 4
WORKERS, BACKENDS, SERVERS = 50, 12, 15


class Writer(threading.Thread):
    """Gives one audience a new summary again and again, and remembers what was acknowledged."""

    def __init__(self, staff: Staff, key: int, name: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.staff, self.path, self.word, self.stop = staff, f"/admin/catalogue/audience/{key}/change/", name, stop
        self.key, self.acknowledged, self.statuses = key, [], Counter()

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            words = f"{self.word} {number}"
            try:
                status = self.staff.edit(self.path, summary=words)
            except (OSError, http.client.HTTPException):
                status = 0
            self.statuses[status] += 1
            if status == 302:
                self.acknowledged.append(words)
            else:
                time.sleep(0.05)


def run(site: Site) -> Iterator[Result]:
    rng = random.Random(3)
    for what, times, strike in (
        (f"kill -9 of {WORKERS} workers", WORKERS, lambda: os.kill(rng.choice(site.workers()), signal.SIGKILL)),
        (f"kill -9 of {BACKENDS} database backends", BACKENDS, lambda: _kill_backend(site)),
        (f"kill -9 of {SERVERS} whole database servers", SERVERS, lambda: _kill_server(site)),
    ):
        yield from _strike(site, what, times, strike)
    lost = _unsafe(site)
    yield Result(
        3,
        "the same with synchronous_commit off: losses found",
        "more than 0, or the check is blind",
        str(lost),
        lost > 0,
    )


def _unsafe(site: Site) -> int:
    for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
        site.cluster.ask(f"ALTER SYSTEM SET {setting}")
    _kill_server(site)
    lost = _strikes(site, SERVERS, lambda: _kill_server(site))[1]
    site.cluster.ask("ALTER SYSTEM RESET ALL")
    _kill_server(site)
    return lost


def _strike(site: Site, what: str, times: int, strike: Callable[[], object]) -> Iterator[Result]:
    edits, lost, doubled, statuses = _strikes(site, times, strike)
    others = {status: number for status, number in statuses.items() if status not in (0, 200, 302, 503)}
    unsaved = f"{statuses[503]} × 503, {statuses[0]} × closed"
    words = f"{edits:,} edits acknowledged, {lost} lost, {doubled} twice; not saved: {unsaved}"
    words += f", other answers {others}" if others else ""
    yield Result(
        3,
        f"{what} under {WRITERS} writers",
        "0 lost, 0 twice, only 503 in between",
        words,
        not lost and not doubled and not others,
    )


def _strikes(site: Site, times: int, strike: Callable[[], object]) -> tuple[int, int, int, Counter]:
    keys = [row[0] for row in _rows(site, "SELECT id FROM catalogue_audience ORDER BY id LIMIT %s", WRITERS)]
    staff, stop = sign_in(site, "writer"), threading.Event()
    mark = f"{time.time():.0f}"
    writers = [Writer(staff, key, f"{mark} of {key}:", stop) for key in keys]
    for writer in writers:
        writer.start()
    for _ in range(times):
        before = sum(len(writer.acknowledged) for writer in writers)
        until(
            lambda before=before: sum(len(writer.acknowledged) for writer in writers) > before + WRITERS, 60, "An edit"
        )
        strike()
    time.sleep(1)
    stop.set()
    for writer in writers:
        writer.join(60)
    kept = Counter(
        row[0]
        for row in _rows(site, "SELECT summary FROM catalogue_historicalaudience WHERE summary LIKE %s", f"{mark}%")
    )
    acknowledged = [words for writer in writers for words in writer.acknowledged]
    lost = sum(words not in kept for words in acknowledged)
    statuses = sum((writer.statuses for writer in writers), Counter())
    return len(acknowledged), lost, sum(number > 1 for number in kept.values()), statuses


def _rows(site: Site, query: str, value: object) -> list[tuple]:
    with psycopg.connect(site.cluster.url("catalogue")) as opened:
        return opened.execute(query, [value]).fetchall()


def _kill_backend(site: Site) -> None:
    row = site.cluster.ask("SELECT pid FROM pg_stat_activity WHERE usename = 'catalogue_web' ORDER BY random() LIMIT 1")
    if row:
        with suppress(ProcessLookupError):
            os.kill(row[0], signal.SIGKILL)  # the server then ends all others and starts anew
    site.cluster.wait()


def _kill_server(site: Site) -> None:
    """All its processes in one moment, as when the power goes. None may go on writing beside the next server."""
    os.kill(site.cluster.server.pid, signal.SIGSTOP)  # or it would fork one more that is not on the list
    doomed = site.cluster.processes()
    for process in doomed:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    site.cluster.kill()
    until(lambda: not any(map(_is_alive, doomed)), 30, "The end of all processes of the database")
    site.cluster.start()


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return False
    return state not in "ZX"  # ended, though nobody has asked how
