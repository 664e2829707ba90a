"""The made-up entries of a run: written once into a SQLite file, copied as they are into a throwaway PostgreSQL.

The file is kept in `var/bench` and fits the checkout: missing migrations are run on it, and it is made again when it
has seen one that is not here, or when the generator makes other entries.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from math import isqrt
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
# What migrations fill in themselves, and past states: nothing that any engine reads.
_LEFT_OUT = ("django_", "auth_", "sqlite_", "bench_")
_MAKERS = (ROOT / "catalogue" / "generating.py", ROOT / "bench" / "filling.py")
_SETTINGS = {"DJANGO_SETTINGS_MODULE": "catalogue.settings"}


def sqlite_file(size: int) -> Path:
    """A database with at least `size` public offerings."""
    recipe = hashlib.sha256(b"".join(path.read_bytes() for path in _MAKERS)).hexdigest()[:10]
    path = FOLDER / f"{size}-{recipe}.sqlite3"
    if path.exists() and _has_strange_migrations(path):
        path.unlink()
    if not path.exists():
        _make(path, size)
    _manage(path, "-m", "django", "migrate", "--verbosity=0")
    _write_down(path)
    return path


def _make(path: Path, size: int) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    _manage(draft, "-m", "django", "migrate", "--verbosity=0")
    # 85 of 100 generated entries are published.
    _manage(draft, "-m", "bench.filling", str(size * 1000 // 845), str(more_words(size)))
    draft.rename(path)


def more_words(size: int) -> int:
    """How many rare words more than the generator's usual ones: a vocabulary grows with the root of a text's length."""
    return max(0, 40 * isqrt(size) - 40 * isqrt(5_000))


def _manage(path: Path, *command: str) -> None:
    environment = {**os.environ, **_SETTINGS, "DATABASE_URL": f"sqlite:///{path}"}
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


def _has_strange_migrations(path: Path) -> bool:
    here = {(file.parts[-3], file.stem) for file in ROOT.glob("*/migrations/*.py")}
    apps = {app for app, _ in here}
    with sqlite3.connect(path) as database:
        return any(
            row[0] in apps and row not in here for row in database.execute("SELECT app, name FROM django_migrations")
        )


def _write_down(path: Path) -> None:
    """Empty the write-ahead log into the file, for who reads only that."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fill_postgres(url: str, source: Path) -> None:
    """The same tables with the same rows."""
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **_SETTINGS, "DATABASE_URL": url}, check=True)
    with sqlite3.connect(source) as lite, psycopg.connect(url) as postgres:
        # Rows come table by table, and foreign keys point both ways.
        postgres.execute("SET session_replication_role = replica")
        tables = _tables(lite)
        listed = sql.SQL(", ").join(map(sql.Identifier, tables))
        postgres.execute(sql.SQL("TRUNCATE {} CASCADE").format(listed))
        for table in tables:
            _copy(lite, postgres, table)
        postgres.commit()
        postgres.autocommit = True
        postgres.execute("VACUUM ANALYZE")


def _tables(lite: sqlite3.Connection) -> list[str]:
    names = [name for (name,) in lite.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [name for name in names if not name.startswith(_LEFT_OUT) and "historical" not in name]


def _copy(lite: sqlite3.Connection, postgres: psycopg.Connection, name: str) -> None:
    table = sql.Identifier(name)
    rows = lite.execute(f'SELECT * FROM "{name}"')  # noqa: S608
    columns = [column[0] for column in rows.description]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    with postgres.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, listed)) as copy:
        for row in rows:
            copy.write_row(row)
    if "id" in columns and postgres.execute("SELECT pg_get_serial_sequence(%s, 'id')", [name]).fetchone()[0]:
        number = sql.SQL("SELECT setval(pg_get_serial_sequence({0}, 'id'), (SELECT MAX(id) FROM {1}))")
        postgres.execute(number.format(sql.Literal(name), table))
