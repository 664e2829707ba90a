"""What search engines read inside the pages: of schema.org, true of the page, and never a way out of its block."""

from __future__ import annotations

import json

import pytest

from catalogue.opendata.whole.editions import keep_up
from catalogue.search import Search
from tests.catalogue.opendata.vocabularies import outside_schema_org, says_nothing
from tests.factories import make_institution, make_offering
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>alert(1)</script><!-- <script> & ]]> \u2028"


def blocks(response) -> dict[str, dict]:
    """The data of a page by its type; each in accord with schema.org, and no other script without a file."""
    found = {}
    for script in page(response).all("script"):
        if script.attributes.get("type") != "application/ld+json":
            assert "src" in script.attributes
            continue
        data = json.loads(script.children[0])
        for each in data if isinstance(data, list) else [data]:
            assert (outside_schema_org(each), says_nothing(each)) == ([], [])
            found[each["@type"]] = each
    return found


@pytest.fixture
def offering(settings):
    settings.SITE_ORIGIN = "https://catalogue.example"
    college = make_institution("College", slug="college", kind="college")
    return make_offering("Wood", slug="wood", provider=college, kind="badge", delivery="online")


def test_an_entry_says_what_it_is_and_where_its_page_lies(client, offering):
    found = blocks(client.get("/microcredentials/wood/"))
    program = found["EducationalOccupationalProgram"]
    assert program == json.loads(client.get("/microcredentials/wood.jsonld").content)
    assert (program["name"], program["provider"][0]["@type"]) == ("Wood", "CollegeOrUniversity")
    places = [(each["name"], each.get("item")) for each in found["BreadcrumbList"]["itemListElement"]]
    assert places == [
        ("Home", "https://catalogue.example/"),
        ("Find a program", "https://catalogue.example/microcredentials/"),
        ("Wood", None),
    ]


def test_a_french_page_leads_to_french_places(client, offering):
    found = blocks(client.get("/fr/microcredentials/wood/"))
    home, listing, _ = found["BreadcrumbList"]["itemListElement"]
    assert (home["name"], home["item"]) == ("Accueil", "https://catalogue.example/fr/")
    assert listing["item"] == "https://catalogue.example/fr/microcredentials/"


@pytest.mark.parametrize("query", ["", "delivery=online", "q=wood&view=table"])
def test_a_list_names_the_entries_of_its_page(client, offering, query):
    make_offering("Metal", delivery="in-person")
    for title in (HOSTILE, 'A "wood" \\ & \n *-1, &amp;', "Bois d’œuvre"):
        make_offering(title, delivery="online", summary="Of wood.")
    found = blocks(client.get(f"/microcredentials/?{query}"))["ItemList"]
    search = Search(query)
    assert found["numberOfItems"] == search.total
    assert [(each["position"], each["name"], each["url"]) for each in found["itemListElement"]] == [
        (number, entry.title, f"https://catalogue.example/microcredentials/{entry.slug}/")
        for number, entry in enumerate(search.entries, 1)
    ]
    assert search.total >= 4


def test_a_list_of_nothing_has_no_items_and_the_second_page_counts_on(client, offering):
    assert set(blocks(client.get("/microcredentials/?q=nothinglikeit"))) == {"BreadcrumbList"}
    for number in range(52):
        make_offering(f"Course {number:02}")
    items = blocks(client.get("/microcredentials/?page=2"))["ItemList"]["itemListElement"]
    assert (items[0]["position"], len(items)) == (21, 20)


def test_the_home_page_says_how_the_site_is_searched_and_where_its_data_is(client, offering):
    found = blocks(client.get("/"))
    assert set(found) == {"WebSite", "Dataset"}
    target = found["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert target == "https://catalogue.example/microcredentials/?q={search_term_string}"
    files = {each["contentUrl"] for each in found["Dataset"]["distribution"]}
    assert "https://catalogue.example/microcredentials.json" in files
    assert all(client.get(each.removeprefix("https://catalogue.example")).status_code == 200 for each in files)


def test_nothing_that_an_entry_says_ends_its_block(client, offering):
    offering.title = offering.summary = HOSTILE
    offering.save()
    assert blocks(client.get("/microcredentials/"))["ItemList"]["itemListElement"][0]["name"] == HOSTILE
    response = client.get("/microcredentials/wood/")
    assert blocks(response)["EducationalOccupationalProgram"]["name"] == HOSTILE
    assert (
        "alert(1)</script>" not in response.content.decode().replace("&lt;", "<").split("<body")[0].split("ld+json")[1]
    )


def test_a_school_and_the_whole_say_what_they_are(client, offering):
    school = blocks(client.get("/institutions/college/"))["CollegeOrUniversity"]
    assert (school["name"], school["@id"]) == ("College", "https://catalogue.example/institutions/college/")
    assert "Dataset" not in blocks(client.get("/data/")), "while no file is made"
    keep_up()
    files = {each["name"]: each["contentUrl"] for each in blocks(client.get("/data/"))["Dataset"]["distribution"]}
    assert files["catalogue.zip"] == "https://catalogue.example/data/catalogue.zip"


@pytest.mark.parametrize("address", ["/data/", "/data/editions/", "/data/dcat.jsonld"])
def test_whoever_has_what_is_said_of_the_whole_need_not_get_it_again(client, offering, address):
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    keep_up()
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == (304 if address == "/data/editions/" else 200)
