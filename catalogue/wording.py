"""Values in the words that visitors read: on pages, on cards and in files. Not the words of templates around them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from institutions.dates import in_words

from .models import Measure, Microcredential, Recognition
from .models.vocabulary import Approximation, Availability, Force, Quantity, Scope, Target, Unit

NOT_STATED = "Not stated"

_NUMBERS = "zero one two three four five six seven eight nine ten".split()
_CURRENCIES = {Unit.CAD: "Canadian", Unit.USD: "US"}
_SCOPES = {Scope.PROGRAM: "", Scope.COURSE: "per course", Scope.CERTIFICATE: "for the certificate"}
_OF_GUIDE = {
    Availability.LISTED: "Listed in a {year} guide, not checked since",
    Availability.DESCRIBED: "Described in a {year} guide, not checked since",
    Availability.PILOT: "A pilot in a {year} guide, not checked since",
    Availability.IN_DEVELOPMENT: "In development in a {year} guide, not checked since",
}


def number(value: Decimal) -> str:
    """Small whole numbers as words, others as digits with separators."""
    if value == value.to_integral_value():
        return _NUMBERS[int(value)] if value <= 10 else f"{int(value):,}"
    return f"{value.normalize():,f}"


def dollars(value: Decimal) -> str:
    """An amount of money in digits; millions and billions in words."""
    for size, word in ((Decimal(10**9), "billion"), (Decimal(10**6), "million")):
        if value >= size:
            return f"${(value / size).normalize():f} {word}"
    return f"${value:,.0f}" if value == value.to_integral_value() else f"${value:,.2f}"


def measure_words(measure: Measure) -> str:
    """One figure with its qualifier and what it measures: «eight weeks», «one credit per course»."""
    words = price_words if measure.quantity == Quantity.PRICE else _amount_words
    silence = "(no amount stated)" if measure.approximation == Approximation.LOW else ""
    return " ".join(filter(None, (words(measure), _SCOPES[measure.measures], silence)))


def price_words(measure: Measure) -> str:
    """«about $2,000 (currency not stated)»; a price that is only called low or free says just that."""
    if measure.approximation == Approximation.LOW:
        return "called low-cost"
    if measure.minimum is None:
        return measure.get_approximation_display()
    amount = dollars(measure.minimum)
    if measure.maximum is not None:
        amount = f"{amount} to {dollars(measure.maximum)}"
    currency = _CURRENCIES.get(measure.unit, "(currency not stated)")
    return " ".join(filter(None, (measure.get_approximation_display(), amount, currency)))


def _amount_words(measure: Measure) -> str:
    if measure.minimum is None:
        unit = measure.get_unit_display() if measure.approximation == Approximation.SEVERAL else ""
        return f"{measure.get_approximation_display()} {unit}".strip()
    amount = number(measure.minimum)
    if measure.maximum is not None:
        amount = f"{amount} to {number(measure.maximum)}"
    unit = measure.unit if amount == "one" else measure.get_unit_display()
    return " ".join(filter(None, (measure.get_approximation_display(), amount, unit)))


def quantity_words(measures: Iterable[Measure], quantity: Quantity) -> str:
    """All figures of one quantity in one line; empty where none is stated."""
    return "; ".join(measure_words(measure) for measure in measures if measure.quantity == quantity)


def time_words(measures: Iterable[Measure]) -> str:
    """Length and number of courses in one line, for cards and tables."""
    measures = list(measures)
    lines = (quantity_words(measures, Quantity.DURATION), quantity_words(measures, Quantity.COURSES))
    return ", ".join(filter(None, lines))


def availability_words(entry: Microcredential) -> str:
    """Whether one can take it, with the date of whoever says so. Never “offered” without a check by staff."""
    if entry.availability == Availability.OFFERED:
        return f"Offered, checked on {entry.last_verified:%B} {entry.last_verified.day}, {entry.last_verified.year}"
    if entry.availability == Availability.ENDED:
        return f"Ended, as told in a {entry.availability_as_of[:4]} guide" if entry.availability_as_of else "Ended"
    if entry.availability in _OF_GUIDE and entry.availability_as_of:
        return _OF_GUIDE[entry.availability].format(year=entry.availability_as_of[:4])
    return entry.get_availability_display() or NOT_STATED


_BY_FORCE = {
    Force.COUNTS: "Credit toward {target}",
    Force.SOME_COURSES: "Some courses earn credit toward {target}",
    Force.MAY_COUNT: "May count toward {target}",
    Force.GENERAL_CLAIM: "Said in general to count toward {target}",
    Force.FUTURE: "Expected to count toward {target} in future",
    Force.NOT_YET: "Not yet credit toward {target}",
    Force.NO: "No credit toward {target}",
}
# Credit that is not said to count toward anything: «credit toward credit» would say it twice.
_PLAIN_CREDIT = {
    Force.COUNTS: "Academic credit",
    Force.SOME_COURSES: "Academic credit for some courses",
    Force.MAY_COUNT: "May earn academic credit",
    Force.GENERAL_CLAIM: "Said in general to earn academic credit",
    Force.FUTURE: "Expected to earn academic credit in future",
    Force.NOT_YET: "Not yet academic credit",
    Force.NO: "No academic credit",
}


def credit_words(recognition: Recognition) -> str:
    """«Credit toward a bachelor's degree at TRU, since summer»: target, school and how firmly, never «leads to»."""
    target = recognition.get_target_display()
    if recognition.target_name:
        target = f"{target} ({recognition.target_name})"
    words = _PLAIN_CREDIT if recognition.target == Target.ACADEMIC_CREDIT else _BY_FORCE
    told = words[recognition.force].format(target=target)
    place = f" at {recognition.institution.brief_name}" if recognition.institution else ", school not stated"
    since = f", since {in_words(recognition.since)}" if recognition.since else ""
    return told + place + since
