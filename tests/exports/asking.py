"""Asks a worker of a running site for a file, and reads from the system what that costs it. Linux only."""

from __future__ import annotations

import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from tests.audit.site import Site

_BETWEEN_LOOKS = 0.01
_QUIET, _IDLE = 5, 0.2  # so many seconds in a row, and what a process may work in one of them and still rest


class Worker(NamedTuple):
    """The process that answers, and where."""

    host: str
    pid: int

    @classmethod
    def of(cls, site: Site) -> Worker:
        """The one worker of a site."""
        (pid,) = [pid for pid in _children(site.pid) if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return cls(site.origin.removeprefix("http://"), pid)

    def memory(self) -> int:
        """Bytes that it has for itself, without files that it reads."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))

    def processor(self) -> float:
        """Seconds that its threads have worked."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9


class Answer(NamedTuple):
    """`grown`: the most bytes of memory beyond what there was before. Times in seconds, of the clock or processor."""

    status: int
    first_byte: float
    seconds: float
    processor: float
    size: int
    grown: int


class _Watch(threading.Thread):
    """Looks again and again how much memory a worker has."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(daemon=True)
        self._worker, self._done = worker, threading.Event()
        self.before = self.most = worker.memory()

    def run(self) -> None:
        while not self._done.wait(_BETWEEN_LOOKS):
            self.most = max(self.most, self._worker.memory())

    def grown(self) -> int:
        self._done.set()
        self.join()
        return max(self.most, self._worker.memory()) - self.before


def ask(worker: Worker, address: str, only_begin: bool = False) -> Answer:
    """All of a file or, with `only_begin`, its beginning: then the connection is closed, as impatient visitors do."""
    watch, worked = _Watch(worker), worker.processor()
    watch.start()
    connection = HTTPConnection(worker.host, timeout=600)
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    size = len(response.read(1))
    first = time.perf_counter() - start
    while not only_begin and (piece := response.read(2**20)):
        size += len(piece)
    seconds = time.perf_counter() - start
    connection.close()
    worked = worker.processor() - worked
    return Answer(response.status, first, seconds, worked, size, watch.grown())


def until_others_rest(worker: Worker, site: Site) -> None:
    """Until the processes of the site that answer nobody, which make editions, have nothing to do for a while."""
    others = [Worker(worker.host, pid) for pid in _family(site.pid) if pid != worker.pid]
    quiet = 0
    while quiet < _QUIET:
        before = sum(each.processor() for each in others)
        time.sleep(1)
        quiet = quiet + 1 if sum(each.processor() for each in others) - before < _IDLE else 0


def _children(pid: int) -> list[int]:
    return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def _family(pid: int) -> list[int]:
    children = _children(pid)
    return [*children, *(each for child in children for each in _family(child))]
