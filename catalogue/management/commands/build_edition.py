"""`manage.py build_edition FOLDER`: a copy of the public pages to take away, on a stick or to print."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalogue.take_away.answering import NoAnswer
from catalogue.take_away.building import Refused, build


class Command(BaseCommand):
    help = "Write the public pages and booklets in large print into a folder that works without a server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="empty or not there yet; an earlier copy is replaced")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            built = build(folder, told=self.stdout.write if verbosity > 1 else lambda words: None)
        except (Refused, NoAnswer, OSError) as problem:
            raise CommandError(f"Nothing was written: {problem}") from None
        self.stdout.write(
            f"{folder}: {built.programs:,} programs, {built.files:,} files, {built.size / 2**20:.1f} MB. "
            f"Open {folder / 'index.html'} in a browser."
        )
        self.stdout.write(f"What is not in the copy leads to {settings.SITE_ORIGIN} (SITE_ORIGIN).")
