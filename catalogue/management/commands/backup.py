"""`manage.py backup FOLDER`: the whole database as one file, once a day by cron or a timer."""

from __future__ import annotations

import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from catalogue.backups import BrokenBackup, make_backup
from catalogue.environment import VAR


class Command(BaseCommand):
    help = "Write the whole database into one file, with the hash of every table, and read it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=VAR / "backups", help="var/backups if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = make_backup(options["folder"])
        except (BrokenBackup, OSError, Error, sqlite3.Error, psycopg.Error) as problem:
            raise CommandError(f"No backup was made: {problem}") from None
        self.stdout.write(f"{path} ({path.stat().st_size / 2**20:.1f} MB)")
