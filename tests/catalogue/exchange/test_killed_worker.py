"""A worker that is killed while it writes leaves all rows or none, the page says so, and going on writes them once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from urllib.parse import quote

from django.db import connection

from catalogue.environment import ROOT
from catalogue.exchange.incoming.turn import Turn, rows_done, somebody_works
from catalogue.exchange.incoming.working import work, work_off_one
from catalogue.models import Citation, Import, ImportState, Microcredential
from catalogue.undoing import undo
from institutions.changes import Change
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_account


def address_of_database() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{settings['NAME']}"
    who = f"{quote(settings['USER'])}:{quote(settings['PASSWORD'])}@" if settings["USER"] else ""
    place = f"{quote(settings['HOST'], safe='')}:{settings['PORT']}".rstrip(":")
    return f"postgres://{who}{place}/{settings['NAME']}"


@contextmanager
def worker() -> Iterator[subprocess.Popen]:
    environment = {**os.environ, "DATABASE_URL": address_of_database()}
    process = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "work"], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_all_or_nothing(shared_database: None, full: bool) -> None:
    number, kills = (5000, 20) if full else (1500, 2)
    maria = Desk(make_account("maria"))
    text = "Title,Skills\n" + "".join(f"Entry {row},a; b; c\n" for row in range(number))
    job = Import.objects.create(file_name="courses.csv", data=text.encode(), by=maria.user)
    turn = Turn()
    assert turn.take()
    work_off_one(turn)
    turn.end()
    through = 0
    for kill in range(kills):
        moment = Random(kill).randint(1, number)
        Import.objects.filter(pk=job.pk).update(state=ImportState.ACCEPTED, done=0)
        with worker() as process:
            until(lambda moment=moment: rows_done(Import.objects.get(pk=job.pk)) >= moment)
            os.kill(process.pid, signal.SIGKILL)
        until(lambda: not somebody_works())
        job.refresh_from_db()
        there = Microcredential.objects.count()
        assert there == (number if job.state == ImportState.APPLIED else 0), (kill, moment, job.state)
        if there:  # it was through before it was killed: taken back, so that each moment has its turn
            through += 1
            undo(job.change_id, by=maria.user)
            Import.objects.filter(pk=job.pk).update(change=None, applied_at=None, state=ImportState.PLANNED)
            continue
        assert not Citation.objects.exists()
        assert "nothing of it was written: all rows or none" in maria.open(address(job, "change")).html
        looks = iter([True, False])
        work(lambda looks=looks: next(looks))
        page = maria.open(address(job, "change"))
        assert "It was interrupted" in page.html
        page.values["do"] = "go-on"
        assert maria.send(page).status_code == 302
    Import.objects.filter(pk=job.pk).update(state=ImportState.ACCEPTED)
    assert turn.take()
    work_off_one(turn)
    turn.end()
    job.refresh_from_db()
    assert (job.state, Microcredential.objects.count()) == (ImportState.APPLIED, number)
    assert Citation.objects.count() == 2 * number
    assert Change.objects.filter(way="import").count() == 1 + through
    print(f"Killed {kills} times, {through} of them after the last row was written.")
