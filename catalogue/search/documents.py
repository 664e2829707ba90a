"""The text of an entry by the fields that search weighs. Not how it is cut into words or matched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from catalogue.languages import ENGLISH, speaking
from catalogue.models.vocabulary import Approximation, Delivery, Force, Kind, Level, Pace, Quantity, Role, Target, Unit
from catalogue.wording import number
from institutions.models import Region

from .facts import PROVIDING, Credit, Facts, Figure, Involvement, Place

# What an entry is said not to be or to have is no answer to who looks for it: from the word to the end of the clause.
_DENIAL = re.compile(
    r"\b(?:not(?! only\b)|no|never|cannot|without|\w+n['\u2019]t)\b(?!-)(?:(?!, but\b)[^.;:!?\n])*", re.IGNORECASE
)
_PRONOUN = re.compile(r"\b[Ii]t(?:s|self)?\b")
# Quick to look for: a text without any of these denies nothing.
_HINTS = (" no", "No", "NO", "cannot", "n't", "n\u2019t", "ever", "ithout")
_PACES = {Pace.OWN: "self-paced, at your own pace", Pace.SCHEDULED: "on a schedule"}
with speaking(ENGLISH):  # as entries are
    _REGIONS, _DELIVERIES, _LEVELS, _KINDS, _TARGETS = (
        {value: str(label) for value, label in words.choices} for words in (Region, Delivery, Level, Kind, Target)
    )
_KINDS[Kind.COURSE] = "course"
_PRICE, _LENGTH = frozenset({Quantity.PRICE}), frozenset({Quantity.DURATION, Quantity.COURSES, Quantity.CREDITS})
# A claim that an offering does not count, or not yet, is in neither of them and stands nowhere.
_FIRM = frozenset({Force.COUNTS, Force.SOME_COURSES})
_SOFT = frozenset(Force) - _FIRM - frozenset(Force.negative())
_WAYS = {
    (delivery, pace): "\n".join(filter(None, (_DELIVERIES.get(delivery), _PACES.get(pace))))
    for delivery, pace in product(("", *Delivery), ("", *Pace))
}
_CREDIT = str(Role.CREDIT)
_PRICES = {Approximation.FREE: "free, no cost", Approximation.LOW: "low-cost, low cost"}


def document_of(facts: Facts) -> dict[str, str]:
    """The text of an entry by the fields that search weighs, those left out that are empty.

    A part's words stand for its parent, and what a claim denies stands nowhere.
    """
    offering = facts.offering
    texts = {"title": offering.title, "summary": _telling(offering.summary)}
    if offering.other_titles:
        texts["other_titles"] = offering.other_titles
    if offering.skills:
        texts["skills"] = offering.skills
    if offering.kind:
        texts["kind"] = _lines((_KINDS[offering.kind], offering.named_kind__name))
    if offering.level:
        texts["level"] = _LEVELS[offering.level]
    if offering.delivery or offering.pace:
        texts["delivery"] = _WAYS[offering.delivery, offering.pace]
    if offering.audience or facts.audiences:
        texts["audience"] = "\n".join([_telling(offering.audience), *[audience.name for audience in facts.audiences]])
    if facts.sectors:
        texts["sectors"] = "\n".join([sector.name for sector in facts.sectors])
    if facts.funding:
        texts["funding"] = "\n".join([f"funded by {source.name}" for source in facts.funding])
    if facts.parts:
        texts["parts"] = _lines([text for part in facts.parts for text in (part.title, part.other_titles, part.skills)])
        texts["part_summaries"] = _lines([_telling(part.summary) for part in facts.parts])
    _add_claims(texts, facts)
    return texts if all(texts.values()) else {field: text for field, text in texts.items() if text}


def _add_claims(texts: dict[str, str], facts: Facts) -> None:
    """Names and cities of whoever takes part, those who only give credit beside the credit; and all figures."""
    institutions, cities, texts["region"] = _schools(tuple(facts.involved))
    if institutions:
        texts["institutions"] = institutions
    if cities or facts.offering.place_taught:
        texts["places"] = _lines((facts.offering.place_taught, cities))
    if facts.credits:
        texts["credit"] = _lines([_credit(credit) for credit in facts.credits if credit.force in _FIRM])
        texts["possible_credit"] = _lines([_credit(credit) for credit in facts.credits if credit.force in _SOFT])
    if facts.figures:
        texts["cost"] = _figures(facts.figures, _PRICE)
        texts["length"] = _figures(facts.figures, _LENGTH)


@lru_cache(maxsize=512)
def _schools(involved: tuple[Involvement, ...]) -> tuple[str, str, str]:
    """What they are called, in which cities those are that provide, and where all are."""
    known = [(role, place) for role, place in involved if place]
    called = _lines([_place_names(place) for role, place in known if role != _CREDIT])
    names = _lines(dict.fromkeys(called.split("\n")))
    cities = _lines([place.city for role, place in known if role in PROVIDING])
    return names, cities, "\n".join([_around(place) for _, place in known])


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(filter(None, texts))


def _telling(text: str) -> str:
    """«It does not teach coding» is no answer for who looks for coding, nor is “it” one for who looks for IT."""
    if " it" in text or "It" in text:
        text = _PRONOUN.sub("", text)
    return _DENIAL.sub("", text) if any(map(text.__contains__, _HINTS)) else text


@lru_cache(maxsize=4096)
def _place_names(place: Place) -> str:
    """All that it and the school of which it is a unit are called; British Columbia is often written BC."""
    own, whole = (place.name, place.short_name, place.other_names), (place.unit_of__name, place.unit_of__short_name)
    names = [name for name in (*own, *whole) if name]
    return _lines(dict.fromkeys((*names, *[name.replace("British Columbia", "BC") for name in names])))


@lru_cache(maxsize=4096)
def _around(place: Place) -> str:
    return _lines([place.city, _REGIONS.get(place.region)])


@lru_cache(maxsize=4096)
def _credit(credit: Credit) -> str:
    """«academic credit toward a bachelor's degree at TRU»."""
    school = f"at {_place_names(credit.place)}" if credit.place else ""
    return f"academic credit toward {_TARGETS[credit.target]} {credit.target_name} {school}"


def _figures(figures: list[Figure], quantities: frozenset[str]) -> str:
    return "\n".join([_figure(figure) for figure in figures if figure.quantity in quantities])


@lru_cache(maxsize=4096)
def _figure(figure: Figure) -> str:
    """A figure in words and in digits: «eight 8 weeks» is found by either."""
    if figure.minimum is None:
        return _PRICES.get(figure.approximation, figure.approximation)
    unit = Unit(figure.unit).label if figure.unit else ""
    amounts = [amount for amount in (figure.minimum, figure.maximum) if amount is not None]
    lines = (f"{way(amount)} {unit}" for amount in amounts for way in (number, _digits))
    return "\n".join(dict.fromkeys(lines))


def _digits(amount: object) -> str:
    return f"{amount:f}".rstrip("0").rstrip(".")


def forget() -> None:
    """Let go of the phrases made for many entries at once."""
    for phrases in (_place_names, _credit, _figure, _schools):
        phrases.cache_clear()
