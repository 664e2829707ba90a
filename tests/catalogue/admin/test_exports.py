"""Lists of entries as files, for staff with drafts, and the way back: what was exported changes nothing."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from catalogue.exchange.exporting import as_it_was, safe
from catalogue.exchange.incoming.planning import make_plan
from tests.catalogue.admin.desk import Desk
from tests.factories import make_draft, make_institution, make_offering, make_participation, make_price

pytestmark = pytest.mark.django_db

TITLES = ["=SUM(A1)", "'=quoted", "W̱SÁNEĆ and hən̓q̓əmin̓əm̓", "-5 degrees", "+1", "@home", "Say “hi”, she said"]
# Session, user, two for permissions, the list with the counts beside its filters; then all facts of its entries.
QUERIES = 18
LIST = "/admin/catalogue/microcredential/"


def file_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer)


def cells(data: bytes) -> list[tuple]:
    return [*load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_staff_exported_changes_nothing(maria: Desk, ending: str) -> None:
    school = make_institution("Camosun College")
    for number, title in enumerate(TITLES):
        entry = make_draft(title, slug=f"entry-{number}", summary="One.\nTwo.", skills="a\nb", delivery="online")
        make_participation(entry, school)
        make_price(entry, 200, measures="course")
    plan = make_plan(file_of(maria.client, f"{LIST}export.{ending}"), f"x.{ending}")
    assert plan.summary() == f"0 new, 0 changed, {len(TITLES)} unchanged, 0 refused."


def test_a_file_holds_the_list_as_it_is_filtered(maria: Desk) -> None:
    make_draft("Draft"), make_offering("Shown")
    text = file_of(maria.client, f"{LIST}export.csv?state__exact=draft").decode("utf-8-sig")
    assert [row["Title"] for row in csv.DictReader(io.StringIO(text))] == ["Draft"]
    assert f"{LIST}export.xlsx?state__exact=draft" in maria.open(f"{LIST}?state__exact=draft").html
    assert maria.client.get(f"{LIST}export.csv?state__nonsense=x").status_code == 400
    assert maria.client.get(f"{LIST}export.csv?parent__exact=x").status_code == 302


def test_a_workbook_holds_text_alone_and_no_draft_for_visitors(client: Client) -> None:
    make_draft("Draft"), make_offering("=1+1")
    data = file_of(client, "/microcredentials.xlsx")
    heading, row = cells(data)
    assert (heading[0], row[0]) == ("Title", "'=1+1")
    assert {cell.data_type for cell in load_workbook(io.BytesIO(data)).active[2]} == {"s"}
    assert client.get("/microcredentials.xlsx?delivery=owl").status_code == 400


@pytest.mark.parametrize("cell", ["", "'", "''", "=1", "'=1", "''=1", "a", "'a", "-", "＝1"])
def test_no_cell_runs_and_each_comes_back(cell: str) -> None:
    assert as_it_was(safe(cell)) == cell
    assert not safe(cell).startswith(("=", "-", "＝"))


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_file_asks_the_same_number_of_questions(maria: Desk, django_assert_num_queries, how_many: int) -> None:
    for number in range(how_many):
        make_draft(f"Entry {number}")
    with django_assert_num_queries(QUERIES):
        file_of(maria.client, f"{LIST}export.csv")
