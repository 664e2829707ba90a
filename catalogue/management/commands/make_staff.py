"""`make staff`: asks for a name and a password and makes a staff account."""

import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from catalogue.serving import CannotServe, bring_up_to_date
from catalogue.staff_accounts import make_staff


class Command(BaseCommand):
    help = "Make an account that may edit every entry, but not other accounts."

    def handle(self, **options: Any) -> None:
        if not sys.stdin.isatty():
            raise CommandError("This asks for a password, so it needs a terminal: run `make staff` in one.")
        try:
            bring_up_to_date()
        except CannotServe as problem:
            raise CommandError(problem) from None
        while True:
            name = input("Name to sign in with: ").strip()
            password = self.ask_password()
            try:
                make_staff(name, password)
            except ValidationError as problem:
                self.stderr.write("\n".join(problem.messages))
                continue
            break
        self.stdout.write(f"{name} can now sign in at /admin/.")

    def ask_password(self) -> str:
        while True:
            password = getpass("Password (nothing shows while you type): ")
            if password == getpass("The same password again: "):
                return password
            self.stderr.write("The two were not the same.")
