"""`manage.py undo_change 12`: undoes one change, also one to thousands of records. What it does: catalogue/undoing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from catalogue.undoing import KEEP, UNDO, Undecided, undo
from institutions.changes import Change


class Command(BaseCommand):
    help = "Undo one change, as a change of its own. Its number stands on its page in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("change", type=int)
        parser.add_argument("--why", default="", help="kept with the change")
        parser.add_argument(
            "--changed-since",
            choices=[KEEP, UNDO],
            help="what becomes of values that somebody changed since; without it, nothing is done where there are any",
        )

    def handle(self, *args: Any, change: int, why: str, changed_since: str | None, **options: Any) -> None:
        found = Change.objects.filter(pk=change).first()
        if found is None:
            raise CommandError(f"There is no change {change}.")
        try:
            done = undo(change, by=None, why=why, otherwise=changed_since or "", progress=self._told)
        except Undecided as undecided:
            words = f"Somebody changed {len(undecided.names)} of it since. Say --changed-since."
            raise CommandError("\n".join([words, *undecided.names[:20]])) from None
        except (ValidationError, IntegrityError) as problem:
            raise CommandError("\n".join(getattr(problem, "messages", [str(problem)]))) from None
        self.stdout.write(f"Undone by change {done.pk}." if done else "There was nothing to undo.")

    def _told(self, done: int, total: int) -> None:
        if done == total or done % 10_000 == 0:
            self.stdout.write(f"{done} of {total} records")
