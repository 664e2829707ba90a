"""Lists of entries as files, for staff with drafts, and the way back: what was exported changes nothing."""

from __future__ import annotations

import csv
import io
from html import unescape

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client
from openpyxl import load_workbook

from catalogue.admin import list_files
from catalogue.exchange.exporting import as_it_was, safe
from catalogue.exchange.incoming.planning import make_plan
from catalogue.models import Citation, Import, Microcredential
from catalogue.staff_groups import StaffGroup
from catalogue.views.turns import MOST_AT_ONCE, TOO_MANY_REQUESTS
from institutions.models import Institution
from tests.catalogue.admin.access import addresses
from tests.catalogue.admin.desk import Desk, address
from tests.catalogue.admin.rows import rows_of
from tests.factories import make_account, make_draft, make_institution, make_offering, make_participation, make_price

pytestmark = pytest.mark.django_db

TITLES = ["=SUM(A1)", "'=quoted", "W̱SÁNEĆ and hən̓q̓əmin̓əm̓", "-5 degrees", "+1", "@home", "Say “hi”, she said"]
# Session, user, two for permissions, the list with the counts beside its filters; then all facts of its entries.
QUERIES = 18
LIST_QUERIES = 6  # session, user, two for permissions, the count and the rows
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
    plan = make_plan(file_of(maria.client, f"{LIST}?as_file={ending}"), f"x.{ending}")
    assert plan.summary() == f"0 new, 0 changed, {len(TITLES)} unchanged, 0 refused."


def test_a_file_holds_the_list_as_it_is_filtered(maria: Desk) -> None:
    make_draft("Draft"), make_offering("Shown")
    text = file_of(maria.client, f"{LIST}?state__exact=draft&as_file=csv").decode("utf-8-sig")
    assert [row["Title"] for row in csv.DictReader(io.StringIO(text))] == ["Draft"]
    assert "?state__exact=draft&as_file=xlsx" in unescape(maria.open(f"{LIST}?state__exact=draft").html)
    assert maria.client.get(f"{LIST}?state__nonsense=x&as_file=csv").status_code == 400
    assert maria.client.get(f"{LIST}?parent__exact=x&as_file=csv").status_code == 302


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
        file_of(maria.client, f"{LIST}?as_file=csv")


def table(text: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(text))]


def lists_of_the_admin() -> list[type[Model]]:
    there = addresses()
    return [each for each in apps.get_models() if f"{each._meta.app_label}/{each._meta.model_name}/" in there]


def test_every_list_is_to_be_had_as_a_file(maria: Desk, admin_client: Client) -> None:
    """Asked of the addresses: a list that is added without its files fails here. Two are for administrators."""
    rows_of(Citation, 2)
    lists = lists_of_the_admin()
    assert {User, Group, Import, Citation, Microcredential} < {*lists}
    for model in lists:
        client = admin_client if model in (User, Group) else maria.client
        there = address(model, "changelist")
        page = client.get(there)
        files = [address for address, _ in page.context["files"]]
        assert all(f'href="{each}"' in unescape(page.content.decode()) for each in files), model
        lines, workbook = (file_of(client, f"{there}?as_file={ending}") for ending in ("csv", "xlsx"))
        written = table(lines.decode("utf-8-sig"))
        assert len(written) == page.context["cl"].result_count + 1, model
        assert [[cell or "" for cell in row] for row in cells(workbook)] == written, model


def test_a_list_as_a_file_is_filtered_and_in_its_order(maria: Desk) -> None:
    for city in ("Victoria", "Nanaimo", "Kelowna"):
        make_institution(f"=School in {city}", city=city, kind="college" if city == "Kelowna" else "university")
    there = address(Institution, "changelist")
    asked = f"{there}?kind__exact=university&o=1"
    page = maria.open(asked)
    assert "as_file=csv" in page.html
    assert "as_file" not in maria.open(f"{there}?_popup=1").html
    found = table(file_of(maria.client, f"{asked}&as_file=csv").decode("utf-8-sig"))
    assert [row[0] for row in found] == ["Name", "'=School in Nanaimo", "'=School in Victoria"]
    assert found[1][2] == "university"
    assert maria.client.get(f"{there}?as_file=pdf").status_code == 302
    assert maria.client.get(f"{there}?kind__nonsense=x&as_file=csv").status_code == 400


def test_a_list_that_is_too_long_for_a_workbook_says_so(maria: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "MOST_IN_A_WORKBOOK", 1)
    rows_of(Citation, 2)
    there = address(Citation, "changelist")
    answer = maria.client.get(f"{there}?basis__exact=stated&as_file=xlsx", follow=True)
    assert answer.redirect_chain == [(f"{there}?basis__exact=stated", 302)]
    assert "Filter it, or take the CSV." in answer.content.decode()


def test_lists_as_files_take_the_turns_of_large_files(maria: Desk) -> None:
    made = [maria.client.get(f"{LIST}?as_file=csv") for _ in range(MOST_AT_ONCE)]
    for ending in ("csv", "xlsx"):
        assert maria.client.get(f"{LIST}?as_file={ending}").status_code == TOO_MANY_REQUESTS
    assert all(b"Title" in each.getvalue() for each in made)
    assert b"Title" in file_of(maria.client, f"{LIST}?as_file=csv")


def test_a_list_as_a_file_is_for_those_who_see_the_list(client: Client) -> None:
    nobody = Desk(User.objects.create_user("nobody", is_staff=True))
    editor = Desk(make_account("edwin", StaffGroup.EDITOR))
    assert nobody.client.get("/admin/catalogue/citation/?as_file=csv").status_code == 403
    assert editor.client.get("/admin/auth/user/?as_file=csv").status_code == 403
    assert client.get("/admin/catalogue/citation/?as_file=csv").status_code == 302


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_list_as_a_file_asks_the_same_number_of_questions(
    maria: Desk, django_assert_num_queries, how_many: int
) -> None:
    rows_of(Citation, how_many)
    with django_assert_num_queries(LIST_QUERIES):
        file_of(maria.client, "/admin/catalogue/citation/?as_file=csv")
