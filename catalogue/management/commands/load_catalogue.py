"""`manage.py load_catalogue` brings the fixtures into the database. What it does is in exchange/loading.py."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.environment import ROOT
from catalogue.exchange.fixtures import FixtureProblems
from catalogue.exchange.loading import load
from catalogue.exchange.settling import Outcome


class Command(BaseCommand):
    help = "Loads fixtures/*.json. Loading again changes nothing, and what staff changed or deleted stays so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dir", type=Path, default=ROOT / "fixtures", help="another folder of fixtures")

    def handle(self, *args, **options) -> None:
        try:
            fates = load(options["dir"])
        except FixtureProblems as problem:
            raise CommandError(f"Nothing was loaded:\n{problem}") from None
        counts = Counter(fate.outcome for fate in fates)
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome) + ".")
        if options["verbosity"] > 1:
            for fate in fates:
                self.stdout.write(str(fate))
