"""`make run`, once the environment stands: database, entries, style sheets, server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.serving import CannotServe, serve


class Command(BaseCommand):
    help = "Bring the database up to date, load the entries, and serve the site. ADDR says where."

    def handle(self, **options: Any) -> None:
        try:
            serve(say=self.stdout.write)
        except CannotServe as problem:
            raise CommandError(problem) from None
