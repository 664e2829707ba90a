"""Entries: which are results, which are offered, what cannot be a part."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import Microcredential
from catalogue.models.vocabulary import Availability
from tests.factories import make_offering, make_part

pytestmark = pytest.mark.django_db


def test_only_what_staff_verified_is_offered():
    verified = make_offering(availability=Availability.OFFERED, last_verified=date(2026, 11, 2))
    for availability in set(Availability) - {Availability.OFFERED}:
        make_offering(availability=availability, last_verified=date(2026, 11, 2))
    make_offering(availability="")
    assert list(Microcredential.objects.offered()) == [verified]


def test_what_has_ended_stands_apart():
    ended = make_offering(availability=Availability.ENDED)
    others = {make_offering(availability=each) for each in ("", Availability.LISTED, Availability.PILOT)}
    assert list(Microcredential.objects.ended()) == [ended]
    assert set(Microcredential.objects.not_ended()) == others


def test_parts_are_no_results():
    whole = make_offering()
    part = make_part(whole)
    assert list(Microcredential.objects.results()) == [whole]
    assert list(whole.parts.all()) == [part]


def test_the_page_of_a_part_is_a_place_on_the_page_of_the_whole():
    part = make_part(make_offering(slug="fass-forward"), slug="public-speaking")
    assert part.get_absolute_url() == "/microcredentials/fass-forward/#public-speaking"


def test_a_part_has_no_parts_of_its_own():
    part = make_part(make_offering())
    with pytest.raises(ValidationError, match="A part cannot have parts"):
        make_part(part).full_clean()


def test_an_entry_with_parts_cannot_become_a_part():
    whole = make_offering()
    make_part(whole)
    whole.parent = make_offering("Another")
    with pytest.raises(ValidationError, match="This entry has parts"):
        whole.full_clean()


def test_a_new_part_can_be_checked_before_it_is_saved():
    Microcredential(title="New", slug="new", parent=make_offering()).full_clean()
