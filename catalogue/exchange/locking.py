"""One loader or importer at a time. The one place where the two databases need different words for it."""

from django.db import connection

_LOADING = 7_410_001  # any number; the same in every process


def wait_for_other_loaders() -> None:
    """Wait until nobody else loads, and keep others waiting until the transaction in hand ends.

    On SQLite there is nothing to do: settings.py has every transaction begin as its only writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
