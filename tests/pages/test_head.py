"""The head of a page: its title, what a link preview shows of it, and the colours of the browser's own frame."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from catalogue.templatetags.head import PICTURE, PICTURE_SIZE
from tests.factories import make_institution, make_offering
from tests.pages.elements import Element, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offering():
    school = make_institution("College", slug="college")
    return make_offering('Wood "and" <glue>', slug="wood", summary="Learn to glue & saw.", provider=school)


def _head(client, address: str) -> Element:
    return page(client.get(address)).one("head")


def _property(head: Element, name: str) -> str:
    return head.one("meta", property=name).attributes["content"]


def test_a_preview_is_made_of_the_entry(client, settings):
    head = _head(client, "/microcredentials/wood/")
    assert head.one("title").text == 'Wood "and" <glue> – BC Microcredential Catalogue'
    assert _property(head, "og:title") == 'Wood "and" <glue>'
    summary = head.one("meta", name="description").attributes["content"]
    assert summary.startswith("Learn to glue & saw. ")
    assert _property(head, "og:description") == summary
    assert _property(head, "og:url") == f"{settings.SITE_ORIGIN}/microcredentials/wood/"
    assert _property(head, "og:site_name") == "BC Microcredential Catalogue"
    assert _property(head, "og:image").startswith(f"{settings.SITE_ORIGIN}/")
    assert head.one("meta", name="twitter:card").attributes["content"] == "summary_large_image"


def test_a_list_says_in_its_address_what_it_was_asked(client, settings):
    head = _head(client, "/microcredentials/?q=wood&utm_source=mail")
    assert "wood" in head.one("title").text
    head = _head(client, "/microcredentials/?sort=title&q=wood")
    assert _property(head, "og:url") == f"{settings.SITE_ORIGIN}/microcredentials/?q=wood&sort=title"


def test_the_browsers_frame_has_the_colour_of_the_band_in_either_scheme(client):
    colours = {
        each.attributes["media"]: each.attributes["content"]
        for each in _head(client, "/").all("meta", name="theme-color")
    }
    assert colours.keys() == {"(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"}
    assert colours["(prefers-color-scheme: light)"] == "#013366"


def test_a_page_that_is_not_there_is_nowhere_for_search_engines(client):
    head = _head(client, "/nowhere/")
    assert head.all("link", rel="canonical") == head.all("link", rel="alternate") == []


def test_the_picture_has_the_size_that_is_told():
    drawn = Path(finders.find(PICTURE)).read_bytes()
    assert struct.unpack(">II", drawn[16:24]) == PICTURE_SIZE
    assert len(drawn) < 60_000


def test_the_title_of_a_list_says_its_page(client):
    for number in range(60):
        make_offering(f"Glue {number}", slug=f"glue-{number}")
    title = _head(client, "/microcredentials/?q=glue&page=2").one("title").text
    assert title == "61 of 61 offerings for “glue”, page 2 – BC Microcredential Catalogue"


def test_the_title_of_a_list_names_what_is_chosen_a_few_at_most(client):
    make_offering("Glue", slug="glue")
    for query, named in [
        ("availability=ended", "(Ended)"),
        ("q=wood&availability=ended", "for “wood” (Ended)"),
        ("availability=ended&availability=listed&availability=pilot&cost=free", " …)"),
    ]:
        assert named in _head(client, f"/microcredentials/?{query}").one("title").text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/microcredentials/?view=table", ", as a table"),
        ("/microcredentials/?view=rows", "(something was left out)"),
        ("/compare/?e=glue&e=no-such", "(something was left out)"),
        ("/shortlist/?e=no-such", "(something was left out)"),
        ("/pathways/?institution=no-such", "(something was left out)"),
        ("/pathways/?run=others", "(only what that school does not run itself)"),
        ("/coverage/?page=7", "(something was left out)"),
        ("/fr/microcredentials/?view=table&x=1", ", en tableau (quelque chose a été laissé de côté)"),
    ],
)
def test_the_title_says_how_a_page_is_shown_and_that_something_was_left_out(client, address, said):
    make_offering("Glue", slug="glue")
    assert said in _head(client, address).one("title").text
