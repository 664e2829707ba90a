"""Many rows at once in SQL, where an object for each of them, and for its history, would cost ten times as much.

For records.py, whose querysets say what may be done: here nothing is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import connections, models
from django.utils import timezone

AT_ONCE = 500  # few enough for SQLite's limit of values in one statement
ADDED, CHANGED, DELETED = "+", "~", "-"
Item = TypeVar("Item")
_TOLD_APART = (models.DecimalField, models.DateField)


def in_portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of at most `AT_ONCE`."""
    rest = iter(items)
    while portion := [*islice(rest, AT_ONCE)]:
        yield portion


def copy_to_history(
    model: type[models.Model], pks: Iterable[Any], change: int, using: str, *, kind: str, by: str = "id"
) -> None:
    """Give records a history row, copied by the database from what it holds of them, with the change that did it."""
    connection, history = connections[using], model.history.model
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in history.tracked_fields)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    copy = (
        f"INSERT INTO {quote(history._meta.db_table)} ({columns}, history_date, history_type, change_id)"  # noqa: S608
        f" SELECT {columns}, %s, %s, %s FROM {quote(model._meta.db_table)}"
    )
    with connection.cursor() as cursor:
        for portion in in_portions(pks):
            places = ", ".join(["%s"] * len(portion))
            cursor.execute(f"{copy} WHERE {quote(by)} IN ({places}) ORDER BY id", [now, kind, change, *portion])


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], using: str) -> list[str]:
    """Insert rows of values for these fields; every other field gets its default. Returns the keys of the records.

    The values are texts, numbers, days and primary keys.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    of_model = {field.name: field for field in model._meta.concrete_fields}
    defaults = {
        name: field.get_db_prep_save(field.get_default(), connection)
        for name, field in of_model.items()
        if name not in (*names, "key") and not field.primary_key and not field.null
    }
    columns = ", ".join(quote(of_model[name].column) for name in ("key", *defaults, *names))
    same, new_key = (*defaults.values(),), of_model["key"].get_default
    told = [(place, of_model[name]) for place, name in enumerate(names) if isinstance(of_model[name], _TOLD_APART)]
    if told:
        rows = (_prepared(row, told, connection) for row in rows)
    keyed = [(new_key(), *same, *row) for row in rows]
    put = _copy if connection.vendor == "postgresql" else _insert
    put(connection, f"{quote(model._meta.db_table)} ({columns})", keyed)
    return [row[0] for row in keyed]


def _insert(connection: Any, into: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        for portion in in_portions(rows):
            places = ", ".join([f"({', '.join(['%s'] * len(portion[0]))})"] * len(portion))
            cursor.execute(f"INSERT INTO {into} VALUES {places}", [*chain.from_iterable(portion)])  # noqa: S608


def _copy(connection: Any, into: str, rows: Iterable[Sequence[Any]]) -> None:
    """A statement for each row costs PostgreSQL seven times as much, and a long one is long to write."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _prepared(row: Sequence[Any], told: Sequence[tuple[int, models.Field]], connection: Any) -> list[Any]:
    """Those values that the databases take in ways of their own."""
    values = [*row]
    for place, field in told:
        values[place] = field.get_db_prep_save(values[place], connection)
    return values


def update(model: type[models.Model], names: Iterable[str], records: Iterable[Any], using: str) -> int:
    """Write these fields of records, each under a new version. Returns how many still had the version in hand."""
    connection = connections[using]
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in sorted(names)]
    places = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    values = [
        (
            *(field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields),
            record.version + 1,
            record.pk,
            record.version,
        )
        for record in records
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {places}, version = %s WHERE id = %s AND version = %s",  # noqa: S608
            values,
        )
        return cursor.rowcount
