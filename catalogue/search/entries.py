"""`Entry`: one offering in the words that cards, tables and files show. Made from facts, without a query of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from django.urls import reverse

from catalogue.models import Measure, Microcredential, Recognition
from catalogue.models.vocabulary import Availability, Delivery, Kind, Quantity, Role
from catalogue.wording import availability_words, credit_words, quantity_words, time_words
from institutions.models import Institution

from .facts import Credit, Facts, Figure, Involvement

UNNAMED = "Partners not named"


class Involved(NamedTuple):
    """An institution and its role in words; an unnamed partner has no slug."""

    name: str
    slug: str
    role: str


class Entry(NamedTuple):
    """What is known of one offering, in words; "" and () where nobody states it. `verified` is a day as 2026-11-27."""

    slug: str
    title: str
    other_titles: tuple[str, ...]
    summary: str
    kind: str
    availability: str
    ended: bool
    verified: str
    providers: tuple[Involved, ...]
    also: tuple[Involved, ...]
    time: str
    cost: str
    delivery: str
    credit: str
    audience: str
    audiences: tuple[str, ...]
    sectors: tuple[str, ...]
    funding: tuple[str, ...]
    skills: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def url(self) -> str:
        before, after = _around_the_slug()
        return f"{before}{self.slug}{after}"


@cache
def _around_the_slug() -> tuple[str, str]:
    """The address of a page around its slug: finding it anew for each of twenty entries takes long."""
    before, after = reverse("microcredential", args=["slug"]).rsplit("slug", 1)
    return before, after


def entry_of(facts: Facts) -> Entry:
    offering = facts.offering
    providing = [who for who in facts.involved if who.role in Role.providing()]
    prices = tuple([figure for figure in facts.figures if figure.quantity == Quantity.PRICE])
    others = tuple([figure for figure in facts.figures if figure.quantity != Quantity.PRICE])
    return Entry(
        slug=offering.slug,
        title=offering.title,
        other_titles=_lines(offering.other_titles),
        summary=offering.summary,
        kind=_label(Kind, offering.kind),
        availability=_availability(offering.availability, offering.availability_as_of, offering.last_verified),
        ended=offering.availability == Availability.ENDED,
        verified=offering.last_verified.isoformat() if offering.last_verified else "",
        providers=tuple(_under_their_school(providing)),
        also=tuple(_involved(who) for who in facts.involved if who not in providing),
        time=_time(others),
        cost=_cost(prices),
        delivery=_label(Delivery, offering.delivery),
        credit="; ".join(map(_credit, facts.credits)),
        audience=offering.audience,
        audiences=_names(facts.audiences),
        sectors=_names(facts.sectors),
        funding=_names(facts.funding),
        skills=_lines(offering.skills),
        parts=tuple(part.title for part in facts.parts),
    )


def _label(choices: type, value: str) -> str:
    return choices(value).label if value else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _names(terms: Iterable) -> tuple[str, ...]:
    return tuple(term.name for term in terms)


def _under_their_school(providing: list[Involvement]) -> Iterator[Involved]:
    """Providers, a unit in brackets behind its school where both are named."""
    schools = {who.place.slug for who in providing}
    for who in providing:
        units = [unit.place.name for unit in providing if unit.place.unit_of__slug == who.place.slug]
        if units:
            yield _involved(who)._replace(name=f"{who.place.name} ({', '.join(units)})")
        elif who.place.unit_of__slug not in schools:
            yield _involved(who)


# The same few figures and claims stand in many entries; wording speaks of model instances, which are dear to make.


@lru_cache(maxsize=4096)
def _involved(who: Involvement) -> Involved:
    name, slug = (who.place.name, who.place.slug) if who.place else (UNNAMED, "")
    return Involved(name, slug, Role(who.role).label)


@lru_cache(maxsize=4096)
def _availability(value: str, as_of: str, verified: date | None) -> str:
    offering = Microcredential(availability=value, availability_as_of=as_of, last_verified=verified)
    return availability_words(offering) if value else ""


@lru_cache(maxsize=4096)
def _credit(credit: Credit) -> str:
    *claim, place = credit
    school = Institution(name=place.name, short_name=place.short_name) if place else None
    return credit_words(Recognition(**dict(zip(Credit._fields, claim, strict=False)), institution=school))


@lru_cache(maxsize=4096)
def _time(figures: tuple[Figure, ...]) -> str:
    return time_words(_measures(figures))


@lru_cache(maxsize=4096)
def _cost(figures: tuple[Figure, ...]) -> str:
    return quantity_words(_measures(figures), Quantity.PRICE)


def _measures(figures: Iterable[Figure]) -> list[Measure]:
    return [Measure(**figure._asdict()) for figure in figures]


def forget() -> None:
    """Let go of the phrases made for many entries at once."""
    for phrases in (_involved, _availability, _credit, _time, _cost):
        phrases.cache_clear()
