"""The parts of an answer, each on a handful of entries made for it."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.models.vocabulary import Approximation, Force, Role, Scope, Target, Unit
from catalogue.search import Search, current_snapshot
from institutions.models import Region
from tests.factories import (
    make_audience,
    make_draft,
    make_funding_source,
    make_group,
    make_institution,
    make_length,
    make_offering,
    make_part,
    make_price,
    make_recognition,
    make_sector,
)

pytestmark = pytest.mark.django_db


def titles(query: str) -> list[str]:
    search = Search(query)
    assert search.problems == []
    return [entry.title for entry in search.entries]


def facet(query: str, name: str):
    return next((view for view in Search(query).facets if view.name == name), None)


def counts(query: str, name: str) -> dict[str, int]:
    return {option.value: option.count for option in facet(query, name).options}


# Headlines and pages


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


# Facets


def test_all_sectors_stand_on_the_page_other_options_only_when_somebody_states_them():
    health, trades = make_sector("Health", slug="health"), make_sector("Trades", slug="trades")
    make_offering("A", sectors=(health,), delivery="online")
    assert counts("", "sector") == {"health": 1, "trades": 0, "not-stated": 0}
    assert counts("", "delivery") == {"online": 1, "not-stated": 0}
    assert trades.slug in counts("delivery=blended", "sector")
    assert counts("delivery=blended", "delivery") == {"online": 1, "blended": 0, "not-stated": 0}


def test_not_stated_is_the_last_option_of_every_facet():
    make_offering("A")
    assert {view.options[-1].value for view in Search("kind=badge&cost=free&duration=over-a-year").facets} == {
        "not-stated"
    }


def test_a_facet_under_more_filters_needs_two_entries_that_answer_it():
    make_offering("A", kind="badge")
    assert facet("", "kind") is None
    assert facet("kind=badge", "kind").options[0].selected
    make_offering("B", kind="exam")
    make_offering("C")
    assert (facet("", "kind").stated, facet("", "kind").of) == (2, 3)
    assert facet("", "audience").primary


def test_credit_toward_keeps_no_not_yet_and_silence_apart():
    make_recognition(make_offering("Counts"), target=Target.DIPLOMA)
    make_recognition(make_offering("May"), target=Target.DIPLOMA, force=Force.MAY_COUNT)
    make_recognition(make_offering("Refused"), target=Target.DEGREE, force=Force.NO)
    make_recognition(make_offering("Later"), target=Target.DEGREE, force=Force.NOT_YET)
    make_offering("Silent")
    make_recognition(make_group("Family"), target=Target.DEGREE)
    assert counts("", "credit_toward") == {"diploma": 2, "not-yet": 1, "no": 1, "not-stated": 1}
    assert titles("credit_toward=no") == ["Refused"]
    assert titles("credit_toward=not-stated") == ["Silent"]


@pytest.mark.parametrize(
    ("price", "bands"),
    [
        ({"amount": 299}, {"under-300"}),
        ({"amount": 300}, {"under-1000"}),
        ({"amount": 300, "approximation": Approximation.LESS_THAN}, {"under-300"}),
        ({"amount": 2000, "unit": "", "approximation": Approximation.ABOUT}, {"under-3000"}),
        ({"amount": 9000}, {"from-3000"}),
        ({"amount": 0}, {"free", "low-or-no-cost"}),
        ({"approximation": Approximation.FREE}, {"free", "low-or-no-cost"}),
        ({"approximation": Approximation.LOW}, {"low-or-no-cost"}),
    ],
)
def test_bands_of_price(price, bands):
    make_price(make_offering("A"), **price)
    assert {value for value, count in counts("cost=free", "cost").items() if count} == bands


def test_two_prices_of_one_offering_are_two_answers():
    offering = make_offering("A free course with a certificate under 300")
    make_price(offering, approximation=Approximation.FREE, measures=Scope.COURSE)
    make_price(offering, 300, approximation=Approximation.LESS_THAN, measures=Scope.CERTIFICATE)
    found = counts("cost=free", "cost")
    assert {value for value, count in found.items() if count} == {"free", "low-or-no-cost", "under-300"}


@pytest.mark.parametrize(
    ("length", "band"),
    [
        ({"number": 40, "unit": Unit.HOUR}, "up-to-a-week"),
        ({"number": 1}, "up-to-a-week"),
        ({"number": 1, "approximation": Approximation.MORE_THAN}, "up-to-3-months"),
        ({"number": 8}, "up-to-3-months"),
        ({"number": 1, "unit": Unit.YEAR}, "up-to-a-year"),
        ({"number": 2, "unit": Unit.YEAR}, "over-a-year"),
        ({"number": 1, "unit": Unit.MONTH, "measures": Scope.COURSE}, "in-other-words"),
        ({"number": None, "unit": ""}, "in-other-words"),
    ],
)
def test_bands_of_length(length, band):
    make_length(make_offering("A"), **length)
    assert {value for value, count in counts("duration=over-a-year", "duration").items() if count} == {band}


def test_funding_and_region_speak_of_direct_claims_only():
    fund = make_funding_source("Whole", slug="whole")
    part = make_funding_source("Part", slug="part", part_of=fund)
    coast = make_institution("Coast", region=Region.VANCOUVER_ISLAND)
    north = make_institution("North", region=Region.NORTHEAST)
    make_offering("A", provider=coast, roles={Role.CREDIT: north}, funding=(part,))
    assert titles("funding=whole") == []
    assert titles("funding=part") == ["A"]
    assert titles("region=northeast") == []
    assert titles("region=vancouver-island-coast") == ["A"]


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
    widen = facet("delivery=online", "delivery").widen
    assert widen == ("also show the 1 that does not say", 1, "delivery=not-stated&delivery=online")
    assert titles(widen.query) == ["A", "B"]
    assert facet("delivery=not-stated", "delivery").widen is None
    assert facet("", "delivery").widen is None


def test_chips_take_one_thing_away():
    make_offering("A", delivery="online", kind="badge")
    search = Search("q=a1&delivery=online&delivery=blended&sort=title")
    assert search.chips == [
        ("Words", "a1", "delivery=blended&delivery=online"),
        ("How you learn", "Online and in person", "q=a1&delivery=online&sort=title"),
        ("How you learn", "Online", "q=a1&delivery=blended&sort=title"),
    ]
    assert search.clear_query == ""
    assert search.hidden_inputs == [("delivery", "blended"), ("delivery", "online"), ("sort", "title")]


def test_few_results_come_with_ways_to_more():
    make_offering("Wood online", delivery="online")
    make_offering("Wood", delivery="in-person")
    make_offering("Steel", delivery="online")
    assert Search("q=wood&delivery=online").relaxations == [
        ("Without “How you learn: Online”", 2, "q=wood"),
        ("Without the words “wood”", 2, "delivery=online"),
    ]
    assert Search("").relaxations == []


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
    assert entry.providers == (("Example College", "example-college", "Provider"),)
    assert (entry.skills, entry.parts, entry.credit, entry.cost) == (("sawing", "planing"), ("Joints",), "", "")
    assert entry.availability == "Listed in a guide, not checked since"


# Freshness and visibility


def test_the_snapshot_is_kept_until_something_changes(django_assert_num_queries):
    school = make_institution("Old name")
    make_offering("Wood", provider=school)
    before = current_snapshot()
    before.kept["card"] = "rendered"
    with django_assert_num_queries(1):
        assert current_snapshot() is before
    school.name = "New name"
    school.save()
    assert Search("").entries[0].providers[0].name == "New name"
    assert current_snapshot().kept == {}


def test_deleting_a_claim_renews_the_snapshot():
    offering = make_offering("Wood", sectors=(make_sector("Trades", slug="trades"),))
    assert titles("sector=trades") == ["Wood"]
    offering.sectortags.get().delete()
    assert titles("sector=trades") == []


@pytest.mark.parametrize("state", ["draft", "in-review", "withdrawn"])
def test_what_is_not_public_is_nowhere(state):
    make_offering("Public", delivery="online")
    school, sector = make_institution("Secret School", slug="secret"), make_sector("Sector", slug="sector")
    hidden = make_offering(
        "Hidden",
        provider=school,
        sectors=(sector,),
        audiences=(make_audience("Few", slug="few"),),
        state=state,
        kind="exam",
    )
    make_part(hidden, "Hidden part")
    make_part(make_offering("Whole"), "Secret part", state=state)
    assert titles("") == ["Public", "Whole"]
    assert titles("q=hidden") == titles("q=secret") == titles("provider=secret") == titles("kind=exam") == []
    assert counts("", "sector")["sector"] == 0
    assert "few" not in counts("", "audience")
    assert "secret" not in counts("", "provider")
    assert Search("").entries[1].parts == ()


def test_a_part_finds_its_whole_but_lends_it_no_values():
    whole = make_offering("Talking at work")
    make_part(whole, "Public speaking", delivery="online", skills="rhetoric")
    assert titles("q=public+speaking") == titles("q=rhetoric") == ["Talking at work"]
    assert titles("delivery=online") == []
    assert Search("").entries[0].parts == ("Public speaking",)


def test_a_draft_alone_shows_nothing():
    make_draft("Alone")
    assert Search("").total == 0


def test_reading_takes_the_same_number_of_queries_however_many_entries(django_assert_num_queries):
    for number in range(3):
        offering = make_offering(f"Course {number}", sectors=(make_sector(f"Sector {number}"),))
        make_price(offering, 100)
        make_recognition(offering)
        with django_assert_num_queries(14):
            assert Search("").total == number + 1


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_read_outside_any_transaction_of_the_caller():
    make_offering("Wood")
    assert titles("") == ["Wood"]
