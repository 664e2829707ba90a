"""What each facet finds and counts, and which of them stand on the page."""

from __future__ import annotations

import pytest

from catalogue.models.vocabulary import Approximation, Force, Role, Scope, Target, Unit
from catalogue.search import Search
from institutions.models import Region
from tests.catalogue.search.asking import counts, titles
from tests.factories import (
    make_funding_source,
    make_group,
    make_institution,
    make_length,
    make_offering,
    make_price,
    make_recognition,
    make_sector,
)

pytestmark = pytest.mark.django_db


def test_all_sectors_stand_on_the_page_other_options_only_when_somebody_states_them():
    health, trades = make_sector("Health", slug="health"), make_sector("Trades", slug="trades")
    make_offering("A", sectors=(health,), delivery="online")
    assert counts("", "sector") == {"health": 1, "trades": 0, "not-stated": 0}
    assert counts("", "delivery") == {"online": 1, "not-stated": 0}
    assert trades.slug in counts("delivery=blended", "sector")
    assert counts("delivery=blended", "delivery") == {"online": 1, "blended": 0, "not-stated": 0}


def test_not_stated_is_the_last_option_of_every_facet():
    make_offering("A")
    counted = Search("kind=badge&cost=free&duration=over-a-year").counts.values()
    assert {[*counts][-1] for counts in counted} == {"not-stated"}


def test_a_facet_under_more_filters_needs_two_entries_that_answer_it():
    make_offering("A", kind="badge")
    assert "kind" not in Search("").counts
    assert "badge" in counts("kind=badge", "kind")
    make_offering("B", kind="exam")
    make_offering("C")
    search = Search("")
    assert (search.snapshot.stated("kind"), search.snapshot.size) == (2, 3)
    assert "audience" in search.counts


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
