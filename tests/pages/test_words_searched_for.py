"""What the list tells of the words searched for: marks, where they stand, corrections, near misses, nothing."""

from __future__ import annotations

import pytest

from catalogue.models import FruitlessSearch
from catalogue.search import fruitless
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
LIST = "/microcredentials/"


@pytest.fixture
def found(client, documents):
    return lambda words, **more: page(client.get(LIST, {"q": words, **more}))


def test_matched_words_are_marked_in_the_cards_alone(found):
    answer = found("mass timber")
    card = answer.one(cls="card")
    assert {mark.text.lower() for mark in card.all("mark")} == {"mass", "timber"}
    assert card.one("h3").all("mark")
    assert len(answer.all("mark")) == len(card.all("mark"))
    assert card.one("a").attributes["href"] == f"{LIST}bcit-mass-timber/"


def test_a_list_without_words_marks_nothing(client, documents):
    assert page(client.get(LIST)).all("mark") == []


def test_where_the_title_does_not_show_the_words_the_card_says_where_they_stand(found):
    why = {card.attributes["data-slug"]: card.all(cls="card-why") for card in found("kamloops").all(cls="card")}
    assert all(lines for lines in why.values())
    assert found("mass timber").all(cls="card-why") == []


def test_a_correction_is_said_and_can_be_taken_back(found):
    answer = found("mass timbre")
    said = answer.one(cls="corrected")
    assert said.text == "Showing results for mass timber. Search instead for mass timbre (0)."
    assert said.one("a").attributes["href"] == "?q=mass+timbre&spelling=as-typed"
    assert answer.one("input", name="q").attributes["value"] == "mass timbre"
    as_typed = found("mass timbre", spelling="as-typed")
    assert as_typed.one("h2", id="results").text == "0 of 16 offerings"
    assert as_typed.all(cls="corrected") == []
    ways = {line.one("a").text: line.text for line in as_typed.one(cls="relaxations").all("li")}
    assert ways["With “mass timber” in place of your words"].endswith(": 1 offering")


def test_what_holds_some_of_the_words_follows_under_a_heading_of_its_own(found):
    answer = found("marketing bootcamp welding")
    assert answer.one("h2", id="results").text == "0 of 16 offerings"
    assert answer.one("h2", cls="results-partial").text == "Close, but not all of your words"
    assert answer.all(cls="card")[0].attributes["data-slug"] == "alacrity-digital-marketing-bootcamp"
    assert found("marketing").all("h2", cls="results-partial") == []


def test_filters_hold_for_near_misses_too(found):
    slugs = {card.attributes["data-slug"] for card in found("timber bootcamp", delivery="not-stated").all(cls="card")}
    assert slugs.isdisjoint({"bcit-mass-timber", "alacrity-digital-marketing-bootcamp"})


def test_an_honest_nothing_names_the_word_that_no_program_says(found):
    answer = found("beekeeping")
    assert answer.all(cls="card") == []
    assert "No program here says anything about “beekeeping”." in answer.text


def test_searches_by_words_that_find_nothing_are_counted_each_time(client, documents):
    fruitless.flush()
    FruitlessSearch.objects.all().delete()
    for _ in range(3):
        response = client.get(LIST, {"q": "beekeeping"})
    client.get(LIST, {"q": "mass timber", "delivery": "in-person"})
    client.get(LIST, {"q": "mass timber"})
    assert response["Cache-Control"] == "private, no-cache"
    assert fruitless.flush()
    assert list(FruitlessSearch.objects.values_list("text", "count")) == [("beekeeping", 3)]


def test_phrases_and_unwanted_words(found):
    assert {card.attributes["data-slug"] for card in found('"mass timber"').all(cls="card")} == {"bcit-mass-timber"}
    without = {card.attributes["data-slug"] for card in found("online -bootcamp").all(cls="card")}
    assert "alacrity-digital-marketing-bootcamp" not in without
    assert "bcit-mass-timber" in without
