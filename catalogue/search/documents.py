"""The text of an entry by the fields that search weighs. Not how it is cut into words or matched."""

from __future__ import annotations

import re
from functools import lru_cache

from catalogue.models.vocabulary import Approximation, Delivery, Force, Kind, Level, Pace, Quantity, Role, Target, Unit
from catalogue.wording import number
from institutions.models import Region

from .facts import Credit, Facts, Figure, Place

# What an entry is said not to be or to have is no answer to who looks for it: from the word to the end of the clause.
_DENIAL = re.compile(r"\b(?:not(?! only\b)|no|never|cannot|without|\w+n['\u2019]t)\b(?!-)[^.;:!?\n]*", re.IGNORECASE)
_PACES = {Pace.OWN: "self-paced, at your own pace", Pace.SCHEDULED: "on a schedule"}
_KINDS = {**dict(Kind.choices), Kind.COURSE: "course"}
_REGIONS = dict(Region.choices)
_PRICES = {Approximation.FREE: "free, no cost", Approximation.LOW: "low-cost, low cost"}


def document_of(facts: Facts) -> dict[str, str]:
    """The text of an entry by the fields that search weighs, those left out that are empty.

    A part's words stand for its parent, and what a claim denies stands nowhere.
    """
    offering = facts.offering
    places = [place for _, place in facts.involved if place]
    texts = {
        "title": offering.title,
        "other_titles": offering.other_titles,
        "institutions": "\n".join([_names(place) for role, place in facts.involved if place and role != Role.CREDIT]),
        "skills": offering.skills,
        "parts": "\n".join([text for part in facts.parts for text in (part.title, part.other_titles, part.skills)]),
        "sectors": "\n".join([sector.name for sector in facts.sectors]),
        "kind": _KINDS.get(offering.kind, ""),
        "places": "\n".join([offering.place_taught, *(place.city for place in providers(facts))]),
        "delivery": _way(offering.delivery, offering.pace),
        "summary": without_denials(offering.summary),
        "credit": "\n".join(map(_credit, facts.credits)),
        "cost": _figures(facts.figures, Quantity.PRICE),
        "length": _figures(facts.figures, Quantity.DURATION, Quantity.COURSES, Quantity.CREDITS),
        "level": Level(offering.level).label if offering.level else "",
        "funding": "\n".join([f"funded by {source.name}" for source in facts.funding]),
        "audience": "\n".join([without_denials(offering.audience), *(audience.name for audience in facts.audiences)]),
        "region": "\n".join([words for place in places for words in (place.city, _REGIONS.get(place.region, ""))]),
    }
    return {field: text for field, text in texts.items() if text and not text.isspace()}


def without_denials(text: str) -> str:
    """«It does not teach coding» is no answer for who looks for coding."""
    return _DENIAL.sub("", text)


def providers(facts: Facts) -> list[Place]:
    return [place for role, place in facts.involved if place and role in Role.providing()]


@lru_cache(maxsize=4096)
def _names(place: Place) -> str:
    return "\n".join(filter(None, (place.name, place.short_name, place.other_names)))


@lru_cache(maxsize=64)
def _way(delivery: str, pace: str) -> str:
    return "\n".join(filter(None, (Delivery(delivery).label if delivery else "", _PACES.get(pace))))


@lru_cache(maxsize=4096)
def _credit(credit: Credit) -> str:
    """«academic credit toward a bachelor's degree at TRU»; nothing of a claim that it does not count."""
    if credit.force in Force.negative():
        return ""
    school = f"at {_names(credit.place)}" if credit.place else ""
    return f"academic credit toward {Target(credit.target).label} {credit.target_name} {school}"


def _figures(figures: list[Figure], *quantities: Quantity) -> str:
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
