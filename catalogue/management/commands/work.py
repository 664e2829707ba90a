"""`manage.py work` deals with one spreadsheet that staff have handed in, and ends. `make run` starts it ever again."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from catalogue.exchange.incoming.working import work
from catalogue.tending import POLITE


class Command(BaseCommand):
    help = "Waits for a spreadsheet that staff hand in, reads or writes it, and ends. Only one such process works."

    def handle(self, **options: Any) -> None:
        os.nice(POLITE)
        started_by = os.getppid()
        try:
            work(lambda: os.getppid() == started_by)
        except (OperationalError, InterfaceError) as problem:
            raise CommandError(f"The database is away ({' '.join(str(problem).split())}).") from None
