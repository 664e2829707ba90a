"""The text of an entry by the fields that search weighs. Not how it is cut into words or matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from catalogue.models.vocabulary import Approximation, Delivery, Force, Kind, Level, Pace, Quantity, Role, Target, Unit
from catalogue.wording import number
from institutions.models import Region

from .facts import Credit, Facts, Figure, Place, Term

# What an entry is said not to be or to have is no answer to who looks for it: from the word to the end of the clause.
_DENIAL = re.compile(r"\b(?:not(?! only\b)|no|never|cannot|without|\w+n['\u2019]t)\b(?!-)[^.;:!?\n]*", re.IGNORECASE)
# Quick to look for: a text without any of these denies nothing.
_HINTS = ("not", "Not", "no ", "No ", "never", "Never", "without", "Without", "n't", "n\u2019t", "NOT", "NO ")
_PACES = {Pace.OWN: "self-paced, at your own pace", Pace.SCHEDULED: "on a schedule"}
_KINDS = {**dict(Kind.choices), Kind.COURSE: "course"}
_REGIONS, _DELIVERIES, _LEVELS = dict(Region.choices), dict(Delivery.choices), dict(Level.choices)
_PRICE, _LENGTH = frozenset({Quantity.PRICE}), frozenset({Quantity.DURATION, Quantity.COURSES, Quantity.CREDITS})
_PROVIDING = frozenset(Role.providing())
_PRICES = {Approximation.FREE: "free, no cost", Approximation.LOW: "low-cost, low cost"}


def document_of(facts: Facts) -> dict[str, str]:
    """The text of an entry by the fields that search weighs, those left out that are empty.

    A part's words stand for its parent, and what a claim denies stands nowhere.
    """
    return {field: text for field, text in _texts(facts) if text}


def _texts(facts: Facts) -> Iterator[tuple[str, str]]:
    offering = facts.offering
    yield "title", offering.title
    yield "other_titles", offering.other_titles
    yield "skills", offering.skills
    yield "summary", without_denials(offering.summary)
    yield "audience", _lines([without_denials(offering.audience), *_names(facts.audiences)])
    if facts.parts:
        yield "parts", _lines(text for part in facts.parts for text in (part.title, part.other_titles, part.skills))
    yield "sectors", _lines(_names(facts.sectors))
    yield "kind", _KINDS.get(offering.kind, "")
    yield "delivery", "\n".join(filter(None, (_DELIVERIES.get(offering.delivery), _PACES.get(offering.pace))))
    yield "level", _LEVELS.get(offering.level, "")
    if facts.credits:
        yield "credit", _lines(map(_credit, facts.credits))
    if facts.figures:
        yield "cost", _figures(facts.figures, _PRICE)
        yield "length", _figures(facts.figures, _LENGTH)
    if facts.funding:
        yield "funding", "\n".join([f"funded by {source.name}" for source in facts.funding])
    yield from _of_places(facts)


def _of_places(facts: Facts) -> Iterator[tuple[str, str]]:
    """Names and cities of whoever takes part; those who only give credit stand with the credit."""
    providing = [place for role, place in facts.involved if place and role in _PROVIDING]
    named = [place for role, place in facts.involved if place and role != Role.CREDIT]
    yield "institutions", "\n".join([_place_names(place) for place in named])
    yield "places", _lines([facts.offering.place_taught, *(place.city for place in providing)])
    around = (words for _, place in facts.involved if place for words in (place.city, _REGIONS.get(place.region)))
    yield "region", _lines(around)


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(filter(None, texts))


def _names(terms: list[Term]) -> list[str]:
    return [term.name for term in terms]


def without_denials(text: str) -> str:
    """«It does not teach coding» is no answer for who looks for coding."""
    return _DENIAL.sub("", text) if any(word in text for word in _HINTS) else text


@lru_cache(maxsize=4096)
def _place_names(place: Place) -> str:
    return "\n".join(dict.fromkeys(filter(None, (place.name, place.short_name, place.other_names))))


@lru_cache(maxsize=4096)
def _credit(credit: Credit) -> str:
    """«academic credit toward a bachelor's degree at TRU»; nothing of a claim that it does not count."""
    if credit.force in Force.negative():
        return ""
    school = f"at {_place_names(credit.place)}" if credit.place else ""
    return f"academic credit toward {Target(credit.target).label} {credit.target_name} {school}"


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
