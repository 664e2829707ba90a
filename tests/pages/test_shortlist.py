"""The shortlist as the address holds it: shown, put in order, compared and shared without a script or an account."""

from __future__ import annotations

import pytest
from django.conf import settings

from catalogue.models.vocabulary import State
from tests.catalogue_data import documents  # noqa: F401
from tests.factories import make_draft, make_offering, make_price
from tests.pages.elements import Element, page
from tests.pages.other_pages import broken, prose_grade, words
from tests.watched import watched

pytestmark = pytest.mark.django_db
SHORTLIST = "/shortlist/"


@pytest.fixture
def three():
    made = [make_offering(name, slug=name.lower(), delivery="online") for name in ("Wood", "Steel", "Glass")]
    make_price(made[0], 400)
    return made


def _shortlist(client, query: str = "") -> Element:
    response = client.get(f"{SHORTLIST}?{query}" if query else SHORTLIST)
    assert response.status_code == 200
    return page(response)


def _titles(whole: Element) -> list[str]:
    return [place.one("h2").text for place in whole.all("li", cls="shortlist-place")]


def _links(place: Element) -> dict[str, str]:
    return {link.text.split(":")[0]: link.attributes["href"] for link in place.one(cls="shortlist-edits").all("a")}


def test_programs_stand_in_the_order_of_the_address_each_once(client, three):
    whole = _shortlist(client, "e=steel&e=wood&e=steel")
    assert _titles(whole) == ["Steel", "Wood"]
    assert whole.one("h1").text == "Shortlist of 2 programs"
    assert whole.one("title").text.startswith("Shortlist of 2 programs")
    assert whole.one("meta", name="robots").attributes["content"] == "noindex"
    assert broken(whole) == []


def test_a_program_shows_the_facts_of_its_card_and_what_is_not_stated(client, three):
    wood, steel = _shortlist(client, "e=wood&e=steel").all("li", cls="shortlist-place")
    facts = {row.one("dd").text: [name.text for name in row.all("dt")] for row in wood.one("dl").all("div")}
    assert facts == {"$400 Canadian": ["Cost"], "Online": ["How you learn"], "Not stated": ["Time", "Counts toward"]}
    assert wood.one("a", href="/microcredentials/wood/#notes").text.startswith("Sources")
    costs = "What does it cost, and what does the price include?"
    asked = [[line.text for line in each.one(cls="shortlist-questions").all("li")] for each in (wood, steel)]
    assert [costs in questions for questions in asked] == [False, True]


def test_links_move_and_remove_by_the_address_alone(client, three):
    places = _shortlist(client, "e=wood&e=steel&e=glass").all("li", cls="shortlist-place")
    assert [[*_links(place)] for place in places] == [
        ["Move down", "Remove"], ["Move up", "Move down", "Remove"], ["Move up", "Remove"],
    ]  # fmt: skip
    assert _links(places[1]) == {
        "Move up": "?e=steel&e=wood&e=glass#steel",
        "Move down": "?e=wood&e=glass&e=steel#steel",
        "Remove": "/shortlist/?e=wood&e=glass",
    }
    (alone,) = _shortlist(client, "e=wood").all("li", cls="shortlist-place")
    assert _links(alone) == {"Remove": "/shortlist/"}


def test_two_to_four_are_compared_by_a_link_more_by_boxes(client, three):
    whole = _shortlist(client, "e=wood&e=steel")
    assert whole.one("a", href="/compare/?e=wood&e=steel").text == "Compare these"
    assert not _shortlist(client, "e=wood").one(cls="shortlist-tools").all("a", href="/compare/?e=wood")
    more = [make_offering(f"Number {number}", slug=f"n{number}").slug for number in range(5)]
    whole = _shortlist(client, "&".join(f"e={slug}" for slug in more))
    assert whole.one("form", id="comparing").attributes["action"] == "/compare/"
    boxes = whole.all("input", type="checkbox", form="comparing")
    assert [box.attributes["value"] for box in boxes] == more


def test_the_sheet_names_the_whole_address(client, three):
    told = _shortlist(client, "e=wood&e=glass").one("p", cls="paper-only").text
    assert f"{settings.SITE_ORIGIN}/shortlist/?e=wood&e=glass" in told


def test_an_empty_list_says_how_it_works_and_is_the_same_for_everybody(client, three):
    whole = _shortlist(client)
    assert "There is nothing on this list yet." in whole.one("main").text
    assert "You need no account." in whole.one("main").text
    assert not whole.all("meta", name="robots")
    with watched() as snapshot:
        first = client.get(SHORTLIST, headers={"Cookie": "shortlist=wood"})
        assert not first.cookies
        assert client.get(SHORTLIST).content == first.content
        assert snapshot.kept.get((SHORTLIST, "", ""))


def test_what_somebody_chose_is_kept_nowhere_here(client, three):
    with watched() as snapshot:
        kept = len(snapshot.kept)
        response = client.get(f"{SHORTLIST}?e=wood&e=steel")
        assert len(snapshot.kept) == kept
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


def test_other_sites_do_not_learn_the_list_from_a_link(client, three):
    assert client.get(f"{SHORTLIST}?e=wood")["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_there_is_room_for_fifty(client):
    slugs = [make_offering(f"Number {number}", slug=f"n{number}").slug for number in range(51)]
    whole = _shortlist(client, "&".join(f"e={slug}" for slug in slugs))
    assert len(_titles(whole)) == 50
    assert "Number 50: there is room for 50 at once." in whole.one(cls="problems").text


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_what_is_not_public_is_as_unknown_as_what_never_was(client, three, state):
    make_draft("Zinc of tomorrow", slug="zinc", state=state)
    whole = _shortlist(client, "e=zinc&e=wood")
    assert _titles(whole) == ["Wood"]
    assert "No program here is called “zinc”." in whole.one(cls="problems").text
    assert whole.text == _shortlist(client, "e=zink&e=wood").text.replace("zink", "zinc")
    assert whole.one("a", href="?e=wood", data_edit="").text == "Go on without what was left out"


@pytest.mark.parametrize("query", ["e=", "e=%20&a=b", "e=" + "x" * 3000, "e=%3Cscript%3E", "e=wood#x&only=1"])
def test_no_address_breaks_the_page(client, three, query):
    assert len(_shortlist(client, query).all("h1")) == 1


def test_no_query_is_asked_however_long_the_list(client, assert_page_queries, three):
    for query in ("", "e=wood", "e=wood&e=steel&e=glass"):
        with assert_page_queries(0):
            client.get(f"{SHORTLIST}?{query}" if query else SHORTLIST)


def test_the_list_is_in_plain_words(client, documents):  # noqa: F811
    for query in ("", "e=sfu-fass-forward&e=tru-oeru", "e=ubc-open-badges-pilot"):
        assert prose_grade(_shortlist(client, query)) <= 8


def test_the_page_of_a_program_leads_to_both(client, three):
    links = page(client.get("/microcredentials/wood/")).one(cls="pick-links").all("a")
    assert [link.attributes["href"] for link in links] == ["/shortlist/?e=wood", "/compare/?e=wood"]
    assert words(links[0]) == "Keep on shortlist"
