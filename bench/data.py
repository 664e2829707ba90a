"""The made-up entries of a run: generated once into a SQLite file, copied as they are into a throwaway PostgreSQL."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
SEED = 1
# What migrations fill in themselves, and past states: nothing that any engine reads.
_LEFT_OUT = ("django_", "auth_", "sqlite_", "bench_")


def sqlite_file(size: int) -> Path:
    """A database with at least `size` public offerings; made again when its tables or the generator differ."""
    path = FOLDER / f"{size}-{_recipe()}.sqlite3"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{draft}"}
        # 85 of 100 generated entries are published.
        count = str(size * 1000 // 845)
        for command in (["migrate", "--verbosity=0"], ["generate_entries", count, "--seed", str(SEED)]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        with sqlite3.connect(draft) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        draft.rename(path)
    return path


def fill_postgres(url: str, source: Path) -> None:
    """The same tables with the same rows."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        check=True,
    )
    with sqlite3.connect(source) as lite, psycopg.connect(url) as postgres:
        # Rows come table by table, and foreign keys point both ways.
        postgres.execute("SET session_replication_role = replica")
        for table in _tables(lite):
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
    postgres.execute(sql.SQL("TRUNCATE {} CASCADE").format(table))
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    with postgres.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, listed)) as copy:
        for row in rows:
            copy.write_row(row)
    if "id" in columns:
        number = sql.SQL("SELECT setval(pg_get_serial_sequence({0}, 'id'), (SELECT MAX(id) FROM {1}))")
        if postgres.execute("SELECT pg_get_serial_sequence(%s, 'id')", [name]).fetchone()[0]:
            postgres.execute(number.format(sql.Literal(name), table))


def _recipe() -> str:
    files = [ROOT / "catalogue" / "generating.py", *sorted(ROOT.glob("*/migrations/*.py")), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]
