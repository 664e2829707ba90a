"""The home page: ways into the list with exact counts, how complete it is, and what a microcredential is."""

from __future__ import annotations

import pytest

from catalogue.models import Microcredential
from tests.pages.elements import page

pytestmark = pytest.mark.django_db


def _counts(home) -> dict[str, str]:
    return {
        link.one(cls="counted-link-label").text: link.one(cls="counted-link-count").text
        for link in home.all(cls="counted-link")
        if link.all(cls="counted-link-count")
    }


def test_the_ways_in_have_the_counts_of_the_documents(client, documents):
    assert _counts(page(client.get("/"))) == {
        "Learn online": "6 offerings",
        "Get credit toward more": "6 offerings",
        "Pay little or nothing": "2 offerings",
        "CleanBC and climate action": "3 offerings",
        "Construction maintenance": "1 offering",
        "Essential workplace skills": "5 offerings",
        "Health and human services": "0 offerings",
        "Technology and emerging economies": "4 offerings",
    }


def test_each_way_in_leads_to_as_many_as_it_says(client, documents):
    for link in page(client.get("/")).all(cls="counted-link"):
        if "?" in link.attributes["href"]:
            found = page(client.get(link.attributes["href"])).all(cls="card")
            assert link.one(cls="counted-link-count").text == f"{len(found)} offerings"


def test_a_way_in_that_leads_to_no_list_has_no_count(client, documents):
    plain = [link for link in page(client.get("/")).all(cls="counted-link") if not link.all(cls="counted-link-count")]
    assert "/compare/" in [link.attributes["href"] for link in plain]
    assert all(client.get(link.attributes["href"]).status_code == 200 for link in plain)


def test_it_says_what_this_is_and_how_to_start(client, documents):
    home = page(client.get("/"))
    assert "A microcredential is a short program in a small set of skills." in home.one(cls="hero").text
    assert [step.one("h3").text for step in home.one(cls="steps").all("li")] == ["Find", "Choose", "Ask"]


def test_it_says_how_complete_the_list_is(client, documents):
    rows = [row.text for row in page(client.get("/")).one(cls="completeness").all("li")]
    assert rows == [
        "2 of 17 state what it costs",
        "2 of 17 state how long it takes",
        "6 of 17 state how you learn",
        "7 of 17 state what it counts toward",
    ]


def test_it_names_what_no_offering_states(client, documents):
    sentence = (
        "Not stated for any of them: when to apply, what you need to get in, where it is taught, in which language."
    )
    assert sentence in page(client.get("/")).text
    one = Microcredential.objects.public().results().first()
    one.language = "French"
    one.save()
    assert "where it is taught." in page(client.get("/")).text


def test_it_cites_what_a_microcredential_is(client, documents):
    home = page(client.get("/"))
    assert "Nobody has yet agreed on one definition" in home.text
    notes = {note.one(cls="note-source").text for note in home.all(cls="note")}
    assert notes == {"2021 education guide, paragraph 9", "2021 education guide, paragraph 10"}


def test_it_has_one_search_box_that_leads_to_the_list(client):
    home = page(client.get("/"))
    assert home.one("form").attributes["action"] == "/microcredentials/"
    assert len(home.all("input", name="q")) == 1


def test_an_unknown_address_answers_404_with_a_search_box(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert len(page(response).all("input", name="q")) == 1


def test_the_page_for_our_own_errors_stands_alone():
    from django.template.loader import get_template

    words = get_template("500.html").render()
    assert "Something broke on our side" in words
    assert "{%" not in words
