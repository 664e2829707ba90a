"""The facts of the two documents, loaded as a newcomer's database has them. A test asks for `documents`.

It may change anything: what it changed is undone after the test, and the facts leave the database after its module.
Tests that need an empty database, or one that commits, belong in another module.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from institutions.changes import LOADDATA, acting, current_change
from institutions.records import HistoryRow, Record

REPOSITORY = Path(__file__).resolve().parents[1]
FIXTURES = sorted(REPOSITORY.glob("fixtures/*.json"))

Rows = tuple[list[str], list[tuple]]

_loaded: dict[type[models.Model], Rows] = {}


def load_documents() -> None:
    """Every fixture into an empty database: loaded for the first time in a run, which takes seconds, then put back."""
    with transaction.atomic():
        if _loaded:
            _put_back()
        else:
            call_command("loaddata", *FIXTURES, verbosity=0)
            nouns = [model for model in apps.get_models() if issubclass(model, Record | HistoryRow)]
            _loaded.update({noun: _rows(noun) for noun in nouns})
        if connection.vendor == "postgresql":  # which would come to it by itself, at some moment in some test
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {', '.join(noun._meta.db_table for noun in _loaded)}")


def _rows(noun: type[models.Model]) -> Rows:
    """The names of a table's columns, and its rows as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {noun._meta.db_table}")  # noqa: S608  a name of ours
        return [column[0] for column in cursor.description], cursor.fetchall()


def _put_back() -> None:
    """The same rows again, as one change of the loader. Past the models, which would take ten times as long."""
    with acting(LOADDATA):
        change = current_change()
    with connection.cursor() as cursor:
        for noun, (columns, rows) in _loaded.items():
            if issubclass(noun, HistoryRow):
                place = columns.index("change_id")
                rows = [(*row[:place], change.pk, *row[place + 1 :]) for row in rows]
            names, values = ", ".join(map(connection.ops.quote_name, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {noun._meta.db_table} ({names}) VALUES ({values})", rows)  # noqa: S608
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_loaded)):
            cursor.execute(statement)


@pytest.fixture(scope="module")
def _documents_of_module(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """One load for a whole module, in a transaction that each test nests its own in."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_documents()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def documents(_documents_of_module: None, db: None) -> None:
    """Every fixture is in the database."""
