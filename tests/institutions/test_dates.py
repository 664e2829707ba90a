"""Approximate dates: what is one, what it says in words, and that the database refuses what is none."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from funding.models import FundingSource
from institutions.dates import first_day, in_words
from tests.rules import assert_refused, valid


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("2021", date(2021, 1, 1), "2021"),
        ("2021-02", date(2021, 2, 1), "February 2021"),
        ("2021-02-28", date(2021, 2, 28), "February 28, 2021"),
    ],
)
def test_a_year_a_month_or_a_day(text, day, words):
    assert (first_day(text), in_words(text)) == (day, words)
    valid(FundingSource, announced=text).clean_fields()


def test_not_stated_has_no_words():
    assert in_words("") == ""


@pytest.mark.parametrize("text", ["21", "February 2021", "2021-2", "2021-13", "2021-02-30", "0000", "2021-02-28x"])
def test_no_date(text):
    with pytest.raises(ValidationError):
        valid(FundingSource, announced=text).clean_fields()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["21", "2021-2", "spring"])
def test_the_database_refuses_what_is_not_written_as_a_date(text):
    assert_refused("fundingsource_dates", FundingSource, {"announced": text})
    assert_refused("fundingsource_dates", FundingSource, {"deadline": text})
