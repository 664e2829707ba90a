"""`Entry`: one offering as cards, tables and files show it. Made from facts, without a query of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy

from catalogue.languages import kept_by_language
from catalogue.models.vocabulary import Availability, Delivery, Kind, Quantity, Role, Target
from catalogue.wording import availability_words, credit_words, measure_words, quantity_words, time_words

from .facts import PROVIDING, Credit, Facts, Figure, Involvement, Place

UNNAMED = gettext_lazy("Partners not named")


class Involved(NamedTuple):
    """An institution and its role; an unnamed partner has neither name nor slug."""

    name: str
    slug: str
    role: str

    @property
    def called(self) -> str:
        return self.name or str(UNNAMED)

    @property
    def role_words(self) -> str:
        return _label(Role, self.role)


class Entry(NamedTuple):
    """What is known of one offering; "" and () where nobody states it. `verified` is a day as 2026-11-27.

    Held as facts, as the database has them, and worded in the language of the page when somebody asks.
    """

    slug: str
    title: str
    other_titles: tuple[str, ...]
    summary: str
    kind_value: str
    named_kind: str
    availability_value: str
    availability_as_of: str
    verified: str
    providers: tuple[Involved, ...]
    also: tuple[Involved, ...]
    figures: tuple[Figure, ...]
    delivery_value: str
    credits: tuple[Credit, ...]
    audience: str
    audiences: tuple[str, ...]
    sectors: tuple[str, ...]
    funding: tuple[str, ...]
    skills: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def url(self) -> str:
        return url_of(self.slug)

    @property
    def ended(self) -> bool:
        return self.availability_value == Availability.ENDED

    @property
    def kind(self) -> str:
        return _label(Kind, self.kind_value)

    @property
    def delivery(self) -> str:
        return _label(Delivery, self.delivery_value)

    @property
    def availability(self) -> str:
        return _availability(self.availability_value, self.availability_as_of, self.verified)

    @property
    def time(self) -> str:
        return _time(self.figures)

    @property
    def cost(self) -> str:
        return _cost(self.figures)

    @property
    def credit(self) -> str:
        return _credit(self.credits)


def url_of(slug: str) -> str:
    """The address of an offering's page."""
    before, after = around_the_slug()
    return f"{before}{slug}{after}"


@kept_by_language
def around_the_slug() -> tuple[str, str]:
    """The address of a page around its slug: finding it anew for each of twenty entries takes long."""
    before, after = reverse("microcredential", args=["slug"]).rsplit("slug", 1)
    return before, after


def entry_of(facts: Facts) -> Entry:
    offering = facts.offering
    providers, also = _involved(tuple(facts.involved))
    return Entry(
        slug=offering.slug,
        title=offering.title,
        other_titles=lines_of(offering.other_titles),
        summary=offering.summary,
        kind_value=offering.kind,
        named_kind=offering.named_kind__name or "",
        availability_value=offering.availability,
        availability_as_of=offering.availability_as_of,
        verified=offering.last_verified.isoformat() if offering.last_verified else "",
        providers=providers,
        also=also,
        figures=tuple(facts.figures),
        delivery_value=offering.delivery,
        credits=tuple(facts.credits),
        audience=offering.audience,
        audiences=_names(facts.audiences),
        sectors=_names(facts.sectors),
        funding=_names(facts.funding),
        skills=lines_of(offering.skills),
        parts=tuple([part.title for part in facts.parts]),
    )


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines()))) if text else ()


def _names(terms: Iterable) -> tuple[str, ...]:
    return tuple([term.name for term in terms])


# Many entries have the same schools, figures and claims.


@lru_cache(maxsize=512)
def _involved(everybody: tuple[Involvement, ...]) -> tuple[tuple[Involved, ...], tuple[Involved, ...]]:
    """Who provides an offering, and who else takes part in it."""
    providing = [who for who in everybody if who.role in PROVIDING]
    others = [_called(who) for who in everybody if who not in providing]
    return tuple(_under_their_school(providing)), tuple(others)


def _under_their_school(providing: list[Involvement]) -> Iterator[Involved]:
    """Providers, a unit in brackets behind its school where both are named."""
    schools = {who.place.slug for who in providing}
    for who in providing:
        units = [unit.place.name for unit in providing if unit.place.unit_of__slug == who.place.slug]
        if units:
            yield _called(who)._replace(name=f"{who.place.name} ({', '.join(units)})")
        elif who.place.unit_of__slug not in schools:
            yield _called(who)


def _called(who: Involvement) -> Involved:
    name, slug = (who.place.name, who.place.slug) if who.place else ("", "")
    return Involved(name, slug, str(who.role))


def forget() -> None:
    """Let go of the phrases made for many entries at once."""
    _involved.cache_clear()


# The same few figures and claims stand in many entries. Wording asks of a model no more than stands here, and an
# instance of one takes longer to make than its words.


class _Claim(NamedTuple):
    """Of credit."""

    target: str
    target_name: str
    force: str
    since: str
    institution: Place | None

    def get_target_display(self) -> str:
        return _label(Target, self.target)


class _Availability(NamedTuple):
    availability: str
    availability_as_of: str
    last_verified: date | None

    def get_availability_display(self) -> str:
        return _label(Availability, self.availability)


@kept_by_language
def _label(choices: type, value: str) -> str:
    return str(choices(value).label) if value else ""


@kept_by_language
def _availability(value: str, as_of: str, verified: str) -> str:
    day = date.fromisoformat(verified) if verified else None
    return availability_words(_Availability(value, as_of, day)) if value else ""


@kept_by_language
def _credit(credits: tuple[Credit, ...]) -> str:
    return "; ".join([credit_words(_Claim(*credit)) for credit in credits])


@kept_by_language
def _time(figures: tuple[Figure, ...]) -> str:
    return time_words(figures, _figure)


@kept_by_language
def _cost(figures: tuple[Figure, ...]) -> str:
    return quantity_words(figures, Quantity.PRICE, _figure)


@kept_by_language
def _figure(figure: Figure) -> str:
    return measure_words(figure)
