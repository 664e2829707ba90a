"""The thread that keeps the snapshot of a serving process fresh, and one beside it for jobs by the clock.

Nothing here starts by itself: commands, shells and tests ask the database when they need to know.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread

from django.db import DEFAULT_DB_ALIAS, Error, connections

from . import documents, entries
from .current import entrust, is_watched, renewed_snapshot
from .index import Snapshot

BETWEEN_LOOKS = 0.1  # seconds
LONGEST_WAIT = 2.0  # seconds between tries while the database is away
FIRST_SNAPSHOT = 20.0  # seconds; gunicorn takes a process that says nothing for 30 for dead

# A database that vanished without a word, with its machine or its network, is missed after about ten seconds.
_MISSES_SILENCE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}

logger = logging.getLogger(__name__)


class _Repeating(Thread):
    """Takes one step after another until it is ended or its process goes."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._ended = Event()

    def run(self) -> None:
        while not self._ended.is_set():
            self._ended.wait(self.step())
        connections[DEFAULT_DB_ALIAS].close()

    def step(self) -> float:
        """Do what is due; gives the seconds until the next step."""
        raise NotImplementedError

    def end(self) -> None:
        self._ended.set()
        self.join()


class Watcher(_Repeating):
    """Looks for a new generation several times a second and swaps in the snapshot of it."""

    def __init__(self) -> None:
        super().__init__("watcher")
        self.tried = Event()  # set after the first step, whether it succeeded or not
        self._trouble = ""
        self._prepared: Snapshot | None = None
        self._wait = BETWEEN_LOOKS

    def run(self) -> None:
        _connect_outside_the_pool()
        super().run()

    def step(self) -> float:
        try:
            looked = time.time()
            self._prepare(renewed_snapshot(from_nothing=self._trouble == "a failure"), looked)
        except Error as problem:
            if self._note("a lost database"):
                reason = " ".join(str(problem).split())
                logger.error("The database is away (%s). Visitors see the last state that is known.", reason)
            _connect_outside_the_pool()
        except Exception as problem:
            if self._note("a failure"):  # made from nothing the next one may well succeed
                logger.error("The search index could not be renewed.", exc_info=problem)
        else:
            self._recover()
        self.tried.set()
        return self._wait

    def _prepare(self, snapshot: Snapshot, looked: float) -> None:
        """After the swap: what is not made yet is made by whoever needs it first, so nobody has to wait for this."""
        before, self._prepared = self._prepared, snapshot
        if snapshot is before:
            snapshot.stood_until(looked)
        else:
            for prepare in _preparations:
                prepare(snapshot)
        if before is None or snapshot.ends_at != before.ends_at:
            settle()  # made from nothing, and not a step from the one before

    def _note(self, trouble: str) -> bool:
        """Whether this is news."""
        self._trouble, before = trouble, self._trouble
        self._wait = min(2 * self._wait, LONGEST_WAIT)
        return trouble != before

    def _recover(self) -> None:
        if self._trouble:
            logger.warning("The search index is up to date again.")
        self._trouble = ""
        self._wait = BETWEEN_LOOKS


@dataclass
class _Job:
    seconds: float
    do: Callable[[], object]
    due: float


_jobs: list[_Job] = []


_preparations: list[Callable[[Snapshot], object]] = []


def beforehand(prepare: Callable[[Snapshot], object]) -> None:
    """Have something made of each new snapshot by the watcher, so that no request has to."""
    _preparations.append(prepare)


def settle() -> None:
    """Give back what only a full build needs, a third of what it leaves: phrases known by heart, and free memory.

    What stands now stands for long: looking through it for garbage would only make a request wait.
    """
    entries.forget()
    documents.forget()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    with suppress(AttributeError):  # C libraries other than GNU's have no such function, and do without
        ctypes.CDLL(None).malloc_trim(0)


def every(seconds: float, job: Callable[[], object]) -> None:
    """Have a job done again and again in each serving process, first after this many seconds."""
    _jobs.append(_Job(seconds, job, time.monotonic() + seconds))


class _Jobs(_Repeating):
    """Does the jobs. In a thread of its own: one that waits for the database must not keep the watcher waiting."""

    def __init__(self) -> None:
        super().__init__("jobs")

    def step(self) -> float:
        for job in _jobs:
            if job.due <= time.monotonic():
                self._do(job)
                job.due = time.monotonic() + job.seconds
        return 1.0

    def _do(self, job: _Job) -> None:
        try:
            job.do()
        except Exception:
            logger.exception("A job failed; it is tried again in %s seconds.", job.seconds)
        finally:
            connections[DEFAULT_DB_ALIAS].close()  # back to the pool, broken or not


class _Started:
    """The threads of this process."""

    lock = Lock()
    watcher: Watcher | None = None
    jobs: _Jobs | None = None


def watch() -> None:
    """Have the snapshot of this process kept fresh from now on. Returns when it is there, or the database is away."""
    if not is_watched():
        with _Started.lock:
            if not is_watched():
                _Started.watcher = Watcher()
                _Started.watcher.start()
                if _Started.jobs is None or not _Started.jobs.is_alive():
                    _Started.jobs = _Jobs()
                    _Started.jobs.start()
                entrust(_Started.watcher)
    _Started.watcher.tried.wait(FIRST_SNAPSHOT)


def stop_watching() -> None:
    """End the threads, and go back to asking the database."""
    entrust(None)
    for thread in filter(None, (_Started.watcher, _Started.jobs)):
        thread.end()
    _Started.watcher = _Started.jobs = None


def _connect_outside_the_pool() -> None:
    """Give this thread a new connection of its own.

    The pool keeps its few connections for requests, and when the database is away it waits longer from try to try,
    in the end for minutes.
    """
    own = connections[DEFAULT_DB_ALIAS].copy()
    connections[DEFAULT_DB_ALIAS].close()
    if own.vendor == "postgresql":
        own.settings_dict["OPTIONS"].pop("pool", None)
        own.settings_dict["OPTIONS"].update(_MISSES_SILENCE)
    connections[DEFAULT_DB_ALIAS] = own
