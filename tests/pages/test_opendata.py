"""Data addresses: the same list as the page, refusals that name what is wrong, and reading by anybody's page."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from catalogue.opendata.addresses import FORMS, LISTS
from catalogue.opendata.published_schemas import NAMES
from catalogue.search import Search
from catalogue.workflow import withdraw
from tests.catalogue.opendata.reading import SCHEMA
from tests.factories import called_by_a_name, make_draft, make_institution, make_offering, make_part
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
LIST = "/microcredentials.json"
ENTRIES = [f"/microcredentials/wood.{form}" for form in FORMS]


@pytest.fixture
def offering():
    return make_offering("Wood", slug="wood", provider=make_institution("College", slug="college"), delivery="online")


def read(client, address: str, **query: str | list[str]) -> dict:
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


@pytest.mark.parametrize("address", [LIST, *ENTRIES, *(f"/data/schemas/{name}.schema.json" for name in NAMES)])
def test_anybodys_page_may_read_it_and_what_has_not_changed_is_not_sent_again(client, offering, address):
    first = client.get(address, headers={"Origin": "https://elsewhere.example"})
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for response in (first, again, client.get(address)):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not response.cookies
    offering.title = "Wood of today"
    offering.save()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ENTRIES)
def test_a_form_is_told_by_the_end_of_the_address(client, offering, address):
    response = client.get(address)
    assert response["Content-Type"] == FORMS[address.split(".", 1)[1]]
    assert "Wood" in json.dumps(json.loads(response.content))


@pytest.mark.parametrize("form", FORMS)
def test_an_old_address_and_that_of_a_part_lead_on_in_the_same_form(client, offering, form):
    make_part(offering, "Joints", slug="joints")
    offering.slug = "timber"
    offering.save()
    for slug in ("wood", "joints"):
        response = client.get(f"/microcredentials/{slug}.{form}")
        assert (response.status_code, response["Location"]) == (301, f"/microcredentials/timber.{form}")


@pytest.mark.parametrize("form", FORMS)
def test_of_a_withdrawn_entry_only_the_name_the_day_and_the_reason_are_told(client, offering, form):
    withdraw(offering, by=None, why="between us", public_reason="The school ended it.")
    response = client.get(f"/microcredentials/wood.{form}")
    told = json.loads(response.content)
    assert response.status_code == told["status"] == 410
    assert response["X-Robots-Tag"] == "noindex"
    assert (told["slug"], told["entry"], told["detail"]) == ("wood", "Wood", "The school ended it.")
    assert set(told) == {"type", "status", "title", "detail", "slug", "entry", "withdrawn_on"}
    make_draft("Hidden", slug="hidden")
    assert client.get(f"/microcredentials/hidden.{form}").status_code == 404
    assert client.get(f"/microcredentials/nowhere.{form}").status_code == 404


def test_the_list_is_that_of_the_page_with_the_same_query(client, offering):
    make_offering("Metal", slug="metal", delivery="in-person")
    for query in ("", "delivery=online", "q=metal", "q=nothing+here", "delivery=online&delivery=in-person&sort=title"):
        data = json.loads(client.get(f"{LIST}?{query}").content)
        SCHEMA["microcredentials"].validate(data)
        search = Search(query)
        assert [entry["slug"] for entry in data["results"]] == search.slugs
        assert data["total"] == search.total
        counts = {facet["name"]: {each["value"]: each["count"] for each in facet["values"]} for facet in data["facets"]}
        assert counts == search.counts
    (delivery,) = [each for each in read(client, LIST, delivery="online")["facets"] if each["name"] == "delivery"]
    assert [each["value"] for each in delivery["values"] if each["chosen"]] == ["online"]


def test_links_lead_through_the_whole_list(client, settings):
    settings.SITE_ORIGIN = "https://catalogue.example"
    college = make_institution()
    slugs = [make_offering(f"Course {number:02}", provider=college).slug for number in range(52)]
    seen, address = [], f"{settings.SITE_ORIGIN}{LIST}?delivery=not-stated"
    before = None
    while address:
        assert address.startswith("https://catalogue.example/microcredentials.json")
        data = read(client, address.removeprefix(settings.SITE_ORIGIN))
        assert (data["links"]["self"], data["links"]["previous"]) == (address, before)
        seen += [entry["slug"] for entry in data["results"]]
        before, address = address, data["links"]["next"]
    assert seen == slugs
    past = client.get(f"{LIST}?delivery=not-stated&page=9")
    assert past.status_code == 404
    assert json.loads(past.content)["last"] == before


@pytest.mark.parametrize(
    ("query", "names"),
    [("delivery=by-boat", "by-boat"), ("colour=red", "colour"), ("page=x", "page"), ("sort=x", "order")],
)
def test_what_cannot_be_understood_is_refused_by_name(client, offering, query, names):
    response = client.get(f"{LIST}?{query}")
    told = json.loads(response.content)
    assert (response.status_code, told["status"]) == (400, 400)
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert names in told["detail"]
    assert told["problems"][0]["message"] in told["detail"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=!!", 404),
        (f"q={'wood+' * 13}", 404),
        (f"q={'a' * 200}", 200),
        (f"q={'a' * 201}", 400),
        ("q=wood%00", 400),
        ("q=!!&sort=x", 400),
        ("q=!!&q=!!", 404),
    ],
)
def test_words_that_are_well_written_but_nothing_to_search_for_have_no_list(client, offering, query, status):
    for name in (*LISTS, "microcredentials-ics"):
        response = client.get(f"{reverse(name)}?{query}")
        assert response.status_code == status, name
        response.getvalue()  # a file that is not read to its end holds its turn


@pytest.mark.parametrize("address", [LIST, *ENTRIES])
def test_addresses_start_with_the_sites_own_origin_and_not_with_the_name_that_was_asked(
    client, offering, settings, address
):
    settings.SITE_ORIGIN = "https://catalogue.example"
    settings.ALLOWED_HOSTS = ["*"]
    text = client.get(address, headers={"Host": "evil.example"}).content.decode()
    assert "https://catalogue.example/microcredentials/wood/" in text
    assert "evil.example" not in text


def _data_links(response) -> list[tuple[str, str]]:
    links = page(response).all("link", rel="alternate")
    return [(link.attributes["type"], link.attributes["href"]) for link in links if "type" in link.attributes]


def test_pages_name_their_data(client, offering):
    named = _data_links(client.get("/microcredentials/wood/"))
    assert named == [(kind, f"/microcredentials/wood.{form}") for form, kind in FORMS.items()]
    named = _data_links(client.get("/microcredentials/?q=wood&delivery=online&view=table"))
    assert named == [(kind, f"{reverse(name)}?q=wood&delivery=online") for name, kind in LISTS.items()]


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_the_database_nothing_and_an_entry_a_fixed_number(client, assert_page_queries, number):
    college = make_institution()
    for title in range(number):
        whole = make_offering(str(title), slug=f"wood-{title}", provider=college, **called_by_a_name())
        for part in range(number):
            make_part(whole, str(part), **called_by_a_name())
    with assert_page_queries(0):
        client.get(LIST)
    with assert_page_queries(11):
        client.get("/microcredentials/wood-0.json")
