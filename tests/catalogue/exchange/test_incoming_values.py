"""The text of a cell becomes a value, or a refusal in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.exchange.incoming.days import day
from catalogue.exchange.incoming.figures import Figure, price, times
from catalogue.exchange.incoming.misread import Misread, says_nothing
from catalogue.exchange.incoming.numbers import number
from catalogue.exchange.incoming.words import address, choice, items, line, lines, text
from catalogue.models import Measure
from catalogue.models.vocabulary import Approximation, Assessed, Delivery, Kind, Quantity, Scope, Unit
from catalogue.wording import measure_words, price_words

NOTHING = ["", "n/a", "N/A", "TBD", " tbd ", "Unknown", "Not stated", "NULL", "—", "À déterminer"]


@pytest.mark.parametrize("cell", NOTHING)
def test_a_cell_that_says_nothing_states_nothing(cell: str) -> None:
    assert says_nothing(cell)
    assert (price(cell), times(cell), day(cell), text(cell), items(cell)) == (None, (), None, "", ())
    assert choice(Delivery)(cell) == address(cell) == ""


@pytest.mark.parametrize("cell", ["no", "none", "0", "free"])
def test_an_answer_is_not_nothing(cell: str) -> None:
    assert not says_nothing(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1200", "1200"),
        ("1,200.50", "1200.50"),
        ("1 200,50", "1200.50"),
        ("1\u202f200,50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1'200", "1200"),
        ("1,200", "1200"),
        ("12,5", "12.5"),
        ("0,5", "0.5"),
        ("eight", "8"),
        ("1,200,000", "1200000"),
    ],
)
def test_numbers_are_read_as_people_type_them(cell: str, value: str) -> None:
    assert number(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["1.200", "12 34", "1,2,3", "1.234567", "12,3456", "1.2.3", "99999999999", "x"])
def test_what_is_no_one_number_is_refused(cell: str) -> None:
    with pytest.raises(Misread):
        number(cell)


def _price(amount: str, unit: str = "", **others) -> Figure:
    return Figure(Quantity.PRICE, Decimal(amount), unit=unit, **others)


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("$1,200.50", _price("1200.50")),
        ("1 200,50 $", _price("1200.50")),
        ("CAD 300", _price("300", Unit.CAD)),
        ("300 $ CA", _price("300", Unit.CAD)),
        ("US$99", _price("99", Unit.USD)),
        ("about $2,000", _price("2000", approximation=Approximation.ABOUT)),
        ("$100 - $150", _price("100", maximum=Decimal(150))),
        ("$495 per course", _price("495", measures=Scope.COURSE)),
        ("Free", Figure(Quantity.PRICE, approximation=Approximation.FREE)),
        ("gratuit", Figure(Quantity.PRICE, approximation=Approximation.FREE)),
    ],
)
def test_prices(cell: str, figure: Figure) -> None:
    assert price(cell) == figure


@pytest.mark.parametrize("cell", ["€300", "300 + tax", "CAD 300 / USD 250", "$1.200", "ask us", "-5", "$20 to $10"])
def test_what_is_not_one_price_is_refused_with_a_remedy(cell: str) -> None:
    with pytest.raises(Misread) as misread:
        price(cell)
    assert misread.value.reason.endswith(".")
    assert misread.value.remedy.endswith(".")


@pytest.mark.parametrize(
    ("cell", "figures"),
    [
        ("8 weeks", [Figure(Quantity.DURATION, Decimal(8), unit=Unit.WEEK)]),
        ("120 h", [Figure(Quantity.DURATION, Decimal(120), unit=Unit.HOUR)]),
        ("6-8 semaines", [Figure(Quantity.DURATION, Decimal(6), Decimal(8), unit=Unit.WEEK)]),
        (
            "1,200 hours, 3 courses",
            [
                Figure(Quantity.DURATION, Decimal(1200), unit=Unit.HOUR),
                Figure(Quantity.COURSES, Decimal(3), unit=Unit.COURSE),
            ],
        ),
    ],
)
def test_lengths(cell: str, figures: list[Figure]) -> None:
    assert times(cell) == tuple(figures)


@pytest.mark.parametrize("cell", ["3 x 2 days", "8", "weeks", "8 weeks; 9 weeks", "two fortnights", "at least 3 days"])
def test_what_is_not_one_length_is_refused(cell: str) -> None:
    with pytest.raises(Misread):
        times(cell)


@pytest.mark.parametrize(
    "cell",
    ["2021-03-01", "2021-03-01 00:00", "2021/3/1", "1 March 2021", "March 1, 2021", "1er mars 2021", "1-Mar-2021"],
)
def test_days(cell: str) -> None:
    assert day(cell) == date(2021, 3, 1)


def test_a_day_that_can_be_only_one_is_taken() -> None:
    assert day("25/04/2021") == day("04/25/2021") == date(2021, 4, 25)


@pytest.mark.parametrize("cell", ["03/04/2021", "2021-02-30", "1 Marchember 2021", "01/02/21", "soon", "44256"])
def test_what_is_no_one_day_is_refused(cell: str) -> None:
    with pytest.raises(Misread):
        day(cell)


@pytest.mark.parametrize("cell", ["online", "Online", "ONLINE ", "En ligne"])
def test_choices_are_known_by_code_and_label_in_both_languages(cell: str) -> None:
    assert choice(Delivery)(cell) == Delivery.ONLINE


def test_choices_know_other_words_and_name_what_is_allowed() -> None:
    assert choice(Delivery, {"hybrid": Delivery.BLENDED})("Hybrid") == Delivery.BLENDED
    assert choice(Assessed)("Oui") == Assessed.YES
    with pytest.raises(Misread, match=r"Write one of: online; in-person; blended\."):
        choice(Delivery)("by mail")


def test_lists_are_parted_by_semicolons_and_lines() -> None:
    assert items("a; b\nc;;a") == ("a", "b", "c")
    assert lines("a; b") == "a\nb"


@pytest.mark.parametrize("cell", ["<iframe src=x>", "a<br/>b", "<!-- x", "fish &amp; chips", "&#60;"])
def test_markup_is_named(cell: str) -> None:
    with pytest.raises(Misread, match="It holds the markup"):
        text(cell)


def test_signs_that_are_no_markup_are_text() -> None:
    assert text("R&D; 3 < 5 > 2") == "R&D; 3 < 5 > 2"


def test_lines_have_a_limit_and_addresses_a_form() -> None:
    assert line("a\n b") == "a b"
    assert address("https://example.org/x") == "https://example.org/x"
    for read, cell in ((line, "a" * 201), (address, "javascript:alert(1)"), (address, "example.org")):
        with pytest.raises(Misread):
            read(cell)


_TIMED = st.sampled_from([Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR])
_APPROXIMATELY = st.sampled_from([each for each in Approximation if each not in Approximation.without_number()])
_CURRENCIES = st.sampled_from(["", Unit.CAD, Unit.USD])
_AMOUNTS = st.decimals(min_value=1, max_value=99_999, places=2)


@given(_AMOUNTS, st.none() | _AMOUNTS, _APPROXIMATELY, _TIMED, st.sampled_from(Scope))
def test_a_length_in_our_own_words_is_read_as_it_was(least, more, approximation, unit, scope) -> None:
    figure = Figure(Quantity.DURATION, least, more and least + more, approximation, unit, scope)
    assert times(measure_words(Measure(**figure._asdict()))) == (figure,)


@given(
    _AMOUNTS, st.none() | _AMOUNTS, _APPROXIMATELY, st.sampled_from(["", Unit.CAD, Unit.USD]), st.sampled_from(Scope)
)
def test_a_price_in_our_own_words_is_read_as_it_was(least, more, approximation, unit, scope) -> None:
    figure = Figure(Quantity.PRICE, least, more and least + more, approximation, unit, scope)
    assert price(measure_words(Measure(**figure._asdict()))) == figure


@pytest.mark.parametrize("approximation", [Approximation.LOW, Approximation.FREE])
def test_a_price_without_a_number_is_read_as_it_was(approximation) -> None:
    figure = Figure(Quantity.PRICE, approximation=approximation)
    assert price(price_words(Measure(**figure._asdict()))) == figure


@pytest.mark.parametrize("vocabulary", [Kind, Delivery])
def test_every_label_is_read_as_its_code(vocabulary) -> None:
    assert [choice(vocabulary)(str(each.label)) for each in vocabulary] == list(vocabulary)


_READERS = [price, times, day, number, text, line, items, lines, address, choice(Kind)]


@given(st.text(max_size=30) | st.text(alphabet="0123456789.,$-–x h to/wek", max_size=14), st.sampled_from(_READERS))
def test_no_cell_gives_another_error(cell, reader) -> None:
    try:
        reader(cell)
    except Misread as misread:
        sentence = str(misread)
        if not sentence.endswith("."):
            raise
