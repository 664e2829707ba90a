"""A file of 20,000 rows through the worker: processor time, clock, memory. Only under `--full`: it takes a minute."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from random import Random

import pytest

from catalogue.environment import ROOT
from catalogue.models import Import, ImportState, Microcredential
from tests.catalogue.exchange.test_killed_worker import address_of_database
from tests.factories import make_account, make_institution

ROWS = 20_000
MEGABYTE = 1024  # of the kilobytes that the system counts in
WORDS = "agile bees cloud data energy finance glass health ice justice kelp land mining nursing ocean pipes".split()


@dataclass(frozen=True)
class Cost:
    processor: float
    clock: float
    memory: float

    def __str__(self) -> str:
        return f"{self.processor:.1f} s of processor, {self.clock:.1f} s by the clock, {self.memory:.0f} MB"


def of_one_worker() -> Cost:
    """What it took `manage.py work` to do one piece of work."""
    environment = {**os.environ, "DATABASE_URL": address_of_database()}
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "work"], env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss / MEGABYTE)


def lines(rows: int = ROWS) -> str:
    dice = Random(5)
    written = (
        f"{' '.join(dice.sample(WORDS, 3))} {number},Camosun College,Online,{dice.randint(2, 20)} weeks,"
        f"${dice.randint(90, 900)},a; b; c,English,A short course."
        for number in range(rows)
    )
    return "\n".join(["Title,School,Delivery,Time,Price,Skills,Language,Summary", *written, ""])


def test_twenty_thousand_rows(shared_database: None, full: bool) -> None:
    if not full:
        pytest.skip("it takes a minute")
    make_institution("Camosun College")
    job = Import.objects.create(file_name="courses.csv", data=lines().encode(), by=make_account("maria"))
    read = of_one_worker()
    job.refresh_from_db()
    assert (job.state, job.rows.filter(outcome="new").count()) == (ImportState.PLANNED, ROWS)
    job.rows.update(chosen=True)
    Import.objects.update(state=ImportState.ACCEPTED)
    written = of_one_worker()
    job.refresh_from_db()
    assert (job.state, Microcredential.objects.count()) == (ImportState.APPLIED, ROWS)
    print(f"\n{ROWS} rows read: {read}\n{ROWS} rows written: {written}")
    assert read.processor <= 60
    assert written.processor <= 30
    assert max(read.memory, written.memory) <= 400
