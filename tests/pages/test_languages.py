"""Every page in two languages, told apart by address alone: links between them, and nothing kept for the wrong one."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from catalogue.languages import FRENCH, digits, speaking
from tests.factories import make_institution, make_offering
from tests.pages.elements import page
from tests.watched import watched

pytestmark = pytest.mark.django_db
LIST = "/microcredentials/"
FRENCH_OR_FILE = ("/fr/", "/microcredentials.csv")


@pytest.fixture
def offering():
    return make_offering("Wood", slug="wood", provider=make_institution("College", slug="college"), delivery="online")


# Data is the same in every language.
_DATA = re.compile(r"\.(csv|xlsx|json|jsonld|atom|ics)$")


def _alternates(response) -> dict[str, str]:
    links = page(response).one("head").all("link", rel="alternate")
    return {link.attributes["hreflang"]: link.attributes["href"] for link in links if "hreflang" in link.attributes}


@pytest.mark.parametrize("address", ["/", LIST, f"{LIST}wood/", "/institutions/college/", "/about/"])
def test_a_page_stands_in_french_behind_fr(client, offering, settings, address):
    english, french = client.get(address), client.get(f"/fr{address}")
    assert page(english).one("html").attributes["lang"] == "en-CA"
    assert page(french).one("html").attributes["lang"] == "fr-CA"
    here = settings.SITE_ORIGIN
    both = {"en-CA": here + address, "fr-CA": f"{here}/fr{address}", "x-default": here + address}
    assert _alternates(english) == _alternates(french) == both
    assert page(english).one("link", rel="canonical").attributes["href"] == both["en-CA"]
    assert page(french).one("link", rel="canonical").attributes["href"] == both["fr-CA"]
    for response in (english, french):
        assert response["Vary"] == "Accept-Encoding"
        assert not response.cookies


@pytest.mark.parametrize(
    "address", ["/", f"{LIST}wood/", f"{LIST}?delivery=online&sort=title", f"{LIST}?q=wood", "/nowhere/?a=b&c=%22"]
)
def test_a_link_leads_to_the_same_page_in_the_other_language(client, offering, address):
    link = page(client.get(address)).one("a", cls="language")
    assert (link.text, link.attributes["lang"], link.attributes["hreflang"]) == ("Français", "fr-CA", "fr-CA")
    back = page(client.get(link.attributes["href"])).one("a", cls="language")
    assert (back.text, back.attributes["lang"]) == ("English", "en-CA")
    assert back.attributes["href"] == address.replace("&sort=title", "")


def test_a_page_that_is_kept_repeats_nothing_that_it_was_not_asked(client, offering):
    response = client.get("/about/?utm_source=mail")
    assert "utm_source" not in response.content.decode()


def test_neither_a_cookie_nor_what_a_browser_prefers_chooses_the_language(client, offering):
    client.cookies["django_language"] = "fr-ca"
    for address in (LIST, "/nowhere/"):
        response = client.get(address, headers={"Accept-Language": "fr-CA"})
        assert page(response).one("html").attributes["lang"] == "en-CA"
        assert "Accept-Language" not in response.get("Vary", "")


def test_what_is_kept_in_one_language_is_not_shown_in_the_other(client, offering):
    with watched():
        for address in (LIST, f"{LIST}?delivery=online", f"{LIST}wood/", "/sectors/", "/about/"):
            english, french = client.get(address), client.get(f"/fr{address}")
            assert english["ETag"] != french["ETag"]
            assert client.get(address).content == english.content
            assert client.get(f"/fr{address}").content == french.content
            inner = {link.attributes["href"].partition("?")[0] for link in page(french).one("main").all("a")}
            own = {href for href in inner if href.startswith("/") and not _DATA.search(href)}
            assert [href for href in own if not href.startswith("/fr/")] == []


def test_what_is_for_programs_and_staff_has_no_french_address(client, offering):
    for address in ("/fr/admin/", "/fr/healthz", "/fr/readyz", "/fr/microcredentials.csv"):
        assert client.get(address).status_code == 404
    assert client.get("/fr").headers["Location"] == "/fr/"
    assert page(client.get("/france/")).one("html").attributes["lang"] == "en-CA"


def test_after_a_french_page_english_is_spoken_again(client, offering):
    client.get("/fr/nowhere/")
    assert reverse("about") == "/about/"
    with speaking(FRENCH):
        assert reverse("about") == "/fr/about/"
    assert reverse("about") == "/about/"


def test_numbers_are_written_as_the_language_does():
    assert digits(1234567) == "1,234,567"
    with speaking(FRENCH):
        assert (digits(1234567), digits(12, "d")) == ("1\u00a0234\u00a0567", "12")
