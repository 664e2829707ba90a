"""Bands of price and of length: which stated figure falls where. Their labels are words of facets.py's options."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from catalogue.models import Measure
from catalogue.models.vocabulary import Approximation, Quantity, Scope

from .facts import Figure

FREE = "free"
LOW_OR_NO_COST = "low-or-no-cost"
IN_OTHER_WORDS = "in-other-words"

# Asked of every entry: Python takes longer to find a word of a vocabulary than to compare it.
_PRICE, _DURATION, _PROGRAM = str(Quantity.PRICE), str(Quantity.DURATION), str(Scope.PROGRAM)
# "Less than 300" lies just below 300, "more than seven" just above seven.
_NUDGES = {Approximation.LESS_THAN: -1, Approximation.MORE_THAN: 1}


class Band(NamedTuple):
    """A stretch of figures. Prices include the lower end, lengths in days the upper one."""

    value: str
    label: str
    low: Decimal
    high: Decimal


_ENDLESS = Decimal(10**12)
PRICES = (
    Band("under-300", _("Under 300, as stated"), Decimal(0), Decimal(300)),
    Band("under-1000", _("300 to 999, as stated"), Decimal(300), Decimal(1000)),
    Band("under-3000", _("1,000 to 2,999, as stated"), Decimal(1000), Decimal(3000)),
    Band("from-3000", _("3,000 or more, as stated"), Decimal(3000), _ENDLESS),
)
LENGTHS = (
    Band("up-to-a-week", _("Up to a week, or 40 hours"), Decimal(-1), Decimal(7)),
    Band("up-to-3-months", _("Up to three months"), Decimal(7), Decimal(93)),
    Band("up-to-a-year", _("Up to a year"), Decimal(93), Decimal(366)),
    Band("over-a-year", _("Longer than a year"), Decimal(366), _ENDLESS),
)


def price_values(figures: Iterable[Figure]) -> list[str]:
    """Every band that a stated price falls into; a free course with a certificate under 300 is in both."""
    return [value for figure in figures if figure.quantity == _PRICE for value in _price_values(figure)]


@lru_cache(maxsize=4096)
def _price_values(price: Figure) -> list[str]:
    if price.minimum is None:
        return [FREE, LOW_OR_NO_COST] if price.approximation == Approximation.FREE else [LOW_OR_NO_COST]
    if price.minimum == 0:
        return [FREE, LOW_OR_NO_COST]
    point = (price.minimum, _NUDGES.get(price.approximation, 0))
    return [band.value for band in PRICES if (band.low, 0) <= point < (band.high, 0)]


def length_values(figures: Iterable[Figure]) -> list[str]:
    """The band of the whole program's length; a length per course, or a word such as “short”, stands apart."""
    return [value for figure in figures if figure.quantity == _DURATION for value in _length_values(figure)]


@lru_cache(maxsize=4096)
def _length_values(length: Figure) -> list[str]:
    days = whole_days(length)
    if days is None:
        return [IN_OTHER_WORDS]
    point = (days, _NUDGES.get(length.approximation, 0))
    return [band.value for band in LENGTHS if (band.low, 0) < point <= (band.high, 0)]


def whole_days(figure: Figure) -> float | None:
    """Rough days of a length in numbers of the whole program."""
    if figure.quantity != _DURATION or figure.measures != _PROGRAM:
        return None
    return _days(figure.minimum, figure.unit)


@lru_cache(maxsize=4096)
def _days(minimum: Decimal | None, unit: str) -> float | None:
    return Measure(minimum=minimum, unit=unit).days
