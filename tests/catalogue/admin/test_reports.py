"""Reports for the ministry: each number is that of the list it leads to, and the file says what the page says."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from catalogue.admin.reports.pages import REPORTS
from catalogue.admin.reports.period import Period
from catalogue.admin.reports.tables import Cell, Table
from catalogue.models import FruitlessSearch
from catalogue.search import Search
from catalogue.workflow import withdraw
from institutions.changes import Change, Way, recording
from tests.catalogue.admin.desk import Desk
from tests.factories import make_audience, make_draft, make_institution, make_offering, make_price
from tests.pages.elements import page
from tests.pages.walk import body

pytestmark = pytest.mark.django_db
NAMES = [report.name for report in REPORTS]
QUERIES = {
    "holdings": 6,
    "completeness": 22,
    "freshness": 10,
    "announced": 6,
    "changes": 38,
    "searches": 5,
    "service": 8,
}


def shown(desk: Desk, name: str, **asked: str) -> dict[str, dict[str, list[str]]]:
    """The tables of a report: rows by their first cell."""
    tables = desk.client.get(reverse("report", args=[name]), asked).context["tables"]
    return {
        table.name: {row[0].text: [cell.text for cell in row[1:]] for row in [*table.rows, table.total] if row}
        for table in tables
    }


def test_every_report_is_reached_from_the_front_page(maria: Desk) -> None:
    assert f'href="{reverse("reports")}"' in maria.open("/admin/").html
    listed = page(maria.client.get(reverse("reports")))
    for report in REPORTS:
        assert report.title in [link.text for link in listed.all("a", href=reverse("report", args=[report.name]))]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_catalogue_has_reports_too(maria: Desk, name: str) -> None:
    assert maria.client.get(reverse("report", args=[name])).status_code == 200


@pytest.mark.parametrize("address", ["/admin/reports/", *(f"/admin/reports/{name}/" for name in NAMES)])
def test_only_who_may_see_entries_sees_reports(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    kim = Desk(User.objects.create_user("kim", is_staff=True))
    assert kim.client.get(address).status_code == 403


def test_what_is_not_there_is_not_found(maria: Desk) -> None:
    assert maria.client.get("/admin/reports/nothing/").status_code == 404
    assert maria.client.get("/admin/reports/freshness/nothing.csv").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_the_file_says_what_the_page_says(maria: Desk, name: str) -> None:
    make_offering("=Welding", provider="Camosun College", delivery="online")
    for table in maria.client.get(reverse("report", args=[name])).context["tables"]:
        response = maria.client.get(reverse("report-csv", args=[name, table.name]))
        assert "attachment" in response["Content-Disposition"]
        rows = list(csv.reader(StringIO(body(response).lstrip("\ufeff"))))
        assert [[cell.lstrip("'") for cell in row] for row in rows] == [*table.lines]
        workbook = maria.client.get(reverse("report-xlsx", args=[name, table.name]))
        sheet = load_workbook(BytesIO(workbook.content)).active
        assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows


def test_each_count_of_programs_leads_to_as_many(maria: Desk) -> None:
    camosun = make_institution("Camosun College")
    for number in range(3):
        make_offering(f"Welding {number}", provider=camosun, delivery="online")
    make_offering("Carpentry", provider="Okanagan College")
    make_draft("Hidden")
    make_institution("Selkirk College", kind="college", ownership="public", region="kootenay")
    tables = maria.client.get(reverse("report", args=["holdings"])).context["tables"]
    linked = [cell for table in tables[:2] for row in [*table.rows, table.total] for cell in row if cell.url]
    assert len(linked) > 6
    for cell in linked:
        assert str(Search(urlsplit(cell.url).query).total) == cell.text, cell.url
    assert [row[0].text for row in tables[2].rows] == ["Selkirk College"]


def test_gaps_are_said(maria: Desk) -> None:
    make_offering("Welding", provider="Camosun College", delivery="online")
    make_offering("Carpentry", provider="Okanagan College", delivery="in-person")
    ways = maria.client.get(reverse("report", args=["holdings"])).context["tables"][1]
    assert ["Not stated", "Not stated", "no school", "0"] in [[cell.text for cell in row] for row in ways.rows]


def test_long_counts_are_grouped_on_the_page_and_plain_in_the_file() -> None:
    cells = [Cell.count(20_001), Cell("20001"), Cell.share(1, 3)]
    assert [cell.words for cell in cells] == ["20,001", "20001", "33 %"]
    assert [*Table("t", "T", ["a", "b", "c"], [cells]).lines][1] == ["20001", "20001", "33 %"]


def test_completeness_counts_answers(maria: Desk) -> None:
    make_price(make_offering("Welding", provider="Camosun College"), 90)
    found = shown(maria, "completeness")
    assert found["questions"]["What it costs"][:2] == ["100 %", "0"]
    assert found["schools"]["Camosun College"][0] == "1"


def test_freshness_counts_days(maria: Desk) -> None:
    today = timezone.localdate()
    camosun = make_institution("Camosun College")
    days = {"verified": [0, 89, 90, 364, 365, None], "due": [-1, 0, 1, 90, 91, None]}
    for number, (verified, due) in enumerate(zip(*days.values(), strict=True)):
        make_offering(
            f"Welding {number}",
            provider=camosun,
            last_verified=None if verified is None else today - timedelta(days=verified),
            review_due=None if due is None else today + timedelta(days=due),
        )
    found = shown(maria, "freshness")
    assert found["checked"] == {"Camosun College": ["2", "2", "1", "1"], "All schools": ["2", "2", "1", "1"]}
    assert found["due"] == {"Camosun College": ["1", "1", "2", "1", "1"], "All schools": ["1", "1", "2", "1", "1"]}


def test_searches_in_vain_are_told(maria: Desk) -> None:
    FruitlessSearch.objects.create(day=date(2026, 11, 2), text="welding", count=3)
    assert shown(maria, "searches")["searches"] == {"welding": ["3", "November 2, 2026", "nothing yet"]}


def test_what_changed_between_two_days(maria: Desk) -> None:
    entry, other = make_offering("Welding", provider="Camosun College"), make_offering("Carpentry")
    Change.objects.update(made_at=timezone.now() - timedelta(days=40))
    with recording(by=maria.user):
        entry.summary = "You learn to weld."
        entry.save()
        make_price(entry, 90)
    withdraw(other, by=None, why="", public_reason="It ended.")
    found = shown(maria, "changes")["changes"]
    assert found.keys() == {"Welding", "Carpentry"}
    kind, what, changes, by, last = found["Welding"]
    assert (kind, what, changes, by) == ("Microcredential", "Summary; measure added", "1", "maria")
    assert last == f"{timezone.localdate():%B} {timezone.localdate().day}, {timezone.localdate().year}"
    long_ago = (timezone.localdate() - timedelta(days=40)).isoformat()
    before = shown(maria, "changes", **{"from": long_ago, "to": long_ago})["changes"]
    assert before["Welding"][1] == "added", "what came with it is not told again"
    assert shown(maria, "changes", **{"from": "2001-01-01", "to": "2001-01-02"}) == {"large": {}, "changes": {}}


def in_file(desk: Desk, **asked: str) -> list[list[str]]:
    response = desk.client.get(reverse("report-csv", args=["changes", "changes"]), asked)
    return list(csv.reader(StringIO(body(response).lstrip("\ufeff"))))[1:]


def test_a_large_change_is_one_line_and_in_the_file_it_is_told_thing_by_thing(
    maria: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.admin.reports.large_changes.LARGE", 5)
    with recording(by=maria.user, way=Way.IMPORT, why="Import of courses.csv"):
        many = [make_offering(f"Welding {number}") for number in range(3)]
        prices = [make_price(entry, 90) for entry in many]
    with recording(by=maria.user):
        many[0].summary = "You learn to weld."
        many[0].save()
    found = shown(maria, "changes")
    (told,) = found["large"].values()
    assert told[:3] == ["maria", "import of a file", "Import of courses.csv"]
    assert "3 microcredentials added" in told[3]
    assert f"{len(prices)} measures added" in told[3]
    change = many[1].history.get().change
    there = reverse("admin:institutions_change_change", args=[change.pk])
    assert f'href="{there}"' in maria.open(reverse("report", args=["changes"])).html
    assert found["changes"].keys() == {"Welding 0"}
    assert found["changes"]["Welding 0"][:4] == ["Microcredential", "added; Summary", "2", "maria"]
    assert [row[:4] for row in in_file(maria) if row[1] == "Microcredential"] == [
        ["Welding 0", "Microcredential", "added; Summary", "2"],
        ["Welding 1", "Microcredential", "added", "1"],
        ["Welding 2", "Microcredential", "added", "1"],
    ]


def test_earlier_changes_than_the_page_tells_of_are_counted_and_in_the_file(
    maria: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.admin.reports.period.MOST_CHANGES", 2)
    for title in ("First", "Second", "Third", "Fourth"):
        with recording(by=maria.user):
            make_draft(title)
    assert shown(maria, "changes")["changes"].keys() == {"Third", "Fourth"}
    assert "2 earlier ones are in the file" in maria.open(reverse("report", args=["changes"])).html
    assert [row[0] for row in in_file(maria)] == ["First", "Second", "Third", "Fourth"]


def test_a_workbook_of_too_many_rows_is_refused_in_words(maria: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.admin.reports.pages.MOST_IN_A_WORKBOOK", 2)
    for title in ("First", "Second", "Third"):
        make_draft(title)
    day = timezone.localdate().isoformat()
    response = maria.client.get(reverse("report-xlsx", args=["changes", "changes"]), {"from": day}, follow=True)
    assert response.redirect_chain == [(f"{reverse('report', args=['changes'])}?from={day}", 302)]
    assert "A workbook holds 2 rows at most." in body(response)
    assert len(in_file(maria)) == 3


def test_what_belongs_to_nothing_else_is_told_by_itself(maria: Desk) -> None:
    make_audience("Carvers")
    assert shown(maria, "changes")["changes"]["Carvers"][:2] == ["Audience", "audience added"]


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "9" * 30, "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_named(maria: Desk, day: str) -> None:
    response = maria.client.get(reverse("report", args=["changes"]), {"from": day, "to": day})
    assert response.status_code == 200
    assert len(response.context["period"].problems) == 2
    assert "is not a day we can use" in body(response)


def test_days_in_the_wrong_order_are_turned_round() -> None:
    found = Period.asked({"from": "2026-11-02", "to": "2026-11-01"})
    assert (found.first, found.last, len(found.problems)) == (date(2026, 11, 1), date(2026, 11, 2), 1)


@pytest.mark.parametrize("name", NAMES)
def test_more_entries_cost_no_more_queries(maria: Desk, name: str, django_assert_num_queries) -> None:
    address = reverse("report", args=[name])
    camosun = make_institution("Camosun College")
    for titles in (["Welding"], ["Pipes", "Plates", "Rails"]):
        for title in titles:
            make_price(make_offering(title, provider=camosun, delivery="online"), 90)
        maria.client.get(address)
        with django_assert_num_queries(QUERIES[name]):
            maria.client.get(address)


def test_a_long_table_goes_on_in_the_file(maria: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.admin.reports.tables.MOST_ROWS", 2)
    for day in range(1, 6):
        FruitlessSearch.objects.create(day=date(2026, 11, day), text=f"welding {day}", count=1)
    html = maria.open(reverse("report", args=["searches"])).html
    assert html.count("welding ") == 2
    assert "3 more are in the file." in html
    rows = body(maria.client.get(reverse("report-csv", args=["searches", "searches"]))).splitlines()
    assert len(rows) == 6
