"""Criteria of the framework: which facts show them, and that our own reading shows none."""

from __future__ import annotations

import pytest

from catalogue.criteria import CRITERIA, plain
from catalogue.dossier import read_dossier
from catalogue.models import Citation
from catalogue.models.vocabulary import Basis
from tests.factories import make_institution, make_length, make_offering, make_participation, make_recognition

pytestmark = pytest.mark.django_db


def _shown(entry) -> set[str]:
    subject = read_dossier(entry).offering
    return {each.slug for each in CRITERIA if [*each.shown_by(subject)]}


def test_each_criterion_is_one_of_the_framework():
    assert all(each.name and each.asks for each in CRITERIA)


def test_an_entry_of_which_little_is_known_shows_none():
    assert _shown(make_offering()) == set()


@pytest.mark.parametrize(
    ("fields", "is_short"),
    [
        ({"number": 8}, True),
        ({"number": 80}, False),
        ({"number": 8, "maximum": 60}, False),
        ({"number": 8, "measures": "course"}, False),
        ({"number": 8, "approximation": "more-than"}, False),
        ({"number": None, "approximation": "short", "unit": ""}, True),
    ],
)
def test_short_is_a_stated_length_of_the_whole_program(fields, is_short):
    entry = make_offering()
    make_length(entry, **fields)
    assert _shown(entry) == ({"size"} if is_short else set())


@pytest.mark.parametrize(
    ("force", "is_recognized"),
    [
        ("counts", True),
        ("some-courses", True),
        ("may-count", False),
        ("general-claim", False),
        ("future", False),
        ("no", False),
    ],
)
def test_only_firm_credit_is_recognition(force, is_recognized):
    entry = make_offering()
    make_recognition(entry, force=force)
    assert _shown(entry) == ({"stacks"} if is_recognized else set())


def test_a_partner_from_industry_and_an_assessment():
    entry = make_offering(assessed="yes")
    make_participation(entry, make_institution("Firm"), "industry-partner")
    assert _shown(entry) == {"assessed", "need"}


def test_what_has_no_assessment_shows_nothing():
    assert _shown(make_offering(assessed="no")) == set()


def test_our_reading_proves_nothing():
    assert plain([Citation(basis=Basis.STATED)])
    assert not plain([Citation(basis=Basis.INFERRED), Citation(basis=Basis.OUTSIDE)])
    assert not plain([Citation(basis=Basis.STATED, superseded_by_id=1)])
