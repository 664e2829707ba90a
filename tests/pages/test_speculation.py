"""Links that a browser may follow ahead: named by a header on kept pages, and never one that would count or change."""

from __future__ import annotations

import json

import pytest

from tests.factories import make_offering

pytestmark = pytest.mark.django_db


def test_kept_pages_name_the_rules(client):
    make_offering("Wood", slug="wood")
    for address in ("/", "/fr/", "/microcredentials/", "/microcredentials/wood/"):
        for _ in range(2):  # made, and kept
            assert client.get(address)["Speculation-Rules"] == '"/speculation-rules.json"'
    assert "Speculation-Rules" not in client.get("/admin/login/")


def test_the_rules_look_at_links_of_the_site_that_lead_to_pages(client):
    response = client.get("/speculation-rules.json")
    assert response["Content-Type"] == "application/speculationrules+json"
    [rule] = json.loads(response.content)["prefetch"]
    assert rule["eagerness"] == "moderate"
    pages, *others = rule["where"]["and"]
    assert pages == {"href_matches": "/*"}
    assert {each["not"]["href_matches"] for each in others} == {"/admin/*", "/*.*", "/*\\?*(^|&)q=*"}


def test_the_way_back_takes_no_time(client):
    """A page that must not be stored could not be shown again as it was left."""
    make_offering("Wood", slug="wood")
    for address in (
        "/",
        "/microcredentials/",
        "/microcredentials/?q=nothingofthekind",
        "/about/privacy/",
        "/shortlist/",
    ):
        assert "no-store" not in client.get(address).get("Cache-Control", ""), address
