"""`manage.py migrate` as the role that may change the tables (MIGRATE_DATABASE_URL), waiting for nobody for long."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError

from catalogue.production.owner import LONGEST_LOCK, as_owner


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            try:
                super().handle(*args, **options)
            except OperationalError as problem:
                if getattr(problem.__cause__, "sqlstate", "") != "55P03":  # lock_not_available
                    raise
                raise CommandError(
                    f"Somebody has used a table for more than {LONGEST_LOCK}, so this step was not made. "
                    "Nothing is lost: run migrate again."
                ) from None
