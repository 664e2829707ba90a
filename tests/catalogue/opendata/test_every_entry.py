"""Every entry of the documents in every format, as the site sends it, held against the standard of that format."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import feedparser
import icalendar
import openpyxl
import pytest
from frictionless import Package

from catalogue.exchange.columns import COLUMNS
from catalogue.models import Microcredential
from catalogue.opendata import ctdl
from catalogue.opendata.whole.editions import keep_up
from tests.catalogue.opendata.reading import SCHEMA
from tests.catalogue.opendata.registry import asked_of_ctdl, registry_says
from tests.catalogue.opendata.vocabularies import outside_schema_org, says_nothing
from tests.catalogue_data import documents  # noqa: F401
from tests.pages.elements import page
from tests.pages.walk import body

pytestmark = pytest.mark.django_db
ENTRIES = 17


def sent(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content) if response.streaming else response.content


def slugs() -> list[str]:
    return [*Microcredential.objects.public().results().values_list("slug", flat=True)]


def test_json_is_what_its_schema_says(client, documents):  # noqa: F811
    read = [json.loads(sent(client, f"/microcredentials/{slug}.json")) for slug in slugs()]
    for record in read:
        SCHEMA["microcredential"].validate(record)
    assert len(read) == ENTRIES
    SCHEMA["microcredentials"].validate(json.loads(sent(client, "/microcredentials.json")))
    SCHEMA["changes"].validate(json.loads(sent(client, "/data/changes.json")))
    refused = client.get("/microcredentials.json?colour=red")
    SCHEMA["problem"].validate(json.loads(refused.content))


def test_schema_org_has_every_type_and_property(client, documents):  # noqa: F811
    for slug in slugs():
        document = json.loads(sent(client, f"/microcredentials/{slug}.jsonld"))
        assert (outside_schema_org(document), says_nothing(document)) == ([], []), slug


def test_ctdl_is_what_the_credential_registry_asks_for(client, documents):  # noqa: F811
    """But for the two elements that nobody has stated, which the document says."""
    for slug in slugs():
        document = json.loads(sent(client, f"/microcredentials/{slug}.ctdl.jsonld"))
        assert (asked_of_ctdl(document), registry_says(document), says_nothing(document)) == ([], [], []), slug
        assert ctdl.NOT_REGISTERED in document["ceterms:description"]


def test_readers_of_lists_find_every_entry(client, documents):  # noqa: F811
    deadline = Microcredential.objects.public().results().first()
    deadline.application_deadline = date(2027, 3, 31)
    deadline.save()
    feed = feedparser.parse(sent(client, "/microcredentials.atom"))
    assert (feed.bozo, len(feed.entries), feed.version) == (False, ENTRIES, "atom10")
    events = icalendar.Calendar.from_ical(sent(client, "/microcredentials.ics")).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2027, 3, 31)]
    names = [column.name for column in COLUMNS]
    rows = [*csv.reader(StringIO(sent(client, "/microcredentials.csv").decode("utf-8-sig")))]
    sheet = openpyxl.load_workbook(BytesIO(sent(client, "/microcredentials.xlsx"))).active
    for head, *found in (rows, [[cell.value for cell in row] for row in sheet.rows]):
        assert (head[: len(names)], len(found)) == (names, ENTRIES)
        assert all(len(row) == len(head) for row in found)


def test_the_data_package_is_one(client, documents, tmp_path):  # noqa: F811
    keep_up()
    (tmp_path / "catalogue.zip").write_bytes(sent(client, "/data/catalogue.zip"))
    report = Package(str(tmp_path / "catalogue.zip")).validate()
    assert (report.valid, report.flatten(["title", "message"])) == (True, [])
    assert {task.name: task.stats for task in report.tasks}["microcredentials"]["rows"] >= ENTRIES


def test_pages_of_entries_hold_what_search_engines_read(client, documents):  # noqa: F811
    """The same as the data; the card that other sites show, and one address for good."""
    for slug in slugs():
        shown = page(client.get(f"/microcredentials/{slug}/"))
        blocks = [json.loads(each.children[0]) for each in shown.all("script", type="application/ld+json")]
        read = [each for block in blocks for each in (block if isinstance(block, list) else [block])]
        assert json.loads(sent(client, f"/microcredentials/{slug}.jsonld")) in read
        assert "BreadcrumbList" in {each["@type"] for each in read}
        assert [outside_schema_org(each) for each in read] == [[]] * len(read)
        assert shown.one("link", rel="canonical").attributes["href"].endswith(f"/microcredentials/{slug}/")
        cards = {each.attributes.get("property") for each in shown.all("meta")}
        assert {"og:title", "og:description", "og:url", "og:image", "og:image:alt"} <= cards
    assert "WebSite" in body(client.get("/"))
