"""What is said to whoever cannot save because an import is being written, and how long they wait for it to end.

SQLite has one writer at a time, so there everybody waits for the whole of it; PostgreSQL keeps only its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

BUSY = "A large import is being written, so nothing was saved. What you typed is still here: save again in a minute."
# settings.py says how long SQLite waits; PostgreSQL would wait for as long as it takes.
# Of a form that arrives while an import is known to be written: it would only wait longer to be told the same.
_SHORT_WAIT = 3000  # milliseconds
_WAIT = "SET LOCAL lock_timeout = '20s'"
_WORDS = ("database is locked", "database table is locked", "lock timeout")


def wait_no_longer() -> None:
    """Inside a transaction: give up when somebody else keeps a record for long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_WAIT)


@contextmanager
def short_wait(is_written: bool) -> Iterator[None]:
    """While an import is being written, give up soon; nothing else is waited for any shorter than ever."""
    if not (is_written and connection.vendor == "sqlite"):
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {min(usual, _SHORT_WAIT)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def is_busy(problem: OperationalError) -> bool:
    return any(words in str(problem) for words in _WORDS)
