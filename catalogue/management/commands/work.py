"""`manage.py work` sends letters, deals with one spreadsheet of staff, and ends. `make run` starts it ever again."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from catalogue.exchange.incoming.working import work
from catalogue.tending import POLITE


class Command(BaseCommand):
    help = "Sends letters to sign in until staff hand in a spreadsheet, reads or writes it, and ends. Only one works."

    def handle(self, **options: Any) -> None:
        os.nice(POLITE)
        started_by = os.getppid()
        try:
            work(lambda: os.getppid() == started_by)
        except (OperationalError, InterfaceError) as problem:
            raise CommandError(f"The database is away ({' '.join(str(problem).split())}).") from None
