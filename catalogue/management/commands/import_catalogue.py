"""`manage.py import_catalogue FILE` takes in a spreadsheet. What it does is in exchange/incoming."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.exchange.incoming.applying import apply
from catalogue.exchange.incoming.planning import Answers, make_plan
from catalogue.exchange.spreadsheets import Refused


class Command(BaseCommand):
    help = "Takes in a spreadsheet, CSV or XLSX: new entries become drafts, and every row that is refused is named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADING=COLUMN",
            help="take a heading of the file for a column of ours; without a column, leave it out",
        )

    def handle(self, *args, **options) -> None:
        pairs = [pair.partition("=") for pair in options["map"]]
        if not all(equals for _, equals, _ in pairs):
            raise CommandError("Write --map as HEADING=COLUMN.")
        try:
            data = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(f"{options['file']} cannot be read: {problem.strerror}.") from None
        try:
            mapping = {heading: name for heading, _, name in pairs}
            plan = make_plan(data, options["file"].name, Answers(mapping))
            for sentence in plan.sentences():
                self.stdout.write(sentence)
            self.stdout.write(f"Plan: {plan.summary()}")
            if not options["dry_run"]:
                self._apply(plan)
        except Refused as refused:
            raise CommandError(f"Nothing was taken in. {refused}") from None

    def _apply(self, plan) -> None:
        applied = apply(plan)
        for refusal in applied.refusals:
            self.stdout.write(str(refusal))
        self.stdout.write(f"Written: {applied.new} new drafts, {applied.changed} changed.")
