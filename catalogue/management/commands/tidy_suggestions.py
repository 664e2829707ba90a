"""`manage.py tidy_suggestions` deletes what is kept of those who suggest something for a while only."""

from typing import Any

from django.core.management.base import BaseCommand

from catalogue.suggesting import tidy


class Command(BaseCommand):
    help = "Deletes e-mail addresses after 90 days and networks after an hour. `make run` does the same every hour."

    def handle(self, **options: Any) -> None:
        tidy()
