"""`manage.py end_sessions NAME`: signs an account out in every browser."""

from django.contrib.auth.models import AbstractBaseUser

from catalogue.management.account_command import AccountCommand
from catalogue.sessions import end_sessions


class Command(AccountCommand):
    help = "Sign an account out in every browser."

    def deal_with(self, account: AbstractBaseUser) -> str:
        return f"Sessions ended: {end_sessions(account)}."
