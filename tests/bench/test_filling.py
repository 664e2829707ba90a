"""Entries written straight into a file are the ones that the ORM would have stored."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from bench.filling import Writer
from catalogue.generating import generate_entries
from catalogue.models import AudienceTag, FundingLink, Measure, Microcredential, Participation, Recognition, SectorTag

MODELS = (Microcredential, Participation, Recognition, Measure, SectorTag, AudienceTag, FundingLink)


def rows_of(create: list) -> list[list[dict]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")  # earlier tests may have used up the first keys
        generate_entries(60, 3, *create)
        rows = [list(model.objects.order_by("pk").values()) for model in MODELS]
        transaction.set_rollback(True)
    return rows


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only an SQLite file is filled like this")
def test_rows_are_those_of_the_orm():
    usual = rows_of([])
    assert all(usual)
    assert rows_of([Writer(connection.connection)]) == usual
