"""Two `load_catalogue` in the same moment: one writes, the other finds everything there."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from catalogue.environment import ROOT
from catalogue.exchange.fixtures import FixtureProblems
from catalogue.exchange.loading import load
from catalogue.exchange.standing import Standing
from institutions.changes import Change
from institutions.models import Institution

from .loading import small_catalogue


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    folder = tmp_path / "fixtures"
    folder.mkdir()
    (folder / "all.json").write_text(json.dumps(small_catalogue()))
    return folder


@pytest.mark.django_db(transaction=True)
def test_in_two_processes_on_a_file_of_sqlite(fixtures: Path, tmp_path: Path):
    if connection.vendor != "sqlite":
        pytest.skip("this one copies the tables of a SQLite database")
    connection.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        connection.connection.backup(copy)
    command = [sys.executable, "manage.py", "load_catalogue", "--dir", str(fixtures)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite://{tmp_path}/copy.sqlite3"}
    loaders = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    told = sorted(loader.communicate(timeout=60)[0] for loader in loaders)
    assert [line.split(", 0 kept")[0] for line in told] == [
        "0 created, 0 updated, 6 unchanged",
        "6 created, 0 updated, 0 unchanged",
    ]
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM institutions_change").fetchone() == (1,)
        assert copy.execute("SELECT count(*) FROM catalogue_citation").fetchone() == (2,)


@pytest.mark.django_db(transaction=True)
def test_in_two_threads_on_postgresql(fixtures: Path):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has no second connection; the test above has two processes")
    together, outcomes = threading.Barrier(2), []

    def run() -> None:
        together.wait()
        try:
            outcomes.append(Counter(fate.outcome.name for fate in load(fixtures)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [{"CREATED": 6}, {"UNCHANGED": 6}]
    assert (Institution.objects.count(), Change.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_staff_who_save_during_a_load_are_not_overwritten(fixtures: Path, monkeypatch: pytest.MonkeyPatch):
    load(fixtures)
    rows = small_catalogue()
    rows[1]["fields"]["city"] = "Kelowna"
    (fixtures / "all.json").write_text(json.dumps(rows))

    def staff_save_meanwhile(standing: Standing, model: type, keys: set[str]) -> None:
        read(standing, model, keys)
        if model is Institution:
            institution = Institution.objects.get()
            institution.city = "Burnaby"
            institution.save()

    read = Standing._read
    monkeypatch.setattr(Standing, "_read", staff_save_meanwhile)
    with pytest.raises(FixtureProblems, match=r"^Somebody else wrote to the database meanwhile\. Load again\."):
        load(fixtures)
    assert Change.objects.count() == 1
