"""How one of our values becomes a term of a standard, or why it does not. The pages about this are made from the same.

A rule without a function says what is lost. What nobody has stated gives no term: never a default, never “no”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from catalogue.models.vocabulary import Approximation, Scope, Unit

from .record import Data

_PERIODS = {Unit.HOUR: "PT{}H", Unit.DAY: "P{}D", Unit.WEEK: "P{}W", Unit.MONTH: "P{}M", Unit.YEAR: "P{}Y"}


class Rule(NamedTuple):
    """`field` is a name in our record, `term` one of the standard; `note` says what is lost and why.

    `only` names the types of the standard to which it applies; empty means all.
    """

    field: str
    term: str
    note: str = ""
    value: Callable[[Data], Any] | None = None
    only: frozenset[str] = frozenset()


class Standard(NamedTuple):
    """A way in which others write such things down. `make` gives an offering in it; None where we only say how."""

    slug: str
    name: str
    address: str
    words: str
    rules: tuple[Rule, ...]
    make: Callable[[Data], Data] | None = None


def mapped(rules: Iterable[Rule], record: Data, of_type: str = "") -> Data:
    """The terms of a record in one standard, as far as its values are stated."""
    found = {rule.term: rule.value(record) for rule in rules if rule.value and (not rule.only or of_type in rule.only)}
    return {term: value for term, value in found.items() if value not in (None, "", [], {})}


def value_of(name: str) -> Callable[[Data], Any]:
    """The plain value of a field."""
    return lambda record: record[name] and record[name]["value"]


def label_of(name: str) -> Callable[[Data], Any]:
    """The value of a field in words."""
    return lambda record: record[name] and record[name]["label"]


def exact(record: Data, quantity: str, scope: str = Scope.PROGRAM) -> Data | None:
    """A figure that can stand without a word beside it: neither a range nor about, of the whole and not of a course."""
    for measure in record["measures"]:
        is_plain = measure["approximation"] == Approximation.EXACT and measure["maximum"] is None
        if measure["quantity"] == quantity and measure["of"] == scope and is_plain:
            return measure
    return None


def period(measure: Data | None) -> str | None:
    """A length as ISO 8601 has it: P8W."""
    if measure is None or measure["unit"] not in _PERIODS or not isinstance(measure["minimum"], int):
        return None
    return _PERIODS[measure["unit"]].format(measure["minimum"])
