"""Lengths, courses, credits and prices in cells become figures, also as our own files word them (wording.py)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from catalogue.models.vocabulary import Approximation, Quantity, Scope, Unit

from .misread import Misread, says_nothing
from .numbers import NUMBER, number


class Figure(NamedTuple):
    """The fields of a `Measure`, by their names there."""

    quantity: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    approximation: str = Approximation.EXACT
    unit: str = ""
    measures: str = Scope.PROGRAM


_UNITS = {
    Unit.HOUR: "h hr hrs hour hours heure heures",
    Unit.DAY: "d day days jour jours",
    Unit.WEEK: "w wk wks week weeks semaine semaines sem",
    Unit.MONTH: "mo mos month months mois",
    Unit.YEAR: "y yr yrs year years an ans année années",
    Unit.COURSE: "course courses cours",
    Unit.CREDIT: "credit credits cr crédit crédits",
}
_BY_NAME = {name: unit for unit, names in _UNITS.items() for name in names.split()}
_OF_UNIT = {Unit.COURSE: Quantity.COURSES, Unit.CREDIT: Quantity.CREDITS}
_SCOPES = (
    (Scope.COURSE, re.compile(r"\s*(?:per course|each course|a course|/ ?course|par cours)$")),
    (Scope.CERTIFICATE, re.compile(r"\s*for the certificate$")),
)
_QUALIFIERS = (
    (Approximation.ABOUT, re.compile(r"^(?:about|around|approximately|approx\.?|environ|~|≈)\s*")),
    (Approximation.MORE_THAN, re.compile(r"^(?:more than|over|plus de|>)\s*")),
    (Approximation.LESS_THAN, re.compile(r"^(?:less than|under|moins de|<)\s*")),
    (Approximation.LIKELY, re.compile(r"^likely\s*")),
)
_TO = r"\s*(?:-|–|to|à)\s*"
_AMOUNT = re.compile(rf"(?P<least>{NUMBER})(?:{_TO}(?P<most>{NUMBER}))?\s*(?P<unit>[^\W\d_]+)?\.?")
_CURRENCIES = (
    (Unit.CAD, re.compile(r"\bcad\b|\bcan ?\$|\bca\$|\bc\$|\bcanadian\b|\$ ?ca\b")),
    (Unit.USD, re.compile(r"\busd\b|\bus ?\$|\bus\b|\bu\.s\.|\$ ?us\b")),
)
_NO_CURRENCY = re.compile(r"\(currency not stated\)|\bdollars?\b|\$")
_NO_TIME = "Write one length with its unit, as in “8 weeks” or “about 120 hours”."
_NO_PRICE = "Write one price, as in “$1,200.50”, “CAD 300” or “free”."


def price(text: str) -> Figure | None:
    """A price; without a currency where the cell names none, since “$” alone states none. None: not stated."""
    if says_nothing(text):
        return None
    left, scope = _scope(text)
    if left in ("free", "gratuit", "no cost", "no charge"):
        return Figure(Quantity.PRICE, approximation=Approximation.FREE, measures=scope)
    if left in ("low", "low-cost", "called low-cost"):
        return Figure(Quantity.PRICE, approximation=Approximation.LOW, measures=scope)
    approximation, left = _qualifier(left)
    named = [unit for unit, pattern in _CURRENCIES if pattern.search(left)]
    for _unit, pattern in _CURRENCIES:
        left = pattern.sub(" ", left)
    found = _AMOUNT.fullmatch(" ".join(_NO_CURRENCY.sub(" ", left).split()))
    if found is None or found["unit"] or len(named) > 1:
        raise Misread(f"“{text[:60]}” is not one price in Canadian or US dollars.", _NO_PRICE)
    least, most = _ends(found, text)
    return Figure(Quantity.PRICE, least, most, approximation, named[0] if named else "", scope)


def times(text: str) -> tuple[Figure, ...]:
    """Lengths, numbers of courses and credits, parted by “;” or “, ”: “8 weeks, 3 courses”."""
    if says_nothing(text):
        return ()
    figures = tuple(_time(piece) for piece in re.split(r";\s*|,\s+|\n", text) if piece.strip())
    kinds = [(figure.quantity, figure.measures) for figure in figures]
    if len(set(kinds)) < len(kinds):
        raise Misread(f"“{text[:60]}” gives the same thing twice.", "Write one figure of each kind.")
    return figures


def _time(text: str) -> Figure:
    left, scope = _scope(text)
    if left == "short":
        return Figure(Quantity.DURATION, approximation=Approximation.SHORT, measures=scope)
    if left.startswith("several ") and (unit := _BY_NAME.get(left.removeprefix("several "))):
        return Figure(_OF_UNIT.get(unit, Quantity.DURATION), None, None, Approximation.SEVERAL, unit, scope)
    approximation, left = _qualifier(left)
    found = _AMOUNT.fullmatch(left)
    unit = _BY_NAME.get(found["unit"] or "") if found else None
    if unit is None:
        raise Misread(f"“{text[:60]}” is not one length of time.", _NO_TIME)
    least, most = _ends(found, text)
    return Figure(_OF_UNIT.get(unit, Quantity.DURATION), least, most, approximation, unit, scope)


def _ends(found: re.Match[str], text: str) -> tuple[Decimal, Decimal | None]:
    least, most = number(found["least"]), number(found["most"]) if found["most"] else None
    if most is not None and most <= least:
        raise Misread(f"“{text[:60]}” does not go up.", "Write the lower number first.")
    return least, most


def _scope(text: str) -> tuple[str, str]:
    left = " ".join(text.casefold().split()).removesuffix(" (no amount stated)")
    for scope, pattern in _SCOPES:
        if pattern.search(left):
            return pattern.sub("", left), scope
    return left, Scope.PROGRAM


def _qualifier(text: str) -> tuple[str, str]:
    for approximation, pattern in _QUALIFIERS:
        if pattern.match(text):
            return approximation, pattern.sub("", text)
    return Approximation.EXACT, text
