"""For tests of the whole: its files as they stand now, and a catalogue to take them into."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.db.models import F
from django.utils import timezone

from catalogue.models import Microcredential
from catalogue.opendata.whole.files import NAMES, write
from catalogue.opendata.whole.nouns import NOUNS
from catalogue.opendata.whole.rows import Whole
from tests.catalogue.opendata.reading import record


def written(folder: Path) -> dict[str, bytes]:
    """Every file of the whole as it stands now, but for the database: how SQLite lays out a file is its own affair."""
    folder.mkdir()
    write(Whole(timezone.now()), folder)
    return {name: (folder / name).read_bytes() for name in NAMES if not name.endswith(("sqlite", "SUMS"))}


def days_ago(days: int) -> None:
    """Let all that was written today have been written so many days before."""
    for noun in NOUNS:
        of_today = noun.model.history.filter(history_date__gt=timezone.now() - timedelta(hours=12))
        of_today.update(history_date=F("history_date") - timedelta(days=days))


def forget_everything() -> None:
    """An empty catalogue, without a history."""
    tables = [noun.model for noun in NOUNS] + [noun.model.history.model for noun in NOUNS]
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_formerslug")
        for model in reversed(tables):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608


def records() -> dict:
    return {entry.slug: record(entry) for entry in Microcredential.objects.public().results()}
