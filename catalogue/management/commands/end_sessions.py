"""`manage.py end_sessions NAME`: signs an account out in every browser."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.sessions import end_sessions


class Command(BaseCommand):
    help = "Sign an account out in every browser."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="that the account signs in with")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"There is no account {name}.")
        self.stdout.write(f"Sessions ended: {end_sessions(account)}.")
