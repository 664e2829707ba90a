"""The facets once more, over the ORM: what they mean in the database, to prove the index right. Not for the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import FilterSet, MultipleChoiceFilter

from catalogue.models import (
    AudienceTag,
    FundingLink,
    Measure,
    Microcredential,
    Participation,
    Recognition,
    SectorTag,
)
from catalogue.models.vocabulary import Approximation, Force, Quantity, Role, Scope, Unit
from institutions.records import Record

from . import bands
from .current import current_snapshot
from .facets import BY_NAME, NOT_STATED


def _of_field(name: str) -> Callable[[str], Q]:
    """An answer that stands in a field of the entry itself."""
    return lambda value: Q(**{name: "" if value == NOT_STATED else value})


@dataclass(frozen=True)
class _OfClaims:
    """An answer that stands in claims about the entry: those that state one at all, and those that state this one."""

    model: type[Record]
    one: Callable[[str], Q]
    any: Q = field(default_factory=Q)

    def __call__(self, value: str) -> Q:
        if value == NOT_STATED:
            return ~self._has(self.any)
        return self._has(self.any & self.one(value))

    def _has(self, condition: Q) -> Q:
        return Q(Exists(self.model.objects.filter(condition, microcredential=OuterRef("pk"))))


def _credit(value: str) -> Q:
    negative = Force.negative()
    return Q(force=value) if value in negative else Q(target=value) & ~Q(force__in=negative)


def _price(value: str) -> Q:
    free = Q(approximation=Approximation.FREE) | Q(minimum=0)
    if value == bands.FREE:
        return free
    if value == bands.LOW_OR_NO_COST:
        return free | Q(approximation=Approximation.LOW)
    band = next(band for band in bands.PRICES if band.value == value)
    below = Q(approximation=Approximation.LESS_THAN)
    start = Q(minimum__gt=band.low) | Q(minimum=band.low) & ~below
    end = Q(minimum__lt=band.high) | Q(minimum=band.high) & below
    return Q(minimum__gt=0) & start & end


def _length(value: str) -> Q:
    whole = Q(measures=Scope.PROGRAM, minimum__isnull=False, unit__in=_DAYS)
    if value == bands.IN_OTHER_WORDS:
        return ~whole
    band = next(band for band in bands.LENGTHS if band.value == value)
    return whole & reduce(or_, (_between(band, unit) for unit in _DAYS))


# What one of each unit of time counts for in rough days.
_DAYS = {unit: days for unit in Unit if (days := Measure(minimum=Decimal(1), unit=unit).days)}


def _between(band: bands.Band, unit: str) -> Q:
    low, high = (Decimal(str(end)) / Decimal(str(_DAYS[unit])) for end in (band.low, band.high))
    above = Q(approximation=Approximation.MORE_THAN)
    start = Q(minimum__gt=low) | Q(minimum=low) & above
    end = Q(minimum__lt=high) | Q(minimum=high) & ~above
    return Q(unit=unit) & start & end


class FacetFilter(MultipleChoiceFilter):
    """One facet: entries with any of the values chosen."""

    def __init__(self, facet: str, meaning: Callable[[str], Q]) -> None:
        self.meaning = meaning
        super().__init__(label=BY_NAME[facet].label, choices=lambda: current_snapshot().labels[facet].items())

    def filter(self, entries: QuerySet, values: Iterable[str]) -> QuerySet:
        return entries.filter(reduce(or_, map(self.meaning, values))) if values else entries


_PROVIDING = Q(role__in=Role.providing(), institution__isnull=False)


class MicrocredentialFilter(FilterSet):
    sector = FacetFilter("sector", _OfClaims(SectorTag, lambda slug: Q(sector__slug=slug)))
    credit_toward = FacetFilter("credit_toward", _OfClaims(Recognition, _credit))
    delivery = FacetFilter("delivery", _of_field("delivery"))
    audience = FacetFilter("audience", _OfClaims(AudienceTag, lambda slug: Q(audience__slug=slug)))
    provider = FacetFilter("provider", _OfClaims(Participation, lambda slug: Q(institution__slug=slug), _PROVIDING))
    region = FacetFilter(
        "region",
        _OfClaims(Participation, lambda region: Q(institution__region=region), _PROVIDING & ~Q(institution__region="")),
    )
    kind = FacetFilter("kind", _of_field("kind"))
    availability = FacetFilter("availability", _of_field("availability"))
    funding = FacetFilter("funding", _OfClaims(FundingLink, lambda slug: Q(funding_source__slug=slug)))
    cost = FacetFilter("cost", _OfClaims(Measure, _price, Q(quantity=Quantity.PRICE)))
    duration = FacetFilter("duration", _OfClaims(Measure, _length, Q(quantity=Quantity.DURATION)))

    class Meta:
        model = Microcredential
        fields: list[str] = []
