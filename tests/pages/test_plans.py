"""Pages right after an import, when PostgreSQL still believes its tables to be empty."""

from __future__ import annotations

import pytest
from django.db import connection

from catalogue.models import Microcredential, Sector, Source
from funding.models import FundingSource
from institutions.models import Institution

# Of every table and index, as ANALYZE would leave them after it found no row.
_FORGET = """UPDATE pg_class SET reltuples = 0, relpages = 1
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i');
    DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"""
_FEW = 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without figures")
@pytest.mark.parametrize("noun", [Institution, FundingSource, Sector, Microcredential, Source, None])
def test_no_query_takes_long_while_the_planner_knows_nothing(client, documents, noun):
    addresses = (
        [record.get_absolute_url() for record in noun.objects.all()[:_FEW]]
        if noun
        else ["/about/", "/sources/", "/coverage/"]
    )
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        cursor.execute("SET LOCAL statement_timeout = '5s'")
    for address in addresses:
        assert client.get(address).status_code == 200
