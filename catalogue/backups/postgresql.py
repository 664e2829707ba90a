"""Backups of PostgreSQL: its own programs, with the rows hashed in the same moment as they are dumped."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from .files import BrokenBackup

# As text depends on how a session shows it, so every session that hashes shows it alike.
_ALIKE = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'; SET extra_float_digits = 1"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_HASH = "SELECT count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)::text FROM {} t"
_CHECK = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM ({hash}) found(number, total) WHERE number = {number} AND total = {total}) THEN
        RAISE EXCEPTION 'the rows of % are not those that were backed up', {name};
    END IF;
END $$;
"""
_NO_OTHERS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND NOT tablename = ANY ({names})) THEN
        RAISE EXCEPTION 'there are tables that were not backed up';
    END IF;
END $$;
"""
# All at once or nothing: what was there goes first.
_EMPTY = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT format('DROP TABLE IF EXISTS %I CASCADE', tablename) AS act
                FROM pg_tables WHERE schemaname = current_schema()
    LOOP EXECUTE each.act; END LOOP;
    FOR each IN SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) AS act
                FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    LOOP EXECUTE each.act; END LOOP;
END $$;
"""
_PREPARED = f"{_ALIKE};\nSET client_min_messages = 'warning';\n"


def dump(database: dict[str, Any], data: Path) -> dict[str, list]:
    """Dump the database into a file and say what is in it: both of one and the same moment."""
    with psycopg.connect(_address(database)) as opened:
        opened.execute(_ALIKE)
        opened.commit()
        opened.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        moment = opened.execute("SELECT pg_export_snapshot()").fetchone()[0]
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={data}"]
        _run(database, "pg_dump", *options)
        tables = [name for (name,) in opened.execute(_TABLES)]
        return {table: list(opened.execute(_hash_of(table)).fetchone()) for table in tables}


def is_empty(database: dict[str, Any]) -> bool:
    with psycopg.connect(_address(database)) as opened:
        return not opened.execute(_TABLES).fetchall()


def restore(database: dict[str, Any], data: Path, tables: dict[str, list], epoch: str) -> None:
    """In one transaction: empty, fill, compare. A difference leaves everything as it was."""
    script, check = data.with_suffix(".sql"), data.with_suffix(".check.sql")
    _run(database, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(data), connects=False)
    before = data.with_suffix(".before.sql")
    before.write_text(_PREPARED + _EMPTY)
    after = _checks(tables) + sql.SQL("UPDATE institutions_generation SET epoch = {};\n").format(epoch).as_string()
    check.write_text("SET search_path = public;\n" + _PREPARED + after)
    files = [f"--file={each}" for each in (before, script, check)]
    _run(database, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *files)


def _checks(tables: dict[str, list]) -> str:
    """One statement a table, which fails on a difference, and one for all that are not named."""
    parts = [
        sql.SQL(_CHECK).format(hash=_hash_of(table), number=number, total=total, name=table).as_string()
        for table, (number, total) in tables.items()
    ]
    return "".join([*parts, sql.SQL(_NO_OTHERS).format(names=[*tables]).as_string()])


def _hash_of(table: str) -> sql.Composed:
    return sql.SQL(_HASH).format(sql.Identifier(table))


def _address(database: dict[str, Any]) -> str:
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    given = {option: str(database[name]) for option, name in named.items() if database.get(name)}
    return make_conninfo(**given, **{name: value for name, value in database["OPTIONS"].items() if name != "pool"})


def _run(database: dict[str, Any], program: str, *options: str, connects: bool = True) -> None:
    """The password goes by the environment: arguments can be read by everybody on the machine."""
    if not shutil.which(program):
        raise BrokenBackup(f"{program} is not installed here: on Debian, `apt-get install postgresql-client`.")
    address = _address({**database, "PASSWORD": ""})
    command = [program, *options, *([f"--dbname={address}"] if connects else [])]
    environment = {**os.environ, **({"PGPASSWORD": database["PASSWORD"]} if database.get("PASSWORD") else {})}
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())[:400]
        raise BrokenBackup(f"{program} failed, so nothing was changed: {said}")
