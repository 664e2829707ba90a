"""Writes made-up entries straight into a new SQLite file: `python -m bench.filling COUNT WORDS`, with DATABASE_URL.

The entries are those of `manage.py generate_entries`, by the same dice and with the same keys; only their history is
left out, and the ORM's care for each row, which would take hours for a million. Prints nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from sqlite3 import Connection
from typing import Any

import django

django.setup()

from django.db import connection, models  # noqa: E402

from catalogue.generating import generate_entries  # noqa: E402
from institutions.records import Record  # noqa: E402

SEED = 1
# Nobody else reads the file yet, and it is made again when this process dies.
_CARELESS = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA ignore_check_constraints=ON",
    "PRAGMA cache_size=-1000000",
)


class Writer:
    """Stores rows of a table that began empty, numbered as the database would number them."""

    def __init__(self, database: Connection) -> None:
        self.database, self.last = database, Counter()

    def __call__(self, rows: list[Record]) -> list[Record]:
        model = type(rows[0])
        if model not in self.last and model.objects.exists():
            self.last[model] = model.objects.latest("pk").pk
        for row in rows:
            self.last[model] += 1
            row.pk = self.last[model]
        fields = model._meta.concrete_fields
        marks = ", ".join("?" * len(fields))
        names = ", ".join(f'"{field.column}"' for field in fields)
        insert = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608
        columns = [(field.attname, _plain(field)) for field in fields]
        self.database.executemany(insert, ([plain(getattr(row, name)) for name, plain in columns] for row in rows))
        return rows


def _plain(field: models.Field) -> Callable[[Any], Any]:
    """What turns a field's value into what SQLite keeps."""
    if isinstance(field, (models.DateField, models.DecimalField)):
        return lambda value: str(value) if isinstance(value, (date, Decimal)) else value
    return str if isinstance(field, (models.CharField, models.TextField)) else lambda value: value


def fill(count: int, more_words: int) -> None:
    connection.ensure_connection()
    for pragma in _CARELESS:
        connection.connection.execute(pragma)
    generate_entries(count, SEED, Writer(connection.connection), more_words)


if __name__ == "__main__":
    fill(*map(int, sys.argv[1:]))
