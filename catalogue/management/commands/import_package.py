"""`manage.py import_package FILE`: the whole of a catalogue, from the file that `/data/` of it gives."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.exchange.fixtures import FixtureProblems
from catalogue.exchange.packages import import_package
from catalogue.exchange.settling import Outcome


class Command(BaseCommand):
    help = "Takes in catalogue.zip or catalogue.json. Doing it again changes nothing, and what staff wrote stays so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fates = import_package(options["file"])
        except FixtureProblems as problem:
            raise CommandError(f"Nothing was taken in:\n{problem}") from None
        counts = Counter(fate.outcome for fate in fates)
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome) + ".")
