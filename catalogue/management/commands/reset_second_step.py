"""`manage.py reset_second_step NAME`: takes away what an account shows beside its password, and signs it out."""

from django.contrib.auth.models import AbstractBaseUser

from catalogue.management.account_command import AccountCommand
from catalogue.second_step.resetting import reset_second_step


class Command(AccountCommand):
    help = "Take away the second step of an account, which sets up a new one at the next sign-in."

    def deal_with(self, account: AbstractBaseUser) -> str:
        reset_second_step(account, by=account)  # whoever has the shell can do it as anybody
        return f"{account.get_username()} sets up a new second step at the next sign-in."
