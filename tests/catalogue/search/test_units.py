"""A unit named beside its school: one line on the card, one option in the list, and still found by its own name."""

import pytest

from catalogue.search import Search
from tests.factories import make_institution, make_offering, make_participation


@pytest.fixture
def school(db):
    school = make_institution("University of Somewhere", slug="somewhere")
    unit = make_institution("Somewhere Extended", slug="somewhere-extended", unit_of=school)
    make_participation(make_offering("Both named", provider=school), unit)
    return school


def _provider_options(query: str = "") -> list[str]:
    return [*Search(query).counts["provider"]]


def test_the_card_names_the_unit_behind_its_school(school):
    (entry,) = Search("").entries
    assert [who.name for who in entry.providers] == ["University of Somewhere (Somewhere Extended)"]


def test_the_option_is_the_school(school):
    make_offering("Other", provider="Other School")
    assert "somewhere" in _provider_options()
    assert "somewhere-extended" not in _provider_options()


def test_a_unit_can_still_be_asked_for(school):
    assert Search("provider=somewhere-extended").total == 1
    assert "somewhere-extended" in _provider_options("provider=somewhere-extended")


def test_a_unit_alone_is_an_option(school):
    lone = make_institution("Lone Unit", slug="lone", unit_of=make_institution("Silent School"))
    make_offering("Lone", provider=lone)
    assert "lone" in _provider_options()
