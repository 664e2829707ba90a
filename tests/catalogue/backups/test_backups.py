"""A backup holds every row and can be put back; one that is broken is told, and changes nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from catalogue.backups import age_in_words, files, make_backup, restore_backup
from catalogue.backups.making import engine_of
from catalogue.models import Backup, Microcredential
from institutions.generation import newest
from tests.factories import make_offering


@pytest.fixture
def elsewhere(shared_database: None, tmp_path: Path) -> Any:
    """An empty database beside that of the site."""
    usual = {"OPTIONS": {}, **connection.settings_dict}
    if connection.vendor == "sqlite":
        return {**usual, "NAME": str(tmp_path / "elsewhere.sqlite3")}
    name = f"elsewhere_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return {**usual, "NAME": name}


@pytest.fixture
def backup(shared_database: None, tmp_path: Path) -> Path:
    make_offering("Welding")
    return make_backup(tmp_path / "backups")


def rows_in(database: dict[str, Any], tmp_path: Path) -> dict[str, list]:
    tables = engine_of(database).dump(database, tmp_path / uuid4().hex)
    return {name: what for name, what in tables.items() if name != "institutions_generation"}


def test_every_row_comes_back(backup: Path, elsewhere: dict[str, Any], tmp_path: Path) -> None:
    manifest = restore_backup(backup, elsewhere)
    found = rows_in(elsewhere, tmp_path)
    assert found == {name: what for name, what in manifest.tables.items() if name != "institutions_generation"}
    assert found["catalogue_microcredential"][0] == 1
    assert backup.stat().st_mode & 0o077 == 0


def test_it_goes_back_to_how_it_was_and_begins_an_epoch(backup: Path, elsewhere: dict[str, Any]) -> None:
    before = newest()
    make_offering("Baking")
    with pytest.raises(CommandError, match=r"not empty.*--replace"):
        call_command("restore", backup)
    assert Microcredential.objects.count() == 2
    connection.close()
    restore_backup(backup, {"OPTIONS": {}, **connection.settings_dict}, replace=True)
    assert [entry.title for entry in Microcredential.objects.all()] == ["Welding"]
    epoch, number = newest()
    assert (epoch != before[0], number) == (True, before[1])
    make_offering("Sewing")  # keys go on where they were


def rewrite(path: Path, change: Callable[[dict], None]) -> None:
    """The file anew, whole in itself, with another manifest."""
    with zipfile.ZipFile(path) as archive:
        manifest, data = json.loads(archive.read("manifest.json")), archive.read("data")
    change(manifest)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("data", data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def a_block_lost(path: Path) -> None:
    """Not one bit: some bits of a compressed file mean nothing."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 512] = bytes(512)
    path.write_bytes(data)


def no_backup(path: Path) -> None:
    path.write_text("Not found")


def other_rows(path: Path) -> None:
    rewrite(path, lambda manifest: manifest["tables"]["catalogue_microcredential"].__setitem__(1, "7"))


def a_table_not_named(path: Path) -> None:
    rewrite(path, lambda manifest: manifest["tables"].pop("catalogue_microcredential"))


def nothing_named(path: Path) -> None:
    rewrite(path, lambda manifest: manifest.update(tables={}))


def newer_release(path: Path) -> None:
    rewrite(path, lambda manifest: manifest["migrations"].append("catalogue.9999_later"))


def other_data(path: Path) -> None:
    rewrite(path, lambda manifest: manifest.update(digest="0" * 64))


DAMAGES = [cut_short, a_block_lost, no_backup, other_rows, a_table_not_named, nothing_named, newer_release, other_data]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_backup_is_told_and_changes_nothing(
    backup: Path, elsewhere: dict[str, Any], damage: Callable[[Path], None]
) -> None:
    damage(backup)
    connection.close()
    with pytest.raises(CommandError, match=r"backed up|no whole backup|was changed|newer release"):
        call_command("restore", backup, into=elsewhere)
    assert engine_of(elsewhere).is_empty(elsewhere)
    with pytest.raises(CommandError):
        call_command("restore", backup, replace=True)
    assert Microcredential.objects.get().title == "Welding"


def test_a_backup_that_was_restored_is_known_as_proven(backup: Path, elsewhere: dict[str, Any], capsys) -> None:
    call_command("restore", backup, into=elsewhere)
    assert "rows of" in capsys.readouterr().out
    assert Backup.objects.get().restored_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "words"),
    [(timedelta(minutes=61), "1 h 1 min ago\n"), (timedelta(hours=27), "27 h 0 min ago, which is too long ago\n")],
)
def test_whoever_watches_reads_how_old_the_last_backup_is(client: Client, age: timedelta, words: str) -> None:
    assert "no backup was made yet" in client.get("/readyz").content.decode()
    Backup.objects.create(made_at=timezone.now() - age, file="x", size=1, rows=1, digest="")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (200, f"ready\nlast good backup {words}")
    assert age_in_words(Backup.objects.get()) in answer.content.decode()


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CommandError, match=r"There is no file /nowhere\."):
        call_command("restore", Path("/nowhere"))


def test_what_is_half_written_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "x.backup").write_bytes(b"")
    with pytest.raises(files.BrokenBackup):
        files.read(tmp_path / "x.backup", tmp_path / "data")


def test_any_bit_that_is_wrong_is_told_or_means_nothing(tmp_path: Path) -> None:
    data, path, unpacked = tmp_path / "data", tmp_path / "whole.backup", tmp_path / "unpacked"
    data.write_bytes(b"rows " * 20)
    digest = files.digest_of(data)
    made = files.Manifest("sqlite", "2026-11-28T09:30:00+00:00", ["catalogue.1"], {"a": [1, "2"]}, digest)
    files.write(path, made, data)
    whole = path.read_bytes()
    tried = range(0, 8 * len(whole), 29)
    told = 0
    for bit in tried:
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        try:
            assert (files.read(path, unpacked), unpacked.read_bytes()) == (made, data.read_bytes())
        except files.BrokenBackup:
            told += 1
    assert told > len(tried) / 2
