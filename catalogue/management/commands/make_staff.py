"""`make staff`: asks for a group, a name, an e-mail address and a password and makes a staff account."""

import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from catalogue.serving import CannotServe, bring_up_to_date
from catalogue.staff_accounts import make_staff
from catalogue.staff_groups import StaffGroup


class Command(BaseCommand):
    help = "Make an account that may sign in to the admin."

    def handle(self, **options: Any) -> None:
        if not sys.stdin.isatty():
            raise CommandError("This asks for a password, so it needs a terminal: run `make staff` in one.")
        try:
            bring_up_to_date()
        except CannotServe as problem:
            raise CommandError(problem) from None
        group = self.ask_group()
        while True:
            name = input("Name to sign in with: ").strip()
            email = input("E-mail address, for letters to staff (may be left empty): ").strip()
            password = self.ask_password()
            try:
                make_staff(name, password, group, email)
            except ValidationError as problem:
                self.stderr.write("\n".join(problem.messages))
                continue
            break
        self.stdout.write(f"{name} can now sign in at /admin/.")

    def ask_group(self) -> StaffGroup:
        """The first letter of its name is enough; an empty line is a publisher."""
        for group in StaffGroup:
            self.stdout.write(f"  {group.value}: {group.label}.")
        while True:
            typed = input("Group [Publisher]: ").strip().lower() or "publisher"
            chosen = [group for group in StaffGroup if group.value.lower().startswith(typed)]
            if len(chosen) == 1:
                return chosen[0]
            self.stderr.write("Type the name of one of the four.")

    def ask_password(self) -> str:
        while True:
            password = getpass("Password (nothing shows while you type): ")
            if password == getpass("The same password again: "):
                return password
            self.stderr.write("The two were not the same.")
