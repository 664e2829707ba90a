"""Backups of SQLite: its own copying of a file in use, which takes one moment whatever is written meanwhile."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3._functions import register

from .files import BrokenBackup

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
SECONDS_TO_WAIT = 20


def dump(database: dict[str, Any], data: Path) -> dict[str, list]:
    """Copy the database into a file and say what is in it."""
    live = sqlite3.connect(database["NAME"], timeout=SECONDS_TO_WAIT)
    with closing(live) as source, closing(sqlite3.connect(data)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return contents(copy)


def is_empty(database: dict[str, Any]) -> bool:
    with closing(sqlite3.connect(database["NAME"])) as target:
        return not target.execute(_TABLES).fetchall()


def restore(database: dict[str, Any], data: Path, tables: dict[str, list], epoch: str) -> None:
    """Compare first, then put all pages into the database at once: who reads meanwhile sees the old or the new one."""
    with closing(sqlite3.connect(data)) as copy:
        register(copy)  # some rules of the tables are written with functions that Django brings along
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            found = contents(copy)
        except sqlite3.DatabaseError as problem:
            raise BrokenBackup(f"SQLite cannot read what is in the backup ({problem}).") from None
        if not sound or found != tables:
            raise BrokenBackup(f"The rows are not those that were backed up: {differing(found, tables)}.")
        copy.execute("UPDATE institutions_generation SET epoch = ?", [epoch])
        copy.commit()
        with closing(sqlite3.connect(database["NAME"], timeout=SECONDS_TO_WAIT)) as target:
            copy.backup(target)
            target.execute("PRAGMA journal_mode=WAL")


def contents(opened: sqlite3.Connection) -> dict[str, list]:
    opened.text_factory = bytes  # as they lie in the file
    tables = [name.decode() for (name,) in opened.execute(_TABLES).fetchall()]
    found = {}
    for table in tables:
        number = total = 0
        for row in opened.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  a table of the database itself
            number += 1
            total += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=8).digest())
        found[table] = [number, str(total)]
    return found


def differing(found: dict[str, list], wanted: dict[str, list]) -> str:
    names = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
    return ", ".join(names) or "the file itself"
