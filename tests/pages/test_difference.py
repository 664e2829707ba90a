"""What differs between the editions of two days: all that does, nothing that was taken back, no day that is none."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.utils import timezone

from catalogue.models import Measure, Microcredential
from catalogue.opendata.whole.editions import keep_up, make_edition
from catalogue.opendata.whole.standing import end_of
from catalogue.workflow import withdraw
from tests.catalogue.opendata.whole.writing import days_ago
from tests.factories import make_draft, make_institution, make_length, make_offering, make_part, make_price
from tests.pages.elements import page
from tests.pages.other_pages import prose_grade

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FIRST, LAST = (TODAY - timedelta(days=days) for days in (5, 1))
DAYS = {"from": FIRST.isoformat(), "to": LAST.isoformat()}


def make_editions(*days: date) -> None:
    for day in days or (FIRST, LAST):
        make_edition(day, end_of(day))


@pytest.fixture
def history() -> Microcredential:
    """A title that changed between the two days, a price that came, a length that went, an entry that is new."""
    school = make_institution("College", slug="college")
    wood = make_offering("Wood", slug="wood", provider=school)
    part = make_part(wood, "Saws", slug="saws")
    make_length(wood, 8)
    days_ago(6)
    wood.title = "Timber"
    wood.save()
    make_price(part, 200)
    Measure.objects.get(microcredential=wood).delete()
    make_offering("Metal", slug="metal", provider=school)
    make_draft("zqxdraft")
    days_ago(3)
    wood.title = "Of today"
    wood.save()
    return wood


def data(client, **days: str) -> dict:
    response = client.get("/data/difference.json", days or DAYS)
    assert response.status_code == 200
    return json.loads(response.getvalue())


def told(client) -> set[tuple[str, str, str, str, str]]:
    """Each value that differs, without those of a new row that everybody has."""
    return {
        (row["change"], row["table"], field, value["was"] or "", value["now"] or "")
        for row in data(client)["changes"]
        for field, value in row["values"].items()
    }


def test_what_is_new_changed_and_gone(client, history):
    make_editions()
    found = told(client)
    assert ("changed", "microcredentials", "title", "Wood", "Timber") in found
    assert ("new", "microcredentials", "title", "", "Metal") in found
    assert ("new", "measures", "minimum", "", "200") in found
    assert ("removed", "measures", "minimum", "8", "") in found
    assert {table for _, table, *_ in found} == {"microcredentials", "measures", "participations"}
    assert [each for each in found if each[0] == "changed"] == [
        ("changed", "microcredentials", "title", "Wood", "Timber")
    ]
    (row,) = (row for row in data(client)["changes"] if row["values"].get("minimum", {}).get("now") == "200")
    assert row["entry"].endswith("/microcredentials/saws/")


def test_the_page_and_the_csv_say_the_same(client, history):
    make_editions()
    main = page(client.get("/data/difference/", DAYS)).one("main")
    (changed,) = main.one("div", cls="scroll", aria_labelledby="changed").one("tbody").all("tr")
    assert [cell.text for cell in changed.all("th") + changed.all("td")] == [
        "Timber",
        "Microcredential: Title",
        "Wood",
        "Timber",
    ]
    links = [link.attributes["href"] for link in main.all("a")]
    assert "/microcredentials/wood/#saws" in links
    assert "zqxdraft" not in main.text
    assert f"/data/difference/?from={FIRST}&to={LAST}" in main.text, "to cite"
    lines = csv.reader(StringIO(client.get("/data/difference.csv", DAYS).getvalue().decode("utf-8-sig")))
    assert next(lines) == ["change", "table", "key", "entry", "field", "was", "now"]
    assert {(change, table, *values) for change, table, _, _, *values in lines} == told(client)


def test_days_that_are_alike(client, history):
    days = (LAST, LAST - timedelta(days=1))
    make_editions(*days)
    asked = {"from": days[1].isoformat(), "to": days[0].isoformat()}
    assert data(client, **asked)["changes"] == []
    main = page(client.get("/data/difference/", asked)).one("main")
    assert [line.text for line in main.one("section", aria_labelledby="sum").one("ul").all("li")] == [
        *("New: 0", "Changed: 0", "Removed: 0", "Taken out: 0")
    ]


def test_what_was_taken_out_is_an_address_a_day_and_a_reason(client, history):
    make_editions()
    withdraw(history, by=None, why="between us", public_reason="It ended.")
    for address in ("/data/difference.json", "/data/difference.csv"):
        assert client.get(address, DAYS).status_code == 503, "until the editions have been looked at"
    assert "being made" in page(client.get("/data/difference/", DAYS)).one("main").text
    while keep_up():
        pass
    assert data(client)["withdrawn"] == [], "that was after the last of the two days"
    make_editions(TODAY)
    days = {"from": FIRST.isoformat(), "to": TODAY.isoformat()}
    gone = {"slug": "wood", "withdrawn_on": TODAY.isoformat(), "reason": "It ended."}
    assert data(client, **days)["withdrawn"] == [gone]
    for form in (".json", ".csv", "/"):
        shown = client.get(f"/data/difference{form}", days).getvalue().decode()
        assert "It ended." in shown
        assert [word for word in ("Timber", "Saws", "between us") if word in shown] == []


BAD = [
    ({"from": "yesterday", "to": LAST.isoformat()}, "from", "“yesterday” is no day"),
    ({"from": "2026-02-31", "to": LAST.isoformat()}, "from", "“2026-02-31” is no day"),
    ({"from": "2021-02-28", "to": LAST.isoformat()}, "from", "There is no edition of 2021-02-28."),
    ({"from": "0001-01-01", "to": LAST.isoformat()}, "from", "There is no edition of 0001-01-01."),
    ({"from": FIRST.isoformat()}, "to", "Please give both days."),
    ({"from": LAST.isoformat(), "to": FIRST.isoformat()}, "to", "must come after"),
    ({**DAYS, "since": "x"}, "since", "“since” means nothing here."),
    ({"from": "<b>", "to": "٢٠٢٦-٠١-٠١"}, "to", "is no day"),
]
# The days are understood, but nothing is there.
NOTHING_THERE = {"There is no edition of 2021-02-28.", "There is no edition of 0001-01-01.", "must come after"}


@pytest.mark.parametrize(("asked", "name", "words"), BAD, ids=lambda value: str(value)[:30])
def test_bad_days_are_named(client, asked, name, words):
    make_editions()
    status = 404 if words in NOTHING_THERE else 400
    refused = client.get("/data/difference/", asked)
    assert refused.status_code == (200 if len(asked) == 1 else status), "a page with one day goes on asking"
    main = page(refused).one("main")
    assert words in main.one(cls="problems").text
    for parameter in ("from", "to"):
        assert main.one("input", id=parameter).attributes["value"] == asked.get(parameter, "").strip(), (
            "nothing is lost"
        )
    refused = client.get("/data/difference.json", asked)
    assert refused.status_code == status
    assert words in json.loads(refused.content)["problems"][name]


def test_without_days_the_page_asks_for_them(client, history):
    make_editions()
    asking = client.get("/data/difference/")
    assert asking.status_code == 200
    assert page(asking).all(cls="problems") == []
    assert page(asking).all("input", name="from")
    assert client.get("/data/difference.json").status_code == 400


def test_before_there_are_two_editions_the_page_says_what_is_missing(client):
    main = page(client.get("/data/difference/")).one("main")
    assert main.all("form") == []
    assert "not two editions yet" in main.text
    assert page(client.get("/data/difference/", DAYS)).one("main").all("form"), (
        "who asks for days is answered about them"
    )


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_a_fixed_number_of_questions(client, assert_page_queries, number):
    for _ in range(number):
        make_offering()
    days_ago(3)
    make_editions()
    client.get("/")
    with assert_page_queries(9):
        client.get("/data/difference/", DAYS)


def test_it_is_easy_to_read(client, history):
    make_editions()
    assert prose_grade(page(client.get("/data/difference/", DAYS))) <= 8
