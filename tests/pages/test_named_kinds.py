"""What a school calls a kind stands beside the kind on every page and in every file of the entry, and finds it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.models import Citation, Microcredential, Source
from catalogue.search import Search
from catalogue.views.published_changes import published_changes
from institutions.changes import recording
from tests.catalogue.opendata.whole.writing import days_ago
from tests.factories import make_named_kind, make_offering
from tests.pages.elements import Element, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Microcredential:
    named = make_named_kind("Nanodegree", slug="nanodegree", kind="certificate", summary="Taken beside a job.")
    entry = make_offering("Data", slug="data", kind="certificate", named_kind=named)
    source = Source.objects.create(kind="document", title="Guide", short_title="Guide", paragraphs=9)
    for field, paragraph in (("kind", 1), ("named_kind", 2)):
        cited = {"source": source, "paragraph": paragraph, "basis": "stated", "says": f"It says the {field}."}
        Citation.objects.create(microcredential=entry, field=field, **cited)
    return entry


def glance(client: Client, address: str) -> Element:
    return page(client.get(address)).one("aside", aria_labelledby="glance")


def test_the_page_says_the_name_and_what_it_is_listed_as(client: Client, entry: Microcredential) -> None:
    assert "Nanodegree" in glance(client, "/microcredentials/data/").text
    assert "Taken beside a job. listed here as: Certificate" in glance(client, "/microcredentials/data/").text
    french = glance(client, "/fr/microcredentials/data/")
    assert [each.text for each in french.all(lang="en") if "Nanodegree" in each.text]
    assert "classé ici comme : Certificat" in french.text
    notes = page(client.get("/microcredentials/data/")).one(cls="notes").text
    assert "It says the kind." in notes
    assert "It says the named_kind." in notes


def test_programs_read_it_beside_the_kind(client: Client, entry: Microcredential) -> None:
    record = json.loads(client.get("/microcredentials/data.json").content)
    assert record["kind"]["value"] == "certificate"
    assert {name: record["named_kind"][name] for name in ("value", "label", "basis")} == {
        "value": "nanodegree",
        "label": "Nanodegree",
        "basis": "stated",
    }
    (listed,) = json.loads(client.get("/microcredentials.json").content)["results"]
    assert (listed["kind"], listed["named_kind"]) == ("certificate", "Nanodegree")


def test_it_is_found_by_the_name_and_by_the_kind(entry: Microcredential) -> None:
    make_offering("Wood", kind="badge")
    for asked in ("q=nanodegree", "q=certificate", "kind=certificate"):
        assert [each.title for each in Search(asked).entries] == ["Data"], asked
    assert Search("").counts["kind"] == {"certificate": 1, "badge": 1, "not-stated": 0}


def test_another_name_is_told_and_the_day_before_has_the_old_one(client: Client, entry: Microcredential) -> None:
    days_ago(2)
    with recording():
        entry.named_kind = make_named_kind("Megadegree", kind="certificate")
        entry.save()
    assert [change.labels for change in published_changes(entry)] == [["What you get"]]
    yesterday = timezone.localdate() - timedelta(days=1)
    then = client.get("/microcredentials/data.json", {"as_of": yesterday.isoformat()})
    assert json.loads(then.content)["named_kind"]["label"] == "Nanodegree"
    now = client.get("/microcredentials/data.json")
    assert json.loads(now.content)["named_kind"]["label"] == "Megadegree"
