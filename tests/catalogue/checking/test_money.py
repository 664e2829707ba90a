"""What the checks find about money: figures that do not add up."""

import pytest

from funding.models import FundingFlow, FundingSource
from tests.factories import make_funding_source, make_institution

from .findings import found, texts

pytestmark = pytest.mark.django_db


def fund(amount: int | None, *flows: int | None, **fields) -> FundingSource:
    source = make_funding_source(amount=amount, **fields)
    for flow in flows:
        FundingFlow.objects.create(into=source, payer=make_institution(), amount=flow)
    return source


@pytest.mark.parametrize(
    ("amount", "flows"),
    [
        (4_000_000, [2_000_000, 2_000_000]),
        (4_000_000, []),
        (None, [2_000_000]),
        (4_000_000, [2_000_000, None]),
        (4_000_000, [None]),
    ],
)
def test_flows_that_may_add_up_are_right(amount, flows):
    assert "flow into it" not in texts(fund(amount, *flows))


@pytest.mark.parametrize(
    ("amount", "flows", "total"),
    [
        (4_000_000, [2_000_000], "$2 million"),
        (4_000_000, [2_000_000, 3_000_000], "$5 million"),
        (4_000_000, [5_000_000, None], "$5 million"),
    ],
)
def test_flows_that_do_not_add_up_are_errors(amount, flows, total):
    told = f"{total} flow into it, but its amount is $4 million. Correct a figure."
    assert (True, told) in found(fund(amount, *flows))


def test_figures_that_are_only_near_are_warned_of():
    about = fund(4_000_000, 3_900_000, amount_qualifier="about")
    assert (False, "$3.9 million flow into it, but its amount is $4 million. Correct a figure.") in found(about)


def test_parts_cannot_exceed_the_whole():
    whole = fund(47_500_000)
    make_funding_source(part_of=whole, amount=40_000_000)
    make_funding_source(part_of=whole)
    assert "Its parts" not in texts(whole)
    make_funding_source(part_of=whole, amount=8_000_000)
    assert (True, "Its parts come to $48 million, more than its $47.5 million. Correct a figure.") in found(whole)


def test_parts_of_a_whole_without_an_amount_exceed_nothing():
    whole = fund(None)
    make_funding_source(part_of=whole, amount=40_000_000)
    assert "Its parts" not in texts(whole)
