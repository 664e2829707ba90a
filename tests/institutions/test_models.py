"""Institutions: the rules in the database, and who counts as a public school of the province."""

import pytest
from django.core.exceptions import ValidationError

from institutions.models import Institution, InstitutionKind, Region
from tests.factories import make_institution
from tests.rules import KEYS, Rule, assert_once, assert_refused, untested, valid

RULES: list[Rule] = [
    ("institution_has_slug", Institution, {"slug": ""}),
    ("institution_slug_not_taken", Institution, {"slug": "not-stated"}),
    ("institution_has_name", Institution, {"name": ""}),
    ("institution_knows_its_words", Institution, {"kind": "school"}),
    ("institution_knows_its_words", Institution, {"ownership": "crown"}),
    ("institution_knows_its_words", Institution, {"region": "north"}),
    ("institution_not_in_itself", Institution, {"unit_of": "itself"}),
    ("institution_website_is_http", Institution, {"website": "javascript:alert(1)"}),
    *(rule for rule in KEYS if rule[1] is Institution),
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "noun", "fields"), RULES)
def test_the_database_refuses(name, noun, fields):
    assert_refused(name, noun, fields)


def test_every_rule_is_tested():
    assert untested(RULES, "institutions") == set()


def test_the_database_takes_a_key_and_a_slug_once():
    assert_once(Institution, {"key": "bcit"}, slug="other")
    assert_once(Institution, {"slug": "sfu"}, name="Other")


def test_no_slug_says_not_stated_as_addresses_do():
    with pytest.raises(ValidationError, match="Choose another") as refusal:
        valid(Institution, slug="not-stated").full_clean()
    assert list(refusal.value.message_dict) == ["slug"]
    valid(Institution, slug="not-stated-2").full_clean()


def test_an_empty_value_is_allowed_and_means_not_stated():
    valid(Institution).full_clean()


@pytest.mark.parametrize("website", ["", "http://example.ca", "https://example.ca/a"])
def test_a_website_is_an_address_of_the_web(website):
    valid(Institution, website=website).full_clean()


def test_two_institutions_cannot_be_parts_of_each_other():
    first = make_institution("First")
    second = make_institution("Second", unit_of=first)
    first.unit_of = second
    with pytest.raises(ValidationError, match="leads back"):
        first.full_clean()


def test_schools_of_bc_are_public_and_in_the_province():
    college = make_institution(kind=InstitutionKind.COLLEGE, ownership="public", region=Region.KOOTENAY)
    for kind, ownership, region in (
        ("company", "public", Region.KOOTENAY),
        ("college", "private", Region.KOOTENAY),
        ("university", "public", Region.OUTSIDE),
        ("university", "public", ""),
    ):
        make_institution(kind=kind, ownership=ownership, region=region)
    assert list(Institution.objects.schools_of_bc()) == [college]


def test_the_brief_name_is_the_short_one_where_there_is_one():
    assert make_institution("British Columbia Institute of Technology", short_name="BCIT").brief_name == "BCIT"
    assert make_institution("Alacrity Canada").brief_name == "Alacrity Canada"
