"""What the checks find when something was written by plain SQL, past the record that every other write leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from catalogue.checking import check
from catalogue.models import SectorTag
from institutions.records import Record
from tests.factories import make_institution, make_offering, make_sector

from .findings import found

pytestmark = pytest.mark.django_db

REMEDY = "Search and history do not know of it. Edit it once in the admin."


def run_sql(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def past_the_record(record: Record) -> list[str]:
    return [text for is_error, text in found(record) if is_error and "past the record" in text]


def test_a_value_changed_by_sql_is_found_until_the_record_is_edited():
    school = make_institution("School")
    run_sql("UPDATE institutions_institution SET name = 'Other', city = 'Trail' WHERE id = %s", school.pk)
    assert past_the_record(school) == [f"It was changed past the record: name, city. {REMEDY}"]
    school.refresh_from_db()
    school.region = "kootenay"
    school.save()
    assert past_the_record(school) == []


def test_so_is_one_changed_by_a_queryset_that_records_nothing():
    school = make_institution("School")
    QuerySet(type(school)).filter(pk=school.pk).update(name="Other")
    assert past_the_record(school) == [f"It was changed past the record: name. {REMEDY}"]


def test_a_row_made_by_sql_is_found():
    entry, sector = make_offering(), make_sector()
    run_sql(
        "INSERT INTO catalogue_sectortag (key, version, microcredential_id, sector_id) VALUES ('made', 1, %s, %s)",
        entry.pk,
        sector.pk,
    )
    assert past_the_record(SectorTag.objects.get()) == [f"It was made past the record. {REMEDY}"]


def test_a_row_deleted_by_sql_is_found_until_it_is_made_and_deleted_again(capsys: pytest.CaptureFixture):
    sector = make_sector("Trades", key="trades")
    run_sql("DELETE FROM catalogue_sector WHERE id = %s", sector.pk)
    assert past_the_record(sector) == [
        "It was deleted past the record. Search may still show it. Load it again with this key, then delete it."
    ]
    with pytest.raises(CommandError):
        call_command("check_catalogue")
    assert (
        f"ERROR: sector trades /admin/catalogue/sector/{sector.pk}/change/: It was deleted" in capsys.readouterr().out
    )
    make_sector("Trades", key="trades").delete()
    assert not [finding for finding in check() if "past the record" in finding.text]


def test_every_record_has_a_page_to_edit_it():
    assert [noun for noun in apps.get_models() if issubclass(noun, Record) and not admin.site.is_registered(noun)] == []
