"""The description for programs: of every address that is there to be read and of no other, and true of each."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator

from catalogue.opendata.described.operations import NAMES_DESCRIBED, operation_of
from catalogue.opendata.described.walking import read_addresses
from catalogue.opendata.whole.editions import keep_up
from catalogue.search.facets import FACETS
from tests.factories import make_institution, make_offering
from tests.pages.elements import page

# Not for reading: the admin, a form, and what machines ask that watch the site.
NOT_DESCRIBED = {"admin/", "microcredentials/<slug:slug>/suggest/", "healthz", "readyz", "metrics"}
PREFLIGHT = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}


@pytest.fixture
def offering(db):
    return make_offering("Wood", slug="wood", provider=make_institution("College", slug="college"), delivery="online")


def described(client) -> dict:
    response = client.get("/openapi.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return json.loads(response.content)


def _left_out(patterns, start: str = "") -> set[str]:
    """The addresses of the resolver that are not declared to be there for reading."""
    found = set()
    for pattern in patterns:
        route = start + str(pattern.pattern)
        if route.startswith("admin/"):
            found.add("admin/")
        elif hasattr(pattern, "url_patterns"):
            found |= _left_out(pattern.url_patterns, route)
        elif not getattr(pattern.callback, "is_read", False):
            found.add(route)
    return found


def test_every_address_is_described_or_named_here():
    assert _left_out(get_resolver().url_patterns) == NOT_DESCRIBED
    known = {f"{each.name} {each.told}".strip() for each in read_addresses()}
    assert known == NAMES_DESCRIBED


def test_the_document_names_each_address_once_and_nothing_else(client, offering):
    document = described(client)
    assert document["openapi"].startswith("3.1")
    assert {*document["paths"]} == {each.path for each in read_addresses()}
    operations = [operation["get"] for operation in document["paths"].values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) > 100
    text = json.dumps(document)
    for reference in set(re.findall(r'"\$ref": "#/([^"]*)"', text)):
        found = document
        for step in reference.split("/"):
            found = found[step.replace("~1", "/")]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_filters_are_those_of_the_search(client, offering):
    document = described(client)
    asked = document["paths"]["/microcredentials.json"]["get"]["parameters"]
    assert {each["$ref"].rpartition("/")[2] for each in asked} >= {facet.name for facet in FACETS}
    provider = document["components"]["parameters"]["provider"]["schema"]["items"]["enum"]
    assert {"college", "not-stated"} <= set(provider)


@pytest.mark.django_db
def test_each_address_answers_as_described(client, offering):
    """Of each the kind that is promised; pages of other sites may read data, and ask before they do."""
    keep_up()
    for address in read_addresses():
        places = {"slug": "wood", "name": "problem", "day": "2021-02-28", "number": 0, "target": "diploma", "key": "x"}
        told, response = operation_of(address), client.get(address.path.format(**places))
        asked = client.options(address.path.format(**places), headers=PREFLIGHT)
        sent = client.post(address.path.format(**places))
        assert (asked.status_code, sent.status_code, asked["Allow"]) == (204, 405, sent["Allow"]), address
        assert response.status_code in {200, *told.refuses}, address
        if response.status_code == 200:
            assert ("ETag" in response) == told.has_tag, address
            assert response["Content-Type"].partition(";")[0] == told.kind, address
        for answer in (asked, sent, *([response] if response.status_code == 200 else [])):
            assert answer.get("Access-Control-Allow-Origin") == (None if told.kind == "text/html" else "*"), address
        response.getvalue()  # a file that is not read to its end holds its turn


def test_the_page_lists_the_same_addresses(client, offering):
    shown = page(client.get("/data/addresses/")).one("main")
    listed = {row.one("th").text for row in shown.all("tr") if row.all("td")}
    assert listed == {each.path for each in read_addresses() if not each.is_french}
    assert "/openapi.json" in {link.attributes["href"] for link in shown.all("a")}
    assert "/openapi.json" in client.get("/llms.txt").content.decode()
    assert "/data/addresses/" in {link.attributes["href"] for link in page(client.get("/data/")).one("main").all("a")}
