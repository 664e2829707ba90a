"""The parts of an answer, each on a handful of entries made for it: headline, order, pages, ways on, entries."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.models.vocabulary import Role
from catalogue.search import Search, current_snapshot
from tests.catalogue.search.asking import counts, titles
from tests.factories import (
    make_institution,
    make_length,
    make_offering,
    make_part,
    make_price,
)

pytestmark = pytest.mark.django_db


def test_the_headline_keeps_what_has_ended_apart():
    for number in range(16):
        make_offering(f"Course {number}", delivery="online" if number < 3 else "")
    make_offering("Badges", availability="ended", delivery="online")
    assert Search("").headline == "16 offerings, and 1 that has ended"
    assert Search("delivery=online").headline == "3 of 16 offerings, and 1 that has ended"
    assert Search("delivery=in-person").headline == "0 of 16 offerings"
    assert Search("availability=ended").headline == "0 of 16 offerings, and 1 that has ended"
    assert (Search("delivery=online").total, Search("delivery=online").ended) == (4, 1)


def test_the_headline_of_an_empty_catalogue_and_of_one_entry():
    assert Search("").headline == "0 offerings"
    make_offering("Only")
    assert Search("").headline == "1 offering"


def test_what_has_ended_comes_last_in_every_order():
    make_length(make_offering("A ended", availability="ended", last_verified=date(2026, 1, 1)), 1)
    make_length(make_offering("B long", last_verified=date(2025, 1, 1)), 30)
    make_length(make_offering("C short", last_verified=date(2025, 6, 1)), 2)
    make_offering("D silent")
    assert titles("") == ["B long", "C short", "D silent", "A ended"]
    assert titles("sort=checked") == ["C short", "B long", "D silent", "A ended"]
    assert titles("sort=shortest") == ["C short", "B long", "D silent", "A ended"]
    assert titles("q=long+short") == []
    assert titles("q=learn") == ["B long", "C short", "D silent", "A ended"]


def test_under_fifty_results_stand_on_one_page():
    for number in range(49):
        make_offering(f"Course {number:02}")
    assert len(Search("").entries) == 49
    assert Search("").page[:6] == (1, 1, 1, 49, None, None)
    make_offering("Course 49")
    last = Search("page=3")
    assert [entry.title for entry in last.entries] == [f"Course {number}" for number in range(40, 50)]
    assert last.page[:6] == (3, 3, 41, 50, "page=2", None)
    assert [(link.number, link.query, link.current) for link in last.page.links] == [
        (1, "", False),
        (2, "page=2", False),
        (3, "page=3", True),
    ]


# What one can do next


def test_choosing_a_school_finds_what_it_provides_and_tells_of_the_credit_it_gives():
    tru, oeru = make_institution("Thompson Rivers University", short_name="TRU", slug="tru"), make_institution("OERu")
    make_offering("Open course", provider=oeru, roles={Role.CREDIT: tru}, delivery="online")
    search = Search("provider=tru")
    assert search.total == 0
    assert [(note.text, note.institution) for note in search.notes] == [("TRU gives credit for 1", "tru")]
    assert Search("provider=tru&delivery=in-person").notes == []
    assert counts("provider=tru", "provider")["tru"] == 0


def test_a_school_that_only_gives_credit_can_be_chosen():
    tru = make_institution("TRU", slug="tru")
    make_offering("A", roles={Role.CREDIT: tru})
    make_offering("B")
    assert Search("provider=tru").total == 0
    assert counts("", "provider")["tru"] == 0


def test_testing_counts_as_providing():
    college = make_institution("College", slug="college")
    make_offering("Exam", roles={Role.TESTING: college})
    assert titles("provider=college") == ["Exam"]


def test_widening_adds_those_that_do_not_say():
    make_offering("A", delivery="online")
    make_offering("B")
    make_offering("C", delivery="in-person")
    widen = Search("delivery=online").widening("delivery")
    assert widen[:3] == ("also show the 1 that does not say", 1, "delivery=not-stated&delivery=online")
    assert titles(widen.query) == ["A", "B"]
    assert Search("delivery=not-stated").widening("delivery") is None
    assert Search("").widening("delivery") is None


def test_chips_take_one_thing_away():
    make_offering("A", delivery="online", kind="badge")
    search = Search("q=a1&delivery=online&delivery=blended&sort=title")
    assert search.chips == [
        ("Words", "a1", "delivery=blended&delivery=online"),
        ("How you learn", "Online and in person", "q=a1&delivery=online&sort=title"),
        ("How you learn", "Online", "q=a1&delivery=blended&sort=title"),
    ]
    assert search.hidden_inputs == [("delivery", "blended"), ("delivery", "online"), ("sort", "title")]


def test_few_results_come_with_ways_to_more():
    make_offering("Wood online", delivery="online")
    make_offering("Wood", delivery="in-person")
    make_offering("Steel", delivery="online")
    assert Search("q=wood&delivery=online").relaxations == [
        ("Without “How you learn: Online”", 2, "q=wood", 0),
        ("Without the words “wood”", 2, "delivery=online", 0),
        ("“How you learn: In person” instead", 1, "q=wood&delivery=in-person", 0),
    ]
    assert Search("").relaxations == []


def test_a_way_to_more_says_how_much_of_it_has_ended():
    make_offering("Wood")
    make_offering("Steel", availability="ended")
    assert Search("q=wood").relaxations == [("Without the words “wood”", 2, "", 1)]


def test_words_that_no_entry_holds_are_named_as_they_were_typed():
    make_offering("Wood")
    assert Search("q=Wood in “Kelowna”, or Trail?").unknown == ("Kelowna", "Trail")


def test_where_no_one_thing_less_is_enough_each_thing_alone_is_a_way_out():
    make_offering("Wood", delivery="online")
    make_offering("Steel", delivery="in-person", kind="badge")
    make_price(make_offering("Stone"), 100)
    search = Search("q=wood&delivery=in-person&cost=under-300&sort=title")
    assert search.relaxations == [
        ("Only the words “wood”", 1, "q=wood&sort=title", 0),
        ("Only “How you learn: In person”", 1, "delivery=in-person", 0),
        ("Only “What it costs: Under 300, as stated”", 1, "cost=under-300", 0),
    ]
    assert [Search(link.query).total for link in search.relaxations] == [1, 1, 1]


def test_beside_a_band_without_results_stand_the_next_ones():
    make_price(make_offering("A", delivery="online"), 100)
    make_price(make_offering("B"), 400)
    make_price(make_offering("C"), 5000)
    assert Search("cost=under-3000").relaxations == [
        ("Without “What it costs: 1,000 to 2,999, as stated”", 3, "", 0),
        ("“What it costs: 300 to 999, as stated” instead", 1, "cost=under-1000", 0),
        ("“What it costs: 3,000 or more, as stated” instead", 1, "cost=from-3000", 0),
    ]


def test_orders_that_nearly_nobody_answers_stay_away():
    make_length(make_offering("A", last_verified=date(2026, 1, 1)), 2)
    make_offering("B")
    assert [sort.value for sort in Search("").sorts] == ["title"]
    assert [sort.value for sort in Search("q=a").sorts] == ["best", "title"]
    assert [(sort.value, sort.selected) for sort in Search("sort=checked").sorts] == [
        ("title", False),
        ("checked", True),
    ]
    make_length(make_offering("C", last_verified=date(2026, 1, 2)), 3)
    assert [sort.value for sort in Search("").sorts] == ["title", "checked", "shortest"]


# What an entry says


def test_an_entry_says_what_is_known_in_words():
    school = make_institution("Example College", slug="example-college")
    offering = make_offering(
        "Wood", provider=school, delivery="blended", kind="badge", skills="sawing\nplaning", slug="wood"
    )
    make_part(offering, "Joints")
    make_length(offering, 8)
    (entry,) = Search("").entries
    assert (entry.slug, entry.kind, entry.delivery, entry.time) == (
        "wood",
        "Badge",
        "Online and in person",
        "eight weeks",
    )
    assert entry.providers == (("Example College", "example-college", "provider"),)
    assert (entry.skills, entry.parts, entry.credit, entry.cost) == (("sawing", "planing"), ("Joints",), "", "")
    assert entry.availability == "Listed in a guide, not checked since"


def test_many_different_texts_take_little_memory():
    make_offering("Wood and steel")
    snapshot = current_snapshot()
    for number in range(400):
        snapshot.match(f"wood {number}")
    assert len(snapshot._matches) < 200
