"""`manage.py restore FILE`: puts a backup back, into the database of the site or into another one to prove it."""

from __future__ import annotations

import sqlite3
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from catalogue.backups import BrokenBackup, CannotRestore, restore_backup
from catalogue.backups.restoring import note_as_proven
from catalogue.environment_texts import read_database
from catalogue.production.owner import owner_database


def database(text: str) -> dict[str, Any]:
    try:
        return {"OPTIONS": {}, **read_database(text)}
    except ValueError as problem:
        raise ArgumentTypeError(str(problem)) from None


class Command(BaseCommand):
    help = "Restore a backup and compare every row with what was backed up; a difference leaves all as it was."
    requires_system_checks = ()  # there may be no tables yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", type=database, help="another database, named as in DATABASE_URL: proves the file")
        parser.add_argument("--replace", action="store_true", help="what the database holds now may go")

    def handle(self, *args: Any, **options: Any) -> None:
        connection.close()
        try:
            target = options["into"] or owner_database()
            manifest = restore_backup(options["file"], target, replace=options["replace"])
        except (BrokenBackup, CannotRestore, OSError, sqlite3.Error, psycopg.Error) as problem:
            raise CommandError(problem) from None
        if options["into"]:
            note_as_proven(manifest)
        words = f"{manifest.rows:,} rows of {len(manifest.tables)} tables are as they were on {manifest.made_at}."
        self.stdout.write(f"Restored: {words} Run migrate if this release is newer than the backup.")
