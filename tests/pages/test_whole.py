"""The whole of the data: files that are what their checksums say, what changed since, nothing that was taken back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Edition, Microcredential
from catalogue.opendata import changes
from catalogue.opendata.whole.editions import keep_up, make_edition
from catalogue.opendata.whole.files import KEPT, NAMES, PACKAGE, SQLITE, SUMS
from catalogue.opendata.whole.standing import end_of
from catalogue.workflow import publish, reopen, withdraw
from tests.catalogue.opendata.whole.writing import days_ago
from tests.factories import make_draft, make_institution, make_offering, make_part, make_price
from tests.pages.elements import page
from tests.pages.other_pages import prose_grade

pytestmark = pytest.mark.django_db
MARK = "zqxmarked"
DAY = timedelta(days=1)


@pytest.fixture
def offering():
    return make_offering(MARK, slug="wood", provider=make_institution("College", slug="college"))


def sent(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(content)
    return content


def readable(name: str, content: bytes) -> str:
    """All that stands in a file."""
    if name.endswith("zip"):
        package = ZipFile(BytesIO(content))
        return "".join(package.read(each).decode() for each in package.namelist())
    return content.decode("latin-1")


def address_of(edition: Edition, name: str) -> str:
    return reverse("edition-file", kwargs={"day": edition.day, "name": name})


def test_before_there_are_files_the_page_says_so(client):
    main = page(client.get("/data/")).one("main")
    assert "are being made" in main.text
    for name in NAMES:
        response = client.get(f"/data/{name}")
        assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert page(client.get("/data/editions/")).one("main").all("li") == []


def test_every_file_is_what_its_checksum_says(client, offering):
    assert keep_up()
    assert not keep_up()
    contents = {name: sent(client, f"/data/{name}") for name in NAMES}
    sums = dict(reversed(line.split("  ")) for line in contents[SUMS].decode().splitlines())
    assert sums == {name: hashlib.sha256(contents[name]).hexdigest() for name in NAMES if name != SUMS}
    main = page(client.get("/data/")).one("main")
    assert {link.attributes["href"] for link in main.all("a")} >= {f"/data/{name}" for name in NAMES}
    assert set(sums.values()) <= {code.text for code in main.all("code")}
    described = json.loads(client.get("/data/dcat.jsonld").content)["dcat:distribution"]
    told = {each["dct:title"]: each.get("spdx:checksum", {}).get("spdx:checksumValue") for each in described}
    assert {told[name]["@value"] for name in NAMES if name != SUMS} == set(sums.values())
    database = sqlite3.connect(":memory:")
    database.deserialize(contents[SQLITE])
    assert database.execute("SELECT title FROM microcredentials").fetchall() == [(MARK,)]


def test_what_one_has_is_not_sent_again(client, offering):
    keep_up()
    first = client.get("/data/microcredentials.csv")
    assert (first["Access-Control-Allow-Origin"], first["Content-Type"]) == ("*", "text/csv; charset=utf-8")
    for asked in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get("/data/microcredentials.csv", headers=asked)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    head = client.head("/data/microcredentials.csv")
    assert (head["Content-Length"], head.getvalue()) == (first["Content-Length"], b"")


def test_nothing_hidden_is_in_any_file(client):
    make_offering("Shown")
    keep_up(timezone.now())
    before = {name: sent(client, f"/data/{name}") for name in NAMES}
    make_part(make_draft(MARK, slug=MARK), MARK)
    make_offering(MARK, publish_at=timezone.now() + DAY)
    make_price(make_draft(MARK), 7_654_321)
    Edition.objects.all().delete()
    keep_up()
    after = {name: sent(client, f"/data/{name}") for name in NAMES}
    assert [name for name in NAMES if MARK in readable(name, after[name])] == []
    # A provider that makes nothing but a draft has a page, and so a row.
    same = set(NAMES) - {SQLITE, SUMS, PACKAGE, "catalogue.json", "datapackage.json", "institutions.csv"}
    assert {name: after[name] for name in same if name != "participations.csv"} == {
        name: before[name] for name in same if name != "participations.csv"
    }


def test_a_day_that_is_over_has_an_edition_for_good(client, offering):
    days_ago(4)
    today = timezone.localdate()
    first = make_edition(today - 3 * DAY, end_of(today - 3 * DAY))
    assert client.get(reverse("edition", args=[today])).status_code == 404
    contents = {name: sent(client, address_of(first, name)) for name in KEPT}
    assert MARK in readable(PACKAGE, contents[PACKAGE])
    make_offering("Of today")
    while keep_up(end_of(today - DAY) + timedelta(minutes=9)):
        pass
    assert not Edition.objects.filter(of=end_of(today - DAY)).exists(), "somebody may still be writing"
    while keep_up(end_of(today - DAY) + timedelta(minutes=11)):
        pass
    assert {name: sent(client, address_of(first, name)) for name in KEPT} == contents
    links = [link.attributes["href"] for link in page(client.get("/data/editions/")).one("main").one("ul").all("a")]
    assert links == [reverse("edition", args=[today - days * DAY]) for days in (1, 2, 3)], "also when nobody worked"
    assert [client.get(link).status_code for link in links] == [200] * 3
    latest = Edition.objects.get(day=today - DAY)
    assert sent(client, address_of(latest, PACKAGE)) == contents[PACKAGE]
    for address in ("2021-02-28/", "2021-02-28/catalogue.zip", "2021-02-31/"):
        assert client.get(f"/data/editions/{address}").status_code == 404


def test_what_was_taken_back_is_in_no_edition_any_more(client, offering):
    days_ago(2)
    today = timezone.localdate()
    edition = make_edition(today - DAY, end_of(today - DAY))
    was = sent(client, address_of(edition, PACKAGE))
    withdraw(offering, by=None, why="between us", public_reason="It ended.")
    assert client.get(address_of(edition, PACKAGE)).status_code == 503, "until it has been made again"
    page_of_day = reverse("edition", args=[today - DAY])
    assert "being made" in page(client.get(page_of_day)).one("main").text
    while keep_up():
        pass
    assert MARK not in readable(PACKAGE, sent(client, address_of(edition, PACKAGE)))
    assert "It ended." in page(client.get(page_of_day)).one("main").text
    told = json.loads(client.get("/data/changes.json").content)["withdrawn"]
    assert told == [{"slug": "wood", "withdrawn_on": today.isoformat(), "reason": "It ended."}]
    reopen(offering, by=None)
    publish(offering, by=None)
    while keep_up():
        pass
    assert sent(client, address_of(edition, PACKAGE)) == was


def test_the_feed_of_changes_goes_on_where_it_ended(client, monkeypatch):
    monkeypatch.setattr(changes, "MOST", 2)
    for slug in "abcde":
        make_offering(slug, slug=slug)
    found, address = [], "/data/changes.json"
    while address:
        answer = json.loads(client.get(address).content)
        found += [(each["slug"], each["change"]) for each in answer["changes"]]
        last, address = answer["links"]["later"], answer["links"]["next"]
    assert found == [(slug, "new") for slug in "abcde"]
    assert json.loads(client.get(last).content)["changes"] == []
    make_price(Microcredential.objects.get(slug="b"), 200)
    (again,) = json.loads(client.get(last).content)["changes"]
    assert (again["slug"], again["change"]) == ("b", "changed")
    assert client.get(again["record"].partition("8000")[2]).status_code == 200
    withdraw(Microcredential.objects.get(slug="c"), by=None, why="between us", public_reason="It ended.")
    assert [gone["slug"] for gone in json.loads(client.get(last).content)["withdrawn"]] == ["c"]
    today = timezone.localdate()
    assert json.loads(client.get(f"/data/changes.json?since={today + DAY}").content)["changes"] == []


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-02-31", "from=2026-01-01", "since=2026-01-01T25:00"])
def test_what_cannot_be_understood_is_named(client, query):
    response = client.get(f"/data/changes.json?{query}")
    name = query.partition("=")[0]
    assert response.status_code == 400
    assert {name} == json.loads(response.content)["problems"].keys()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_the_whole_ask_a_fixed_number_of_questions(client, assert_page_queries, number):
    college = make_institution()
    for title in range(number):
        make_offering(str(title), provider=college)
    keep_up()
    while keep_up(timezone.now() + number * DAY):
        pass
    for address, queries in (("/data/", 2), ("/data/editions/", 1)):
        client.get(address)
        with assert_page_queries(queries):
            client.get(address)


def test_the_page_is_easy_to_read(client, offering):
    keep_up()
    assert prose_grade(page(client.get("/data/"))) <= 8
