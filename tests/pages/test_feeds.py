"""Feeds and calendars: what is new first, any filter, the last days to apply; and nothing that a reader cannot read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from catalogue.models import Microcredential
from catalogue.opendata.feed import MOST
from catalogue.opendata.moments import moments
from catalogue.search import current_snapshot
from catalogue.workflow import publish, withdraw
from tests.factories import make_draft, make_institution, make_offering, make_participation, make_price

pytestmark = pytest.mark.django_db
ATOM, ICS = "/microcredentials.atom", "/microcredentials.ics"
_NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _origin(settings):
    settings.SITE_ORIGIN = "https://catalogue.example"


def feed(client, query: str = "") -> list[dict[str, str]]:
    """The entries of a feed, as a reader sees them."""
    response = client.get(f"{ATOM}?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    root = ElementTree.fromstring(response.content)
    for name in ("id", "title", "updated"):
        assert root.findtext(f"a:{name}", namespaces=_NAMES)
    assert datetime.fromisoformat(root.findtext("a:updated", namespaces=_NAMES)).utcoffset() is not None
    return [
        {child.tag.partition("}")[2]: child.text or child.get("href") for child in reversed(entry)}
        for entry in root.findall("a:entry", _NAMES)
    ]


def calendar(client, query: str = "") -> list[dict[str, str]]:
    """The events of a calendar, read by the rules of RFC 5545."""
    response = client.get(f"{ICS}?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    text = response.content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")
    events: list[dict[str, str]] = []
    for name, _, value in (line.partition(":") for line in lines):
        if (name, value) == ("BEGIN", "VEVENT"):
            events.append({})
        elif events and name not in ("BEGIN", "END"):
            assert name not in events[-1]
            events[-1][name] = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    return events


def test_a_feed_has_what_changed_last_first(client):
    wood, metal = make_offering("Wood", slug="wood"), make_offering("Metal", slug="metal")
    assert [entry["title"] for entry in feed(client)] == ["Metal", "Wood"]
    first = feed(client)[1]
    make_price(wood, 200)
    changed = feed(client)[0]
    assert changed["title"] == "Wood"
    assert changed["published"] == first["published"]
    assert changed["link"] == "https://catalogue.example/microcredentials/wood/"
    assert changed["id"] == first["id"] == f"tag:catalogue.example,2026:{wood.key}"
    metal.slug = "metals"
    metal.save()
    assert feed(client)[0]["id"].endswith(metal.key)


def test_a_feed_takes_the_filters_of_the_page(client):
    make_offering("Wood", delivery="online")
    make_offering("Metal", delivery="in-person")
    assert [entry["title"] for entry in feed(client, "delivery=online&view=table&page=7")] == ["Wood"]
    assert feed(client, "q=nothinglikeit") == []
    for address in (ATOM, ICS):
        refused = client.get(f"{address}?delivery=by-boat")
        assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (400, "*")
        assert "by-boat" in refused.content.decode()


def test_a_feed_ends_somewhere(client):
    college = make_institution()
    for number in range(MOST + 1):
        make_offering(f"Course {number}", provider=college)
    assert [entry["title"] for entry in feed(client)] == [f"Course {number}" for number in range(MOST, 0, -1)]


def test_what_was_written_before_an_entry_was_shown_is_not_when_it_appeared(client):
    draft = make_draft("Wood")
    make_participation(draft, make_institution())
    old = timezone.now() - timedelta(days=30)
    for row in draft.history.all():
        row.history_date = old
        row.save()
    publish(draft, by=None)
    assert datetime.fromisoformat(feed(client)[0]["published"]) > old + timedelta(days=29)


def test_what_was_written_while_an_entry_was_hidden_changed_when_it_was_shown_again(client):
    """Between two moments that a reader can see nothing else is told, however late it was written."""
    wood = make_offering("Wood")
    shown = wood.history.first().history_date
    withdraw(wood, by=None, why="Mistake", public_reason="It is being checked.")
    price = make_price(wood, 200)
    publish(wood, by=None)
    at = {each.state: each.history_date for each in wood.history.all().order_by("history_id")}
    assert at["withdrawn"] < price.history.first().history_date < at["published"]
    assert moments(current_snapshot())[wood.pk] == (shown, at["published"])
    price.minimum = 300
    price.save()
    assert moments(current_snapshot())[wood.pk] == (shown, price.history.first().history_date)


def test_an_entry_whose_history_is_missing_has_no_moment_and_harms_no_feed(client):
    make_offering("Welding")
    lost = make_offering("Lost", application_deadline=date(2030, 1, 31))
    Microcredential.history.filter(id=lost.pk).delete()
    assert [entry["title"] for entry in feed(client)] == ["Welding"]
    assert calendar(client) == []
    assert client.get("/sitemaps/0.xml").status_code == client.get("/data/changes.json").status_code == 200


def test_a_title_with_signs_that_no_file_may_hold(client):
    title = 'A <b>"bold"</b> & odd\x01 one; with, signs\\ é' + "ü" * 60
    make_offering(title, application_deadline=date(2027, 3, 1), summary="One\nline; two, three.")
    assert feed(client)[0]["title"] == title.replace("\x01", " ")
    (event,) = calendar(client)
    assert event["SUMMARY"] == f"Last day to apply: {title}".replace("\x01", "")
    assert event["DESCRIPTION"] == "One\nline; two, three."


def test_a_calendar_has_the_last_days_to_apply(client):
    make_offering("Wood", slug="wood", application_deadline=date(2027, 3, 31), delivery="online")
    make_offering("Metal", application_deadline=date(2027, 1, 2), delivery="in-person")
    make_offering("Glass")
    make_draft("Hidden", application_deadline=date(2027, 1, 2))
    assert [event["SUMMARY"] for event in calendar(client)] == [
        "Last day to apply: Metal",
        "Last day to apply: Wood",
    ]
    (event,) = calendar(client, "delivery=online")
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20270331", "20270401")
    assert event["URL"] == "https://catalogue.example/microcredentials/wood/"
    assert datetime.strptime(event["DTSTAMP"], "%Y%m%dT%H%M%SZ")  # noqa: DTZ007


@pytest.mark.parametrize("address", [ATOM, ICS])
def test_what_has_not_changed_is_not_sent_again(client, address):
    wood = make_offering("Wood", application_deadline=date(2027, 3, 31))
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    wood.title = "Timber"
    wood.save()
    assert b"Timber" in client.get(address, headers={"If-None-Match": first["ETag"]}).content


@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_asks_a_fixed_number_of_questions(client, assert_page_queries, number):
    for title in range(number):
        make_price(make_offering(str(title), application_deadline=date(2027, 3, 31)), 200)
    with assert_page_queries(11):
        client.get(ATOM)
