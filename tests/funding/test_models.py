"""Funding sources and flows: the rules in the database. Whether figures add up is for the checks."""

import pytest
from django.core.exceptions import ValidationError

from funding.models import FundingFlow, FundingSource
from tests.factories import make_funding_source
from tests.rules import KEYS, Rule, assert_once, assert_refused, shared, untested, valid

RULES: list[Rule] = [
    ("fundingsource_has_slug", FundingSource, {"slug": ""}),
    ("fundingsource_slug_not_taken", FundingSource, {"slug": "not-stated"}),
    ("fundingsource_has_name", FundingSource, {"name": ""}),
    ("fundingsource_amount_not_negative", FundingSource, {"amount": -1}),
    ("fundingsource_qualifier_needs_amount", FundingSource, {"amount_qualifier": "about"}),
    ("fundingsource_qualifier_needs_learners", FundingSource, {"learners_qualifier": "more-than"}),
    ("fundingsource_knows_its_words", FundingSource, {"amount": 1, "amount_qualifier": "circa"}),
    ("fundingsource_not_in_itself", FundingSource, {"part_of": "itself"}),
    ("fundingsource_dates", FundingSource, {"announced": "spring"}),
    ("fundingflow_amount_not_negative", FundingFlow, {"amount": -1}),
    ("fundingflow_qualifier_needs_amount", FundingFlow, {"qualifier": "about"}),
    ("fundingflow_knows_its_words", FundingFlow, {"amount": 1, "qualifier": "circa"}),
    ("fundingflow_not_through_itself", FundingFlow, {"through": FundingSource}),
    *(rule for rule in KEYS if rule[1] in (FundingSource, FundingFlow)),
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "noun", "fields"), RULES)
def test_the_database_refuses(name, noun, fields):
    assert_refused(name, noun, fields)


def test_every_rule_is_tested():
    assert untested(RULES, "funding") == set()


def test_the_database_takes_a_slug_once():
    assert_once(FundingSource, {"slug": "strongerbc"})


def test_the_database_takes_a_payer_into_the_same_source_once():
    assert_once(FundingFlow, {"through": make_funding_source("Agreement")})


@pytest.mark.parametrize("amount", [None, 0, "47500000.00"])
def test_no_amount_is_not_stated_and_nothing_is_an_amount(amount):
    valid(FundingSource, amount=amount).full_clean()


def test_two_sources_cannot_be_parts_of_each_other():
    whole = make_funding_source("Whole")
    part = make_funding_source("Part", part_of=whole)
    whole.part_of = part
    with pytest.raises(ValidationError, match="leads back"):
        whole.full_clean()


def test_a_flow_says_who_pays_or_that_nobody_is_named():
    assert str(valid(FundingFlow)) == "College into Fund"
    assert str(FundingFlow(into=shared(FundingSource))) == "A payer not named into Fund"
