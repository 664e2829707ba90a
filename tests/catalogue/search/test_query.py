"""What an address may ask, what is refused in words, and that nothing whatever is an error."""

from __future__ import annotations

from random import Random

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.search import Search, Snapshot
from catalogue.search.facets import FACETS
from catalogue.search.facts import Catalogue, Facts, Mark, Offering, Place, Term
from catalogue.search.query import MAX_TEXT


def facts(number: int) -> Facts:
    title = f"Course {number} in mass timber"
    said = {"kind": "badge", "availability": "listed", "availability_as_of": "2021", "delivery": "online"}
    offering = Offering(number, f"course-{number}", title, summary="Wood.", **said)
    return Facts(offering, [], [], [], [], [], [], [])


# Made by hand: these tests need no database.
ALL_FACTS = [facts(number) for number in range(60)]
SNAPSHOT = Snapshot(
    Catalogue(
        mark=Mark("", 0),
        pks=[each.offering.pk for each in sorted(ALL_FACTS, key=lambda each: each.offering.place_in_list)],
        facts=ALL_FACTS,
        places={1: Place("bcit", "British Columbia Institute of Technology", "BCIT", "", "")},
        sectors={1: Term("health", "Health"), 2: Term("technology", "Technology")},
        audiences={},
        funding={},
    )
)
EVERYTHING = 60


@pytest.mark.parametrize(
    ("asked", "parameter", "value"),
    [
        ("colour=red", "colour", "red"),
        ("sector=helth", "sector", "helth"),
        ("Sector=health", "Sector", "health"),
        ("sector=health%00", "sector", "health"),
        ("sector[]=health", "sector[]", "health"),
        ("provider=bcit%27--", "provider", "bcit'--"),
        ("sort=cheapest", "sort", "cheapest"),
        ("sort=best", "sort", "best"),
        ("page=0", "page", "0"),
        ("page=-1", "page", "-1"),
        ("page=abc", "page", "abc"),
        ("page=1e3", "page", "1e3"),
        ("page=+2", "page", "2"),
        ("page=%2B2", "page", "+2"),
        ("page=%D9%A3", "page", "٣"),
        ("page=1000000000000000000", "page", "1000000000000000000"),
        ("spelling=loose", "spelling", "loose"),
        ("page=02", "page", "02"),
        ("view=tiles", "view", "tiles"),
        ("q=wood%00", "q", "wood"),
        ("q=%3F%21", "q", "?!"),
        (f"q={'x' * (MAX_TEXT + 1)}", "q", "x" * 60 + "…"),
        ("q=" + "wood+" * 13, "q", "wood " * 12 + "…"),
    ],
)
def test_what_cannot_be_used_is_named_and_ignored(asked, parameter, value):
    for form in (asked, QueryDict(asked)):
        search = Search(form, SNAPSHOT)
        assert [(p.parameter, p.value) for p in search.problems] == [(parameter, value)]
        assert search.problems[0].message.endswith(".")
        assert search.total == EVERYTHING
        assert search.query == ""


@pytest.mark.parametrize(
    "asked", ["q=mass&q=timber", "sort=title&sort=title", "page=2&page=3", "view=table&view=cards"]
)
def test_what_is_given_twice_counts_once(asked):
    search = Search(asked, SNAPSHOT)
    (problem,) = search.problems
    assert problem.message.endswith("is given twice. Only the first one counts.")
    assert search.query == Search(asked.split("&")[0], SNAPSHOT).query


@pytest.mark.parametrize("number", [4, 10**9, 10**17])
def test_a_page_past_the_end_is_no_other_page(number):
    search = Search(f"page={number}", SNAPSHOT)
    assert (search.is_past_the_end, search.last_page, search.entries, search.problems) == (True, 3, [], [])
    assert not Search("page=3", SNAPSHOT).is_past_the_end


def test_one_bad_value_leaves_the_others_in_force():
    search = Search("delivery=online&delivery=by-post&kind=badge&page=2", SNAPSHOT)
    assert search.query == "delivery=online&kind=badge&page=2"
    assert [problem.value for problem in search.problems] == ["by-post"]


def test_empty_fields_of_a_form_are_no_problem():
    search = Search("q=&sector=&sort=&page=+&sector=%20", SNAPSHOT)
    assert (search.problems, search.query) == ([], "")


def test_the_canonical_query_has_one_order_and_nothing_usual():
    search = Search("page=1&sort=title&sector=technology&delivery=online&q=++mass%20+timber&sector=health", SNAPSHOT)
    assert search.query == "q=mass+timber&sector=health&sector=technology&delivery=online&sort=title"
    assert Search("sort=title&delivery=online&delivery=online", SNAPSHOT).query == "delivery=online"
    assert Search("q=mass&sort=best", SNAPSHOT).query == "q=mass"


def test_the_view_is_kept_by_whatever_leads_on_and_cards_are_usual():
    search = Search("view=table&delivery=online&q=mass", SNAPSHOT)
    assert search.query == "q=mass&delivery=online&view=table"
    onward = [link.query for link in (*search.chips, *search.sorts, *search.relaxations)]
    assert onward
    assert all(query.endswith("view=table") for query in onward)
    assert Search("view=cards&delivery=online", SNAPSHOT).query == "delivery=online"
    assert Search("view=table&page=2", SNAPSHOT).page.next == "view=table&page=3"


def test_too_many_things_are_cut_off_and_said():
    search = Search("&".join(f"sector=x{n}" for n in range(201)), SNAPSHOT)
    assert len(search.problems) == 201
    assert search.problems[-1].message == "This address asks for too many things. The rest was left out."
    assert "too many" in Search("q=" + "x" * 9000, SNAPSHOT).problems[-1].message


NAMES = st.sampled_from([facet.name for facet in FACETS] + ["q", "sort", "view", "page", "colour", ""]) | st.text(
    max_size=5
)
VALUES = st.sampled_from(["health", "online", "not-stated", "1", "3", "title", "best", "table", "mass tim"]) | st.text()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_whatever_is_asked_there_is_an_answer_and_its_address_says_the_same(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    search = Search(data, SNAPSHOT)
    again = Search(search.query, SNAPSHOT)
    assert (again.problems, again.query, again.total) == ([], search.query, search.total)
    assert again.entries == search.entries
    assert len(search.counts) >= 4


def test_raw_query_strings_of_noise_are_answered(full):
    dice = Random(3)
    letters = "q=&;%sector+page#\x00\ud800é٣{}<>'\"0123456789-\\/?"
    for _ in range(10_000 if full else 500):
        raw = "".join(dice.choices(letters, k=dice.randrange(60)))
        search = Search(raw, SNAPSHOT)
        assert Search(search.query, SNAPSHOT).query == search.query
