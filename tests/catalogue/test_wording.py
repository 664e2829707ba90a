"""Values in words: what the documents say and no more. Nothing is called offered, certain or Canadian that is not."""

from datetime import date
from decimal import Decimal

import pytest

from catalogue.models import Measure, Microcredential, Recognition
from catalogue.models.vocabulary import Availability, Force, Target
from catalogue.wording import (
    availability_words,
    credit_words,
    dollars,
    measure_words,
    number,
    price_words,
    quantity_words,
    time_words,
)
from institutions.models import Institution


def measure(quantity: str, minimum: str | None = None, approximation: str = "exact", **fields: str) -> Measure:
    for name in ("minimum", "maximum"):
        value = minimum if name == "minimum" else fields.get(name)
        fields[name] = None if value is None else Decimal(value)
    return Measure(quantity=quantity, approximation=approximation, **fields)


@pytest.mark.parametrize(
    ("value", "words"),
    [("0", "zero"), ("1", "one"), ("10.00", "ten"), ("11", "11"), ("2000", "2,000"), ("1.50", "1.5")],
)
def test_numbers(value, words):
    assert number(Decimal(value)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("10000000000.00", "$10 billion"),
        ("47500000.00", "$47.5 million"),
        ("2000000", "$2 million"),
        ("999999", "$999,999"),
        ("300.00", "$300"),
        ("299.50", "$299.50"),
        ("0", "$0"),
    ],
)
def test_amounts_of_money(value, words):
    assert dollars(Decimal(value)) == words


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (measure("price", "2000", "about"), "about $2,000 (currency not stated)"),
        (
            measure("price", "300", "less-than", unit="usd", measures="certificate"),
            "less than $300 US for the certificate",
        ),
        (measure("price", "1500", unit="cad"), "$1,500 Canadian"),
        (measure("price", "1500", unit="usd", measures="course"), "$1,500 US per course"),
        (measure("price", "100", maximum="200", unit="cad"), "$100 to $200 Canadian"),
        (measure("price", None, "free", measures="course"), "free per course"),
        (measure("price", None, "low"), "called low-cost (no amount stated)"),
        (measure("price", None, "low", measures="course"), "called low-cost per course (no amount stated)"),
    ],
)
def test_prices(price, words):
    assert measure_words(price) == words


def test_a_price_says_nothing_of_a_currency_that_nobody_stated():
    assert "Canadian" not in price_words(measure("price", "2000", "about"))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (measure("duration", "8", unit="week"), "eight weeks"),
        (measure("duration", "1", "likely", unit="month", measures="course"), "likely one month per course"),
        (measure("duration", None, "short"), "short"),
        (measure("duration", None, "several", unit="month"), "several months"),
        (measure("courses", "2", maximum="3", unit="course"), "two to three courses"),
        (measure("courses", None, "several", unit="course"), "several courses"),
        (measure("credits", "1", unit="credit", measures="course"), "one credit per course"),
        (measure("duration", "15", "more-than", unit="hour"), "more than 15 hours"),
    ],
)
def test_lengths_courses_and_credits(length, words):
    assert measure_words(length) == words


def test_lines_name_each_figure_and_are_empty_where_nothing_is_stated():
    figures = [
        measure("courses", "3", unit="course"),
        measure("duration", "8", unit="week"),
        measure("price", None, "free"),
        measure("price", "300", "less-than", measures="certificate"),
    ]
    assert time_words(figures) == "eight weeks, three courses"
    assert quantity_words(figures, "price") == "free; less than $300 (currency not stated) for the certificate"
    assert (time_words([]), quantity_words(figures, "credits")) == ("", "")


@pytest.mark.parametrize(
    ("availability", "as_of", "words"),
    [
        ("listed", "2021", "Listed in a 2021 guide, not checked since"),
        ("listed", "", "Listed in a guide, not checked since"),
        ("described", "2021-02", "Described in a 2021 guide, not checked since"),
        ("pilot", "2021", "A pilot in a 2021 guide, not checked since"),
        ("in-development", "2021", "In development in a 2021 guide, not checked since"),
        ("ended", "2021", "Ended, as told in a 2021 guide"),
        ("ended", "", "Ended"),
        ("", "", "Not stated"),
    ],
)
def test_availability_is_never_called_offered_unless_staff_checked_it(availability, as_of, words):
    told = availability_words(Microcredential(availability=availability, availability_as_of=as_of))
    assert told == words
    assert "offered" not in told.lower()


def test_what_staff_checked_is_offered_with_the_date():
    entry = Microcredential(availability=Availability.OFFERED, last_verified=date(2026, 11, 2))
    assert availability_words(entry) == "Offered, checked on November 2, 2026"


def recognition(force: str, target: str = "bachelors-degree", school: str = "TRU", **fields: str) -> Recognition:
    institution = Institution(name="Thompson Rivers University", short_name=school) if school else None
    return Recognition(force=force, target=target, institution=institution, **fields)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (recognition("counts"), "Credit toward a bachelor's degree at TRU"),
        (recognition("counts", since="2021-06"), "Credit toward a bachelor's degree at TRU, since June 2021"),
        (recognition("some-courses", "diploma"), "Some courses earn credit toward a diploma at TRU"),
        (recognition("may-count", "masters-degree", "RRU"), "May count toward a master's degree at RRU"),
        (recognition("general-claim", "degree"), "Said in general to count toward a degree at TRU"),
        (recognition("future", "longer-program"), "Expected to count toward a longer program in future at TRU"),
        (recognition("not-yet", "degree", "UBC"), "Not yet credit toward a degree at UBC"),
        (recognition("no", "degree", "UBC"), "No credit toward a degree at UBC"),
        (recognition("counts", "academic-credit"), "Academic credit at TRU"),
        (recognition("no", "academic-credit"), "No academic credit at TRU"),
        (recognition("counts", "certificate", ""), "Credit toward a certificate, school not stated"),
        (
            recognition("counts", "bachelors-degree", target_name="Bachelor of Arts"),
            "Credit toward a bachelor's degree (Bachelor of Arts) at TRU",
        ),
    ],
)
def test_credit(claim, words):
    assert credit_words(claim) == words


@pytest.mark.parametrize("force", Force)
@pytest.mark.parametrize("target", Target)
def test_credit_never_promises_more_than_the_source(force, target):
    words = credit_words(recognition(force, target))
    assert "leads to" not in words
    assert words.startswith(("Credit toward", "Academic credit at")) == (force == Force.COUNTS)
