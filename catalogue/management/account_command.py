"""What commands about one account share: the account is named by what it signs in with."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError, CommandParser


class AccountCommand(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="that the account signs in with")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"There is no account {name}.")
        self.stdout.write(self.deal_with(account))

    def deal_with(self, account: AbstractBaseUser) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError
