"""What programs ask for before they read the site: its map, what to leave alone, its search, whom to write to."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import parse_qs
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from catalogue.opendata import sitemap
from tests.catalogue_data import documents  # noqa: F401

pytestmark = pytest.mark.django_db
ORIGIN = "https://catalogue.example"
WAYS = ("/robots.txt", "/sitemap.xml", "/sitemaps/0.xml", "/sitemaps/1.xml", "/opensearch.xml", "/llms.txt")
SECURITY = "/.well-known/security.txt"


@pytest.fixture(autouse=True)
def _origin(settings):
    settings.SITE_ORIGIN, settings.CONTACT_EMAIL = ORIGIN, "desk@catalogue.example"
    settings.ALLOWED_HOSTS = ["*"]


def _locations(client, address: str) -> list[str]:
    root = ElementTree.fromstring(client.get(address.removeprefix(ORIGIN)).content)
    return [each.text for each in root.iter(f"{{{sitemap.NAMESPACE}}}loc")]


@pytest.mark.parametrize("address", [*WAYS, SECURITY])
def test_addresses_start_with_the_sites_own_origin_whatever_name_was_asked(client, documents, address):  # noqa: F811
    response = client.get(address, headers={"Host": "evil.example"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "evil.example" not in text
    assert f"{ORIGIN}/" in text
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_map_leads_to_pages_that_are_there_and_to_every_entry(client, documents):  # noqa: F811
    places = [place for part in _locations(client, "/sitemap.xml") for place in _locations(client, part)]
    assert len(places) == len(set(places))
    assert all(place.startswith(f"{ORIGIN}/") for place in places)
    entries = [place for place in places if place.startswith(f"{ORIGIN}/microcredentials/")]
    assert len(entries) == 1 + 17
    assert {place.replace(ORIGIN, f"{ORIGIN}/fr") for place in places if not place.startswith(f"{ORIGIN}/fr/")} == {
        place for place in places if place.startswith(f"{ORIGIN}/fr/")
    }
    kinds = {place.removeprefix(ORIGIN).split("/")[1]: place for place in places}
    assert len(kinds) > 10
    assert {place: client.get(place.removeprefix(ORIGIN)).status_code for place in [*kinds.values(), *entries]} == (
        dict.fromkeys([*kinds.values(), *entries], 200)
    )
    assert client.get("/sitemaps/2.xml").status_code == 404


def test_the_map_of_many_entries_has_many_files(client, documents, monkeypatch):  # noqa: F811
    monkeypatch.setattr(sitemap, "ENTRIES", 5)
    parts = _locations(client, "/sitemap.xml")
    assert len(parts) == 1 + 4
    assert sum(len(_locations(client, part)) for part in parts[1:]) == 2 * 17


def test_crawlers_are_kept_out_of_combinations_of_filters(client):
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines()[-1] == f"Sitemap: {ORIGIN}/sitemap.xml"
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert not rules.can_fetch("any", "/admin/")
    assert rules.can_fetch("any", "/microcredentials/wood/")
    # Patterns are beyond that parser; RFC 9309: the longest rule that fits decides.
    assert "Disallow: /*?" in text
    listing, comparison = "/microcredentials/?", "/compare/?e="
    whole = [f"{listing}page=", f"{listing}view=table$", f"{listing}view=table&page=", comparison]
    allowed = [line.removeprefix("Allow: ") for line in text.splitlines() if line.startswith("Allow: ")]
    assert sorted(allowed) == sorted([*whole, *(f"/fr{place}" for place in whole)])


def test_only_the_whole_list_may_be_found_and_no_link_adds_one_filter_to_another(client, documents):  # noqa: F811
    """A program that does not ask robots.txt finds no way into combinations: filters are added by a form."""
    for query in ("", "?view=table", "?sort=title", "?nonsense=1", "?page=1"):
        assert b'content="noindex"' not in client.get(f"/microcredentials/{query}").content
    for query in ("?q=welding", "?sort=shortest", "?provider=bcit", "?view=table&provider=bcit"):
        assert b'<meta name="robots" content="noindex">' in client.get(f"/microcredentials/{query}").content
    page = client.get("/microcredentials/?provider=bcit&format=online").content.decode()
    asked = [parse_qs(query) for query in re.findall(r'<a [^>]*href="\?([^"]*)"', unescape(page))]
    assert asked
    assert all(len(names.keys() - {"view", "sort", "page", "q"}) <= 2 for names in asked)


def test_crawlers_are_not_led_from_one_comparison_to_the_next(client, documents):  # noqa: F811
    for page in ("/microcredentials/sfu-fass-forward/", "/compare/?e=sfu-fass-forward&e=tru-oeru"):
        html = client.get(page).content.decode()
        links = [tag for tag in re.findall(r"<a [^>]*>", html) if "/compare/?e=" in tag or "only=" in tag]
        ours = [tag for tag in links if "/fr/" not in tag]
        assert ours
        assert [tag for tag in ours if 'rel="nofollow"' not in tag] == []


def test_browsers_are_told_how_the_site_is_searched(client):
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)
    urls = {each.get("type"): each.get("template") for each in root if each.tag.endswith("}Url")}
    assert urls["text/html"] == f"{ORIGIN}/microcredentials/?q={{searchTerms}}"
    for template in urls.values():
        asked = template.removeprefix(ORIGIN).replace("{searchTerms}", "wood")
        assert client.get(asked).status_code == 200
    assert len(root.find("{*}ShortName").text) <= 16
    assert '<link rel="search" type="application/opensearchdescription+xml"' in client.get("/").content.decode()


def test_whom_to_tell_of_a_hole(client):
    lines = dict(line.split(": ", 1) for line in client.get(SECURITY).content.decode().splitlines())
    assert lines["Contact"] == "mailto:desk@catalogue.example"
    assert lines["Canonical"] == ORIGIN + SECURITY
    left = datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=366)


def test_without_an_address_to_write_to_nobody_is_named(client, settings):
    settings.CONTACT_EMAIL = ""
    assert client.get(SECURITY).status_code == 404


def test_the_plain_index_leads_to_what_is_there(client, documents):  # noqa: F811
    text = client.get("/llms.txt").content.decode()
    places = [line.partition("](")[2].partition(")")[0] for line in text.splitlines() if "](" in line]
    assert len(places) > 10
    answered = {}
    for place in places:
        response = client.get(place.removeprefix(ORIGIN))
        answered[place] = response.status_code
        response.getvalue()  # a file that is not read to its end holds its turn
    assert answered == dict.fromkeys(places, 200)
    assert f"{ORIGIN}/microcredentials/{{slug}}.json" in text
