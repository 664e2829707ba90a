"""A worker that is told to end waits for those that were started after it. With real processes: the drill, part 7."""

from __future__ import annotations

import signal
import time
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import ThreadWorker

from catalogue import handing_over
from catalogue.handing_over import HandingOver, note_ready, note_start, successors_ready


def worker(age: int) -> HandingOver:
    made = HandingOver.__new__(HandingOver)  # without the sockets of a server
    made.age, made.alive = age, True
    made.method_queue = SimpleNamespace(defer=lambda act: None)
    return made


def wait_until_ended(old: HandingOver) -> bool:
    deadline = time.monotonic() + 2
    while old.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    return not old.alive


def test_it_waits_for_all_that_were_started_after_it() -> None:
    for each in map(worker, (501, 502, 503, 504)):
        note_start(each)
    note_ready(worker(503))
    old = worker(502)
    old.handle_exit(signal.SIGTERM, None)
    time.sleep(0.2)
    assert (old.alive, successors_ready(502)) == (True, False)
    note_ready(worker(504))
    assert wait_until_ended(old)


def test_the_last_one_ends_at_once() -> None:
    note_start(worker(601))
    assert successors_ready(601)
    last = worker(601)
    last.handle_exit(signal.SIGTERM, None)
    assert wait_until_ended(last)


def test_a_successor_that_never_comes_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over, "LONGEST", 0.1)
    for each in map(worker, (701, 702)):
        note_start(each)
    old = worker(701)
    old.handle_exit(signal.SIGTERM, None)
    assert wait_until_ended(old)
    assert isinstance(old, ThreadWorker)
