"""`manage.py begin_epoch`: after a backup was restored, so that nobody takes an old state for the present one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from institutions.generation import begin_epoch


class Command(BaseCommand):
    help = "Say that the database was restored or copied: every worker then makes its search index anew."

    def handle(self, *args: Any, **options: Any) -> None:
        begin_epoch()
        self.stdout.write("A new epoch has begun. Workers that run now make their search index anew.")
