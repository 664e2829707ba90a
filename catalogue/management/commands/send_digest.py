"""`manage.py send_digest` writes to each editor what waits. Meant to be run once a week, by cron."""

from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError

from catalogue.admin.digest import digests


class Command(BaseCommand):
    help = "Sends each editor with an e-mail address a letter with what waits; none where nothing waits."

    def handle(self, **options: Any) -> None:
        letters = digests()
        try:
            get_connection().send_messages(letters)
        except (OSError, SMTPException) as problem:
            raise CommandError(f"The letters could not be handed over ({problem}): check EMAIL_URL.") from None
        self.stdout.write(f"Letters sent: {len(letters)}.")
