"""Values in the words that visitors read: on pages, on cards and in files. Not the words of templates around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from catalogue.languages import digits
from funding.models import Qualifier
from institutions.dates import day_in_words, in_words

from .models import Measure, Microcredential, Recognition
from .models.vocabulary import Approximation, Availability, Force, Quantity, Scope, Target, Unit

Figured = TypeVar("Figured")

NOT_STATED = gettext_lazy("Not stated")

_NUMBERS = (
    gettext_lazy("zero"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
)
_AMOUNTS = {
    Unit.HOUR: ngettext_lazy("%(amount)s hour", "%(amount)s hours", "count"),
    Unit.DAY: ngettext_lazy("%(amount)s day", "%(amount)s days", "count"),
    Unit.WEEK: ngettext_lazy("%(amount)s week", "%(amount)s weeks", "count"),
    Unit.MONTH: ngettext_lazy("%(amount)s month", "%(amount)s months", "count"),
    Unit.YEAR: ngettext_lazy("%(amount)s year", "%(amount)s years", "count"),
    Unit.COURSE: ngettext_lazy("%(amount)s course", "%(amount)s courses", "count"),
    Unit.CREDIT: ngettext_lazy("%(amount)s credit", "%(amount)s credits", "count"),
}
_SEVERAL = {
    Unit.HOUR: gettext_lazy("several hours"),
    Unit.DAY: gettext_lazy("several days"),
    Unit.WEEK: gettext_lazy("several weeks"),
    Unit.MONTH: gettext_lazy("several months"),
    Unit.YEAR: gettext_lazy("several years"),
    Unit.COURSE: gettext_lazy("several courses"),
    Unit.CREDIT: gettext_lazy("several credits"),
}
_APPROXIMATELY = {
    Approximation.EXACT: gettext_lazy("{amount}"),
    Approximation.ABOUT: gettext_lazy("about {amount}"),
    Approximation.MORE_THAN: gettext_lazy("more than {amount}"),
    Approximation.LESS_THAN: gettext_lazy("less than {amount}"),
    Approximation.LIKELY: gettext_lazy("likely {amount}"),
}
_WITHOUT_NUMBER = {
    Approximation.SEVERAL: gettext_lazy("several"),
    Approximation.SHORT: gettext_lazy("short"),
    Approximation.LOW: gettext_lazy("low"),
    Approximation.FREE: gettext_lazy("free"),
}
_CURRENCIES = {Unit.CAD: gettext_lazy("{amount} Canadian"), Unit.USD: gettext_lazy("{amount} US")}
_SCOPES = {
    Scope.COURSE: gettext_lazy("{amount} per course"),
    Scope.CERTIFICATE: gettext_lazy("{amount} for the certificate"),
}
_OF_GUIDE = {
    Availability.LISTED: gettext_lazy("Listed in a {year} guide, not checked since"),
    Availability.DESCRIBED: gettext_lazy("Described in a {year} guide, not checked since"),
    Availability.PILOT: gettext_lazy("A pilot in a {year} guide, not checked since"),
    Availability.IN_DEVELOPMENT: gettext_lazy("In development in a {year} guide, not checked since"),
}


def number(value: Decimal) -> str:
    """Small whole numbers as words, others as digits with separators."""
    if value == value.to_integral_value():
        return str(_NUMBERS[int(value)]) if value <= 10 else digits(int(value))
    return digits(value.normalize(), ",f")


def dollars(value: Decimal) -> str:
    """An amount of money in digits; millions and billions in words."""
    if value >= 10**9:
        return _in_large(value / 10**9, ngettext("$%(amount)s billion", "$%(amount)s billion", int(value / 10**9)))
    if value >= 10**6:
        return _in_large(value / 10**6, ngettext("$%(amount)s million", "$%(amount)s million", int(value / 10**6)))
    return _("${amount}").format(amount=digits(value, ",.0f" if value == value.to_integral_value() else ",.2f"))


def _in_large(value: Decimal, words: str) -> str:
    return words % {"amount": digits(value.normalize(), "f")}


def measure_words(measure: Measure) -> str:
    """One figure with its qualifier and what it measures: «eight weeks», «one credit per course»."""
    words = price_words(measure) if measure.quantity == Quantity.PRICE else _amount_words(measure)
    if measure.measures in _SCOPES:
        words = _SCOPES[measure.measures].format(amount=words)
    if measure.approximation == Approximation.LOW:
        return _("{amount} (no amount stated)").format(amount=words)
    return words


def price_words(measure: Measure) -> str:
    """«about $2,000 (currency not stated)»; a price that is only called low or free says just that."""
    if measure.approximation == Approximation.LOW:
        return _("called low-cost")
    if measure.minimum is None:
        return str(_WITHOUT_NUMBER[measure.approximation])
    amount = _approximately(measure, _range(dollars(measure.minimum), measure.maximum and dollars(measure.maximum)))
    if measure.unit in _CURRENCIES:
        return _CURRENCIES[measure.unit].format(amount=amount)
    return _("{amount} (currency not stated)").format(amount=amount)


def _amount_words(measure: Measure) -> str:
    if measure.approximation == Approximation.SEVERAL and measure.unit in _SEVERAL:
        return str(_SEVERAL[measure.unit])
    if measure.minimum is None:
        return str(_WITHOUT_NUMBER[measure.approximation])
    amount = _range(number(measure.minimum), measure.maximum and number(measure.maximum))
    if measure.unit in _AMOUNTS:
        is_one = measure.minimum == 1 and measure.maximum is None
        amount = _AMOUNTS[measure.unit] % {"amount": amount, "count": 1 if is_one else 2}
    return _approximately(measure, amount)


def _range(least: str, most: str | None) -> str:
    return _("{least} to {most}").format(least=least, most=most) if most else least


def _approximately(measure: Measure, amount: str) -> str:
    return _APPROXIMATELY[measure.approximation].format(amount=amount)


def quantity_words(
    measures: Iterable[Figured], quantity: Quantity, words: Callable[[Figured], str] = measure_words
) -> str:
    """All figures of one quantity in one line; empty where none is stated. `words`: what words each of them."""
    return "; ".join([words(measure) for measure in measures if measure.quantity == quantity])


def time_words(measures: Iterable[Figured], words: Callable[[Figured], str] = measure_words) -> str:
    """Length and number of courses in one line, for cards and tables."""
    measures = list(measures)
    lines = [quantity_words(measures, quantity, words) for quantity in (Quantity.DURATION, Quantity.COURSES)]
    return ", ".join(filter(None, lines))


def availability_words(entry: Microcredential) -> str:
    """Whether one can take it, with the date of whoever says so. Never “offered” without a check by staff."""
    if entry.availability == Availability.OFFERED:
        return _("Offered, checked on {day}").format(day=day_in_words(entry.last_verified))
    if entry.availability == Availability.ENDED:
        year = entry.availability_as_of[:4]
        return _("Ended, as told in a {year} guide").format(year=year) if year else _("Ended")
    if entry.availability in _OF_GUIDE and entry.availability_as_of:
        return _OF_GUIDE[entry.availability].format(year=entry.availability_as_of[:4])
    return entry.get_availability_display() or str(NOT_STATED)


_BY_FORCE = {
    Force.COUNTS: gettext_lazy("Credit toward {target}"),
    Force.SOME_COURSES: gettext_lazy("Some courses earn credit toward {target}"),
    Force.MAY_COUNT: gettext_lazy("May count toward {target}"),
    Force.GENERAL_CLAIM: gettext_lazy("Said in general to count toward {target}"),
    Force.FUTURE: gettext_lazy("Expected to count toward {target} in future"),
    Force.NOT_YET: gettext_lazy("Not yet credit toward {target}"),
    Force.NO: gettext_lazy("No credit toward {target}"),
}
# Credit that is not said to count toward anything: «credit toward credit» would say it twice.
_PLAIN_CREDIT = {
    Force.COUNTS: gettext_lazy("Academic credit"),
    Force.SOME_COURSES: gettext_lazy("Academic credit for some courses"),
    Force.MAY_COUNT: gettext_lazy("May earn academic credit"),
    Force.GENERAL_CLAIM: gettext_lazy("Said in general to earn academic credit"),
    Force.FUTURE: gettext_lazy("Expected to earn academic credit in future"),
    Force.NOT_YET: gettext_lazy("Not yet academic credit"),
    Force.NO: gettext_lazy("No academic credit"),
}


def credit_words(recognition: Recognition) -> str:
    """«Credit toward a bachelor's degree at TRU, since summer»: target, school and how firmly, never «leads to»."""
    target = recognition.get_target_display()
    if recognition.target_name:
        target = f"{target} ({recognition.target_name})"
    words = _PLAIN_CREDIT if recognition.target == Target.ACADEMIC_CREDIT else _BY_FORCE
    told = words[recognition.force].format(target=target)
    if recognition.institution:
        told = _("{claim} at {school}").format(claim=told, school=recognition.institution.brief_name)
    else:
        told = _("{claim}, school not stated").format(claim=told)
    return since_words(told, recognition.since)


_QUALIFIED = {
    Qualifier.ABOUT: gettext_lazy("about {amount}"),
    Qualifier.AT_LEAST: gettext_lazy("at least {amount}"),
    Qualifier.MORE_THAN: gettext_lazy("more than {amount}"),
    Qualifier.LESS_THAN: gettext_lazy("less than {amount}"),
    Qualifier.LIKELY: gettext_lazy("likely {amount}"),
}


def qualified(qualifier: str, amount: str) -> str:
    """«more than $4 million»; an exact amount needs no word more."""
    return _QUALIFIED[qualifier].format(amount=amount) if qualifier in _QUALIFIED else amount


def since_words(claim: str, since: str) -> str:
    """A claim with the date since when it holds, where that is stated."""
    return _("{claim}, since {date}").format(claim=claim, date=in_words(since)) if since else claim
