"""`manage.py reset_second_step NAME`: takes away what an account shows beside its password, and signs it out."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.second_step.resetting import reset_second_step


class Command(BaseCommand):
    help = "Take away the second step of an account, which sets up a new one at the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="that the account signs in with")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"There is no account {name}.")
        reset_second_step(account, by=account)  # whoever has the shell can do it as anybody
        self.stdout.write(f"{name} sets up a new second step at the next sign-in.")
