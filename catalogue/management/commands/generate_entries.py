"""`manage.py generate_entries N --seed S`: made-up entries for tests and measurements."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.generating import generate_entries


class Command(BaseCommand):
    help = "Add N made-up entries, with their institutions, topics, claims and gaps. Never on a site for visitors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same entries (1)")

    def handle(self, *args: Any, count: int, seed: int, **options: Any) -> None:
        if count < 1:
            raise CommandError("N must be 1 or more.")
        generate_entries(count, seed)
        self.stdout.write(f"Added {count:,} made-up entries.")
