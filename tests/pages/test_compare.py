"""The comparison: facts as rows, programs as columns; what differs, what is the same and what nobody knows."""

from __future__ import annotations

import pytest

from catalogue.models import Disagreement, DisagreementSide
from catalogue.models.vocabulary import State
from tests.catalogue_data import documents  # noqa: F401
from tests.factories import (
    called_by_a_name,
    make_draft,
    make_length,
    make_offering,
    make_part,
    make_price,
    make_recognition,
    make_sector,
)
from tests.pages.elements import Element, page
from tests.pages.other_pages import broken, cite, make_source, prose_grade, words
from tests.watched import watched

pytestmark = pytest.mark.django_db
COMPARE = "/compare/"


@pytest.fixture
def paper():
    return make_source(short_title="2021 paper")


@pytest.fixture
def wood(paper):
    entry = make_offering("Wood", slug="wood", delivery="online", availability_as_of="2021")
    cite(entry, paper, "delivery", paragraph=7)
    cite(make_price(entry, 400), paper, paragraph=8)
    return entry


@pytest.fixture
def steel(paper):
    entry = make_offering("Steel", slug="steel", delivery="in-person", kind="certificate")
    cite(entry, paper, "delivery", paragraph=9)
    return entry


@pytest.fixture
def glass():
    return make_offering("Glass", slug="glass", delivery="in-person")


def _compare(client, query: str) -> Element:
    response = client.get(f"{COMPARE}?{query}")
    assert response.status_code == 200
    return page(response)


def _rows(whole: Element) -> dict[str, Element]:
    return {words(row.one("th", scope="row")): row for row in whole.one("table").all("tr") if row.all(scope="row")}


def _row(whole: Element, label: str) -> tuple[str, list[str]]:
    """What the head of a row says beside its label, and its cells in words."""
    (found,) = (row for head, row in _rows(whole).items() if head.startswith(label))
    state = found.one("th", scope="row").all(cls="compare-state")
    cells = [words(cell).removeprefix(cell.one(cls="compare-whose").text).strip() for cell in found.all("td")]
    return state[0].text if state else "", cells


def test_each_fact_is_a_row_and_each_program_a_column(client, wood, steel):
    whole = _compare(client, "e=wood&e=steel")
    table = whole.one("table")
    assert "2 programs side by side" in table.one("caption").text
    heads = [head.all("a")[0].text for head in table.all("th", cls="compare-program", scope="col")]
    assert heads == ["Wood", "Steel"]
    groups = [head.text for head in table.all("th", scope="rowgroup")]
    assert groups[0] == "At a glance"
    assert "Who does what" in groups
    for row in _rows(whole).values():
        assert [cell.one(cls="compare-whose").text for cell in row.all("td")] == ["Wood", "Steel"]
    assert broken(whole) == []


def test_what_differs_is_told_in_words_and_by_a_sign(client, wood, steel):
    whole = _compare(client, "e=wood&e=steel")
    state, cells = _row(whole, "How you learn")
    assert state == "Differs"
    assert [cell.split(" 2021")[0] for cell in cells] == ["Online", "In person"]
    marked = _rows(whole)["How you learn Differs"].all(cls="compare-marked")
    assert ["Differs:" in cell.text for cell in marked] == [True, True]
    assert [bool(cell.all("svg")) for cell in marked] == [True, True]


def test_where_two_of_three_agree_the_third_stands_out(client, wood, steel, glass):
    row = _rows(_compare(client, "e=steel&e=wood&e=glass"))["How you learn Differs"]
    assert ["compare-marked" in cell.classes for cell in row.all("td")] == [False, True, False]


def test_what_is_not_stated_is_not_a_difference(client, wood, steel):
    whole = _compare(client, "e=wood&e=steel")
    state, cells = _row(whole, "Cost")
    assert state == "Not known if they differ"
    assert cells[1] == "Not stated"
    assert whole.all(cls="not-stated")
    narrowed = _compare(client, "e=wood&e=steel&only=differences")
    assert not [head for head in _rows(narrowed) if head.startswith("Cost")]


def test_same_words_are_no_difference(client, steel, glass):
    assert _row(_compare(client, "e=steel&e=glass"), "How you learn")[0] == "All say the same"


def test_what_people_decide_by_has_a_row_though_nobody_states_it(client, steel, glass):
    heads = [*_rows(_compare(client, "e=steel&e=glass"))]
    assert {"Cost", "Time", "Counts toward"} <= {*heads}
    assert not [head for head in heads if head.startswith("Pace")]


def test_only_what_differs_says_how_many_rows_it_hides(client, wood, steel):
    everything = _compare(client, "e=wood&e=steel")
    narrowed = _compare(client, "e=wood&e=steel&only=differences")
    states = [_row(everything, head)[0] for head in _rows(everything)]
    assert len(_rows(narrowed)) == states.count("Differs")
    told = words(narrowed.one(cls="compare-summary"))
    same = states.count("All say the same")
    unknown = len(states) - same - states.count("Differs")
    assert f"{same} row is hidden because all say the same." in told
    assert f"{unknown} rows are hidden because not every program states them: it is not known whether" in told
    assert "only what differs" in narrowed.one("title").text
    back = narrowed.one(cls="compare-summary").one("a")
    assert (back.text, back.attributes["href"]) == ("Show all rows", "?e=wood&e=steel")
    there = everything.one(cls="compare-summary").one("a")
    assert there.attributes["href"] == "?e=wood&e=steel&only=differences"


def test_a_value_names_its_source_and_leads_to_the_note_about_it(client, wood, steel):
    (source,) = _rows(_compare(client, "e=wood&e=steel"))["CostNot known if they differ"].all("a", cls="compare-source")
    assert source.text == "Source: 2021 paper ¶ 8"
    target, _, anchor = source.attributes["href"].partition("#")
    assert page(client.get(target)).one(id=anchor)


def test_sources_that_disagree_say_so(client, wood, steel, paper):
    dispute = Disagreement.objects.create(kind="conflict", title="How wood is taught")
    other = cite(wood, make_source(), "delivery", says="In person.")
    for citation in (wood.citations.get(source=paper, field="delivery"), other):
        DisagreementSide.objects.create(disagreement=dispute, citation=citation)
    whole = _compare(client, "e=wood&e=steel")
    link = whole.one("a", cls="differs")
    assert link.text == "Sources disagree"
    target, _, anchor = link.attributes["href"].partition("#")
    assert page(client.get(target)).one(id=anchor)


def test_parts_are_named_and_lead_to_their_place(client, wood, steel):
    part = make_part(wood, "Class on saws", slug="saws")
    row = _rows(_compare(client, "e=wood&e=steel"))["Parts"]
    assert not row.all(cls="compare-marked")
    link = row.one("a")
    assert (link.text, link.attributes["href"]) == (part.title, part.get_absolute_url())


def test_questions_that_none_answers_stand_below(client, wood, steel):
    asked = [line.text for line in _compare(client, "e=wood&e=steel").one(cls="compare-questions").all("li")]
    assert "How long does it take, and how many hours a week?" in asked
    assert not [question for question in asked if "cost" in question]


def test_an_old_listing_is_no_offer(client, wood, steel):
    assert "A place in a 2021 guide is not an offer." in _compare(client, "e=wood&e=steel").one("main").text


def test_a_program_is_taken_off_by_a_link_and_another_added_by_a_form(client, wood, steel, glass):
    whole = _compare(client, "e=wood&e=steel")
    removing = {link.text: link.attributes["href"] for link in whole.all("a", cls="compare-remove")}
    assert removing == {"Remove Wood": "/compare/?e=steel", "Remove Steel": "/compare/?e=wood"}
    form = whole.one(cls="compare-add").one("form")
    assert [field.attributes["value"] for field in form.all("input", name="e")] == ["wood", "steel"]
    assert [option.attributes["value"] for option in form.all("option")] == ["glass"]


def test_without_programs_the_page_says_how_one_comes_to_a_table(client, wood):
    whole = _compare(client, "")
    assert not whole.all("table")
    assert "the list of programs" in [link.text for link in whole.all("a", href="/microcredentials/")]
    assert "Choose two to four programs" in whole.one("main").text


def test_one_program_is_shown_and_the_reader_told_to_add_another(client, wood):
    whole = _compare(client, "e=wood")
    assert "Add another one." in whole.one("main").text
    assert whole.one("table")
    assert not whole.all(cls="compare-state")


def test_of_five_programs_four_are_shown_and_the_fifth_is_named(client):
    slugs = [make_offering(f"Number {number}", slug=f"n{number}").slug for number in range(5)]
    whole = _compare(client, "&".join(f"e={slug}" for slug in slugs))
    assert len(whole.all("th", cls="compare-program")) == 4
    assert "Number 4: there is room for 4 at once." in whole.one(cls="problems").text
    assert not whole.all("form")


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_what_is_not_public_is_as_unknown_as_what_never_was(client, wood, state):
    make_draft("Zinc of tomorrow", slug="zinc", state=state)
    whole = _compare(client, "e=zinc&e=wood")
    assert "No program here is called “zinc”." in whole.one(cls="problems").text
    assert "tomorrow" not in whole.text
    assert whole.text == _compare(client, "e=zink&e=wood").text.replace("zink", "zinc")


@pytest.mark.parametrize(
    "query",
    ["e=wood&e=%20", "e=wood&e=wood", "e=wood&only=everything", "e=wood&colour=red", "e=" + "x" * 3000, "e=%3Cb%3E"],
)
def test_no_address_breaks_the_page(client, wood, query):
    whole = _compare(client, query)
    assert len(whole.all("h1")) == 1
    assert len(whole.text) < 9000


def test_the_order_is_kept_and_nothing_stands_twice(client, wood, steel, glass):
    whole = _compare(client, "e=steel&e=wood&e=steel&e=glass")
    assert [head.all("a")[0].text for head in whole.all("th", cls="compare-program")] == ["Steel", "Wood", "Glass"]


def test_one_comparison_is_kept_once_and_mistakes_are_not_kept(client, wood, steel):
    with watched() as snapshot:
        client.get(f"{COMPARE}?e=wood&e=steel")
        kept = len(snapshot.kept)
        for query in ("e=wood&e=steel&e=wood", "e=+wood&e=steel&only=", "e=wood&e=nothing", "e=wood&e=steel&a=1"):
            client.get(f"{COMPARE}?{query}")
        assert len(snapshot.kept) == kept
        client.get(f"{COMPARE}?e=steel&e=wood")
        assert len(snapshot.kept) == kept + 1


@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_number_of_queries_does_not_grow(client, assert_page_queries, paper, count):
    for number in range(count):
        said = {"sectors": [make_sector()], "delivery": "online", **called_by_a_name()}
        entry = make_offering(f"Number {number}", slug=f"n{number}", **said)
        cite(entry, paper, "delivery")
        make_length(entry, 5)
        make_recognition(entry)
        make_part(entry)
    with assert_page_queries(11):
        client.get(f"{COMPARE}?" + "&".join(f"e=n{number}" for number in range(count)))


def test_the_documents_programs_are_compared_in_plain_words(client, documents):  # noqa: F811
    whole = _compare(client, "e=sfu-fass-forward&e=tru-oeru&e=bcit-mass-timber&e=canada-skills-program")
    assert broken(whole) == []
    assert prose_grade(whole) <= 8
    without = [words(value) for value in whole.all(cls="compare-value") if not value.all("a", cls="compare-source")]
    assert without == []
