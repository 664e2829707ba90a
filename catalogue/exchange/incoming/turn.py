"""The turn of the worker: one at a time has it, and loses it with its life, however it dies. Also: how far it is.

The two databases need different mechanisms, and they stand here. SQLite has one writer at a time, so while an import
is written nothing else can be: a file beside the data is locked, and says how far the work is. PostgreSQL has locks
that end with a connection, and a second connection writes how far the work is.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from catalogue.environment import VAR
from catalogue.models import Import, UndoJob

Job = Import | UndoJob
_TELL = {
    Import: "UPDATE catalogue_import SET done = %s WHERE id = %s",
    UndoJob: "UPDATE catalogue_undojob SET done = %s WHERE id = %s",
}
_WORKING = 7_410_002  # any number; the same in every process


class Turn:
    """What the one worker holds. `take` says whether it got it."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None
        self._connection: BaseDatabaseWrapper | None = None

    def take(self) -> bool:
        return self._lock_file() if connection.vendor == "sqlite" else self._lock_connection()

    def tell(self, job: Job, done: int) -> None:
        """Write down how many rows or records are through, visibly for others, whatever transaction is open."""
        if self._file:
            self._file.seek(0)
            self._file.write(f"{_named(job)} {done}".ljust(60))
            self._file.flush()
        elif self._connection:
            with self._connection.cursor() as cursor:
                cursor.execute(_TELL[type(job)], [done, job.pk])

    def end(self) -> None:
        if self._file:
            self._file.truncate(0)
            self._file.close()
        if self._connection:
            with suppress(Error), self._connection.cursor() as cursor:  # else it ends some moments after this
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_WORKING])
            self._connection.close()
        self._file = self._connection = None

    def _lock_file(self) -> bool:
        path = _path()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)  # what a dead worker had told
        self._file = file
        return True

    def _lock_connection(self) -> bool:
        own = connections[DEFAULT_DB_ALIAS].copy()
        own.settings_dict["OPTIONS"].pop("pool", None)
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_WORKING])
            (got,) = cursor.fetchone()
        if got:
            self._connection = own
        else:
            own.close()
        return got


def somebody_works() -> bool:
    """Whether a worker is alive, at work or waiting for some."""
    if connection.vendor == "sqlite":
        turn = Turn()
        free = turn.take()
        turn.end()
        return not free
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [_WORKING],
        )
        return cursor.fetchone()[0] > 0


def rows_done(job: Job) -> int:
    """How many rows of an import in work, or records of an undo, are through."""
    path = _path()
    if connection.vendor != "sqlite" or not path.exists():
        return job.done
    told, _, done = path.read_text().strip().partition(" ")
    return int(done) if told == _named(job) and done.isdecimal() else job.done


def _named(job: Job) -> str:
    return f"{job._meta.model_name}-{job.pk}"


def _path() -> Path:
    """One file for each database that this folder has served."""
    name = hashlib.sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:12]
    return VAR / f"worker-{name}"
