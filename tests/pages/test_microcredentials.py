"""The list of offerings and its file. The page of one offering is tested in test_microcredential.py."""

from __future__ import annotations

import csv
from io import StringIO

import brotli
import pytest

from catalogue.models import FruitlessSearch
from catalogue.search import fruitless
from tests.pages.elements import Element, page
from tests.pages.walk import body
from tests.project.source_code import ROOT

pytestmark = pytest.mark.django_db
LIST = "/microcredentials/"


MOST_SCRIPT = 4096  # bytes that are sent


@pytest.fixture
def listing(client):
    return lambda query="": page(client.get(f"{LIST}?{query}"))


def _slugs(list_page: Element) -> list[str]:
    return [card.attributes["data-slug"] for card in list_page.all(cls="card")]


def _facts(card: Element) -> dict[str, str]:
    """What a card says by the name of each fact; several names may share an answer."""
    return {name.text: row.one("dd").text for row in card.one("dl").all("div") for name in row.all("dt")}


def _rows(list_page: Element) -> dict[str, dict[str, str]]:
    """What a table says, by offering and by the head of each column."""
    heads = [head.text for head in list_page.all("table")[0].one("thead").all("th")]
    return {
        row.attributes["data-slug"]: dict(
            zip(heads, [cell.text for cell in row.all("th") + row.all("td")], strict=True)
        )
        for row in list_page.all("tr", cls="listing-row")
    }


def _options(list_page: Element, facet: str) -> dict[str, int]:
    options = list_page.all("li", data_facet=facet)
    return {option.attributes["data-value"]: int(option.attributes["data-count"]) for option in options}


def test_it_lists_the_offerings_of_the_documents_and_what_has_ended_apart(listing, documents):
    whole = listing()
    assert whole.one("h2", id="results").text == "16 offerings, and 1 that has ended"
    assert len(_slugs(whole)) == 17
    assert _slugs(whole)[-1] == "ubc-open-badges-pilot"
    assert [heading.text for heading in whole.one(cls="results").all("h2")][1:] == ["Ended"]


def test_a_card_shows_the_facts_that_people_decide_by(listing, documents):
    card = listing().one(cls="card", data_slug="sfu-fass-forward")
    assert _facts(card) == {
        "Time": "One month per course, nine courses",
        "Cost": "Not stated",
        "How you learn": "Not stated",
        "Counts toward": "Credit toward a bachelor's degree at SFU",
    }
    assert [cell.text for cell in card.all(cls="not-stated")] == ["Not stated"]  # once for both
    assert "A pilot in a 2021 guide, not checked since" in card.text


@pytest.mark.parametrize(("query", "cls"), [("", "card"), ("view=table", "listing-row")])
def test_no_card_and_no_row_says_offered(listing, documents, query, cls):
    texts = [entry.text for entry in listing(query).all(cls=cls)]
    assert len(texts) == 17
    assert [text for text in texts if "offered" in text.lower()] == []


def test_the_table_says_what_the_cards_say_in_the_same_order(listing, documents):
    cards, rows = listing().all(cls="card"), _rows(listing("view=table"))
    assert [*rows] == _slugs(listing())
    for card in cards:
        row, facts = rows[card.attributes["data-slug"]], _facts(card)
        assert row["Program"] == f"{card.one('h3').text} {card.one(cls='tag').text}"
        assert row["Who does what"] == card.one(cls="card-who").text
        assert {name: row[name] for name in facts} == facts
        assert f"For: {row['Who it is for']}" in card.text or row["Who it is for"] == "Not stated"


def test_the_table_is_a_real_one_and_what_has_ended_stands_apart(listing, documents):
    boxes = listing("view=table").all(cls="listing-box")
    assert [len(box.all("tr", cls="listing-row")) for box in boxes] == [16, 1]
    for box in boxes:
        caption = box.one("caption")
        assert (box.attributes["role"], box.attributes["tabindex"]) == ("region", "0")
        assert box.attributes["aria-labelledby"] == caption.attributes["id"]
        assert {cell.attributes["scope"] for cell in box.one("thead").all("th")} == {"col"}
        assert {cell.attributes["scope"] for cell in box.one("tbody").all("th")} == {"row"}
    assert listing("view=table").all(cls="card") == []


def test_the_view_survives_filters_chips_and_orders_and_stays_out_of_the_file(listing, documents):
    table = listing("view=table&delivery=online")
    assert table.one("input", name="view").attributes["value"] == "table"
    assert table.one(cls="chip").attributes["href"] == "?view=table"
    assert table.one(cls="chips-clear").attributes["href"] == "?view=table"
    assert table.one(cls="filters-clear").attributes["href"] == "?view=table"
    assert table.one(cls="facet-widen").one("a").attributes["href"].endswith("&view=table")
    assert table.one(cls="results-file").all("a")[0].attributes["href"] == "/microcredentials.csv?delivery=online"
    ways = {way.text: way.attributes["href"] for way in table.one(cls="ways").all("a")}
    assert (ways["Cards"], ways["Table"]) == ("?delivery=online", "?delivery=online&view=table")
    assert table.one(cls="toggle").one("a", aria_current="true").text == "Table"
    assert listing("delivery=online").all("input", name="view") == []
    assert listing("q=beekeeping").all(cls="ways") == []


@pytest.mark.parametrize("query", ["", "view=table"])
def test_each_offering_can_be_chosen_by_a_box_that_names_it(listing, documents, query):
    whole = listing(query)
    boxes = whole.all("input", name="e", form="picks")
    assert sorted(box.attributes["value"] for box in boxes) == sorted(_slugs(listing()))
    labels = [label.text for label in whole.all("label", cls="pick")]
    assert len(set(labels)) == 17
    assert "Choose: SFU FASS Forward" in labels
    assert whole.one("form", id="picks").attributes["method"] == "get"


def test_a_long_facet_has_a_box_to_narrow_it_that_needs_a_script(listing, documents):
    boxes = listing().all(cls="narrow")
    assert [box.one("label").attributes["for"] for box in boxes] == ["narrow-provider"]
    for box in boxes:
        assert "hidden" in box.attributes
        assert "name" not in box.one("input").attributes


def test_a_card_names_each_institution_once_with_all_its_roles(listing, documents):
    card = listing().one(cls="card", data_slug="tru-oeru")
    assert [line.text for line in card.one(cls="card-who").all("li")] == [
        "Open Education Resource universitas provider",
        "Thompson Rivers University gives credit for it",
    ]


def test_options_carry_their_counts_for_scripts(listing, documents):
    assert _options(listing(), "delivery") == {"online": 6, "not-stated": 11}
    assert _options(listing(), "sector")["health-and-human-services"] == 0
    assert _options(listing("credit_toward=bachelors-degree"), "delivery") == {"online": 1, "not-stated": 2}


def test_the_first_facets_are_open_and_the_others_say_how_many_answer(listing, documents):
    facets = listing().all("details", cls="facet")
    assert [facet.one(cls="facet-name").text for facet in facets if "open" in facet.attributes] == [
        "Topic (our reading)",
        "Credit toward",
        "How you learn",
        "Who it is for",
    ]
    closed = [facet for facet in facets if "open" not in facet.attributes]
    assert [facet.one(cls="facet-stated").text for facet in closed if facet.one("legend").text == "What it costs"] == [
        "2 of 17 say"
    ]
    assert all(facet.one(cls="facet-stated").text.endswith(" of 17 say") for facet in facets)


def test_a_facet_says_how_many_of_its_values_are_chosen(listing, documents):
    facets = listing("cost=free&cost=low-or-no-cost&delivery=online").all("details", cls="facet")
    chosen = {
        facet.one("legend").text: facet.one(cls="facet-chosen").text
        for facet in facets
        if facet.all(cls="facet-chosen")
    }
    assert chosen == {"How you learn": "1 chosen", "What it costs": "2 chosen"}


def test_the_button_of_the_filters_counts_them_and_not_the_words(listing, documents):
    assert listing("q=online").one(cls="finder-open").text == "Filters"
    assert listing("q=online&delivery=online&kind=badge").one(cls="finder-open").text == "Filters (2) chosen"


def test_choosing_marks_the_box_and_offers_ways_back(listing, documents):
    chosen = listing("delivery=online&cost=low-or-no-cost")
    assert chosen.one("h2", id="results").text == "2 of 16 offerings"
    boxes = [box.attributes["value"] for box in chosen.all("input", type="checkbox") if "checked" in box.attributes]
    assert sorted(boxes) == ["low-or-no-cost", "online"]
    chips = {chip.text: chip.attributes["href"] for chip in chosen.all(cls="chip")}
    assert chips == {
        "Remove How you learn: Online ×": "?cost=low-or-no-cost",
        "Remove What it costs: Low or no cost stated ×": "?delivery=online",
    }
    assert chosen.one(cls="chips-clear").attributes["href"] == "?"


def test_beside_a_choice_stands_the_way_to_those_that_do_not_say(listing, documents):
    widen = listing("delivery=online").one(cls="facet-widen").one("a")
    assert widen.text == "Also show the 11 that do not say"
    assert len(_slugs(listing(widen.attributes["href"].lstrip("?")))) == 17


def test_choosing_tru_says_that_it_gives_credit(listing, documents):
    note = listing("provider=tru").one(cls="results-note").one("a")
    assert (note.text, note.attributes["href"]) == ("TRU gives credit for 1", "/institutions/tru/")


def test_nothing_found_shows_what_each_way_out_would_find(listing, documents):
    empty = listing("q=forestry&delivery=online")
    assert "Nothing in this list fits all of that" in empty.text
    assert [line.text for line in empty.one(cls="relaxations").all("li")] == [
        "Without the words “forestry”: 5 offerings, and 1 that has ended"
    ]


def test_numbers_of_a_list_agree_on_what_has_ended(listing, documents):
    few = listing("q=alacrity")
    assert few.one("h2", id="results").text == "1 of 16 offerings"
    assert few.one(cls="relaxations").one("li").text == (
        "Without the words “alacrity”: 16 offerings, and 1 that has ended"
    )
    assert "These numbers count ended offerings too." in few.one("form", id="finder").text


def test_words_that_no_entry_holds_are_counted_each_time_somebody_asks_for_them(client, documents):
    fruitless.flush()
    FruitlessSearch.objects.all().delete()
    queries = ["q=forestry", "q=forestry&delivery=online", "q=mass+timbre", "q=timbre&spelling=as-typed"]
    for query in [*queries, "q=timber&cost=free"]:
        client.get(f"{LIST}?{query}")
    fruitless.flush()
    assert [(each.text, each.count) for each in FruitlessSearch.objects.all()] == [("forestry", 2)]


@pytest.mark.parametrize(
    "query",
    [
        "sector=nonsense",
        "colour=blue",
        "page=0",
        "page=x",
        "sort=price",
        "view=tiles",
        "delivery=%F0%9F%92%A9",
        "q=" + "a" * 300,
    ],
)
def test_what_cannot_be_used_is_named_and_left_out(client, listing, documents, query):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert page(response).one(cls="problems").all("li")
    assert len(_slugs(page(response))) == 17


@pytest.mark.parametrize("number", ["2", "99", "1000000000"])
def test_a_page_past_the_end_is_not_found_and_says_where_the_list_ends(client, documents, number):
    response = client.get(f"{LIST}?page={number}")
    assert response.status_code == 404
    assert page(response).one("h1").text == f"This list has no page {number}"
    assert page(response).one("main").all("a")[-1].attributes["href"] == "?"


def test_the_order_chosen_survives_the_next_filter(listing, documents):
    assert listing("q=micro&sort=title").one("input", name="sort").attributes["value"] == "title"
    assert listing("q=micro").all("input", name="sort") == []


def test_the_file_holds_the_same_results(client, listing, documents):
    response = client.get("/microcredentials.csv?delivery=online")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="microcredentials-20')
    rows = list(csv.DictReader(StringIO(body(response).lstrip("\ufeff"))))
    assert [row["Title"] for row in rows] == [
        card.one("h3").text for card in listing("delivery=online").all(cls="card")
    ]


@pytest.mark.parametrize("query", ["delivery=by-post", "colour=blue", "page=0"])
def test_the_file_refuses_what_it_cannot_use_by_name(client, documents, query):
    response = client.get(f"/microcredentials.csv?{query}")
    assert response.status_code == 400
    assert query.split("=")[0] in response.content.decode() or query.split("=")[1] in response.content.decode()


def test_all_scripts_of_the_list_together_are_small(listing, documents):
    scripts = [script.attributes["src"] for script in listing().all("script") if "src" in script.attributes]
    assert "/static/js/narrowing.js" in scripts
    assert sum(len(brotli.compress((ROOT / script.lstrip("/")).read_bytes())) for script in scripts) <= MOST_SCRIPT
