"""Home, list and page of made-up entries: long lists, hidden entries, gaps, and how many queries each page asks.

Apart from the tests on the documents' facts, because these need a database without them.
"""

from __future__ import annotations

import pytest
from django.core.management import call_command

from catalogue.models import Citation, Microcredential, Source
from catalogue.models.vocabulary import State
from tests.factories import (
    make_draft,
    make_group,
    make_institution,
    make_offering,
    make_part,
    make_price,
    make_recognition,
)
from tests.pages.elements import Element, page

pytestmark = pytest.mark.django_db
LIST = "/microcredentials/"


@pytest.fixture
def listing(client):
    return lambda query="": page(client.get(f"{LIST}?{query}"))


def _slugs(list_page: Element) -> list[str]:
    return [card.attributes["data-slug"] for card in list_page.all(cls="card")]


def test_home_works_without_an_entry(client):
    assert "0 offerings" in page(client.get("/")).text


def test_home_asks_three_queries_however_many_entries_there_are(client, assert_page_queries):
    for more in (1, 2, 297):
        call_command("generate_entries", str(more), "--seed", str(more), verbosity=0)
        with assert_page_queries(3):
            client.get("/")
        with assert_page_queries(0):  # kept
            client.get("/")


def test_a_visitors_words_come_back_as_words(listing):
    assert listing("q=<script>alert(1)</script>").one("input", name="q").attributes["value"] == (
        "<script>alert(1)</script>"
    )
    assert listing("colour=<b>").all("b") == []


def test_a_long_list_has_pages(listing):
    provider = make_institution()
    for number in range(55):
        make_offering(f"Number {number:02}", provider=provider)
    assert len(_slugs(listing())) == 20
    last = listing("page=3")
    assert last.one("nav", cls="pagination").one("a", aria_current="page").text == "Page 3"
    assert [card.one("h3").text for card in last.all(cls="card")][-1] == "Number 54"
    assert last.one("a", rel="prev").attributes["href"] == "?page=2"
    assert last.all("a", rel="next") == []


def test_cards_are_rendered_once_and_anew_after_a_change(listing):
    entry = make_offering("Before")
    assert "Before" in listing().one(cls="card").text
    entry.title = "After"
    entry.save()
    assert "After" in listing().one(cls="card").text


@pytest.mark.parametrize("said", ["Wood & steel", "Wood — ʔəms", "«Wood»", "Wood"])
def test_a_card_says_the_words_of_its_entry_each_time(listing, said):
    """Whether they stand on the page as in the index, where a card need not keep them, or escaped."""
    make_offering(said, summary=f"{said} in a summary", audience=f"{said} for all")
    for query in ("", "sort=checked", "q=wood"):
        card = listing(query).one(cls="card").text
        assert all(words in card for words in (said, f"{said} in a summary", f"{said} for all"))


def test_drafts_and_parts_have_no_card(listing):
    make_draft("Hidden")
    make_part(make_offering("Whole"), "Part")
    assert len(_slugs(listing())) == 1


def test_the_list_asks_no_query_however_many_entries_there_are(client, assert_page_queries):
    for more in (1, 2, 297):
        call_command("generate_entries", str(more), "--seed", str(more), verbosity=0)
        for query in ("", "?delivery=online&q=management", "?page=2", "?q=nothing+whatever"):
            with assert_page_queries(0):
                client.get(LIST + query)
    assert Microcredential.objects.results().count() == 300


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_hidden_entries_and_their_parts_are_not_found(client, state):
    entry = make_offering("Hidden", slug="hidden", state=state)
    make_part(entry, "Part", slug="part-of-hidden")
    assert client.get("/microcredentials/hidden/").status_code == 404
    assert client.get("/microcredentials/part-of-hidden/").status_code == 404


def test_a_hidden_part_is_not_on_the_page_of_the_whole(client):
    whole = make_offering("Whole", slug="whole")
    make_draft("Draft part", parent=whole, slug="draft-part")
    assert "Draft part" not in client.get("/microcredentials/whole/").content.decode()
    assert client.get("/microcredentials/draft-part/").status_code == 404


@pytest.mark.parametrize("slug", ["nothing-here", "%00", "a b", "é", "..%2Fadmin", "x" * 300])
def test_an_address_of_nothing_is_no_error_of_ours(client, slug):
    assert client.get(f"/microcredentials/{slug}/").status_code in {400, 404}


def test_an_offering_of_which_nothing_is_known_still_has_a_page(client):
    make_offering("Bare", slug="bare", availability="")
    bare = page(client.get("/microcredentials/bare/"))
    assert bare.one(cls="availability").text == "Not stated whether you can take it"
    assert bare.one("aside", aria_labelledby="glance").all("dl") == []
    assert bare.one(cls="silence").text.startswith("Not stated: cost, time it takes, ")


def test_an_offering_asks_fourteen_queries_among_1_3_or_300_entries(client, assert_page_queries):
    whole = make_offering("Whole", slug="whole")
    make_recognition(whole)
    make_price(whole, 300)
    guide = Source.objects.create(kind="document", title="Guide", short_title="Guide")
    Citation.objects.create(source=guide, paragraph=1, basis="stated", says="So.", field="title", microcredential=whole)
    group = make_group()
    whole.memberships.create(group=group, standing="member")
    for more in (0, 2, 297):
        if more:
            call_command("generate_entries", str(more), "--seed", str(more), verbosity=0)
        with assert_page_queries(14):
            client.get("/microcredentials/whole/")
