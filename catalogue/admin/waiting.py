"""What is said to whoever cannot save because an import is being written, and how long they wait for it to end."""

from __future__ import annotations

from django.db import OperationalError, connection

BUSY = "A large import is being written, so nothing was saved. What you typed is still here: save again in a minute."
# settings.py says how long SQLite waits; PostgreSQL would wait for as long as it takes.
_WAIT = "SET LOCAL lock_timeout = '20s'"
_WORDS = ("database is locked", "database table is locked", "lock timeout")


def wait_no_longer() -> None:
    """Inside a transaction: give up when somebody else keeps a record for long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_WAIT)


def is_busy(problem: OperationalError) -> bool:
    return any(words in str(problem) for words in _WORDS)
