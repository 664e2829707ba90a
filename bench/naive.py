"""The list as a plain django-filter view would do it: joins, DISTINCT, one COUNT for each value of each facet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_filters import CharFilter, FilterSet, MultipleChoiceFilter

from catalogue.models import Measure, Microcredential
from catalogue.models.vocabulary import Approximation, Force, Quantity, Role, Scope, Unit
from catalogue.search import bands, current_snapshot
from catalogue.search.facets import BY_NAME, NOT_STATED

from .engines.onepass import matching_text

Meaning = Callable[[str], Q]
_DAYS = {unit: days for unit in Unit if (days := Measure(minimum=Decimal(1), unit=unit).days)}
_LESS, _MORE = Approximation.LESS_THAN, Approximation.MORE_THAN
_NOT_LESS, _NOT_MORE = ([each for each in Approximation if each != word] for word in (_LESS, _MORE))
_FREE = Q(measures__approximation=Approximation.FREE) | Q(measures__minimum=0)
_PROVIDING = Q(participations__role__in=Role.providing(), participations__institution__isnull=False)
_COUNTING = [force for force in Force if force not in Force.negative()]


def _inside(low: Decimal, high: Decimal, low_words: list[str], high_words: list[str]) -> Q:
    """Above the lower end, or on it with one of some words; the same at the upper end."""
    start = Q(measures__minimum__gt=low) | Q(measures__minimum=low, measures__approximation__in=low_words)
    end = Q(measures__minimum__lt=high) | Q(measures__minimum=high, measures__approximation__in=high_words)
    return start & end


def _credit(value: str) -> Q:
    if value in Force.negative():
        return Q(recognitions__force=value)
    return Q(recognitions__target=value, recognitions__force__in=_COUNTING)


def _price(value: str) -> Q:
    price = Q(measures__quantity=Quantity.PRICE)
    if value == bands.FREE:
        return price & _FREE
    if value == bands.LOW_OR_NO_COST:
        return price & (_FREE | Q(measures__approximation=Approximation.LOW))
    band = next(band for band in bands.PRICES if band.value == value)
    return price & Q(measures__minimum__gt=0) & _inside(band.low, band.high, _NOT_LESS, [_LESS])


def _length(value: str) -> Q:
    length = Q(measures__quantity=Quantity.DURATION)
    if value == bands.IN_OTHER_WORDS:
        others = [scope for scope in Scope if scope != Scope.PROGRAM]
        units = ["", *(unit for unit in Unit if unit not in _DAYS)]
        in_words = Q(measures__minimum__isnull=True) | Q(measures__unit__in=units)
        return length & (in_words | Q(measures__measures__in=others))
    band = next(band for band in bands.LENGTHS if band.value == value)
    return length & Q(measures__measures=Scope.PROGRAM) & reduce(or_, (_in_unit(band, unit) for unit in _DAYS))


def _in_unit(band: bands.Band, unit: str) -> Q:
    low, high = (Decimal(str(end)) / Decimal(str(_DAYS[unit])) for end in (band.low, band.high))
    return Q(measures__unit=unit) & _inside(low, high, [_MORE], _NOT_MORE)


# What a value means, over joins, and what it takes to have stated anything.
MEANINGS: dict[str, tuple[Meaning, Q]] = {
    "sector": (lambda slug: Q(sectortags__sector__slug=slug), Q(sectortags__isnull=False)),
    "credit_toward": (_credit, Q(recognitions__isnull=False)),
    "delivery": (lambda value: Q(delivery=value), ~Q(delivery="")),
    "audience": (lambda slug: Q(audiencetags__audience__slug=slug), Q(audiencetags__isnull=False)),
    "provider": (lambda slug: _PROVIDING & Q(participations__institution__slug=slug), _PROVIDING),
    "region": (
        lambda region: _PROVIDING & Q(participations__institution__region=region),
        _PROVIDING & Q(participations__institution__region__gt=""),
    ),
    "kind": (lambda value: Q(kind=value), ~Q(kind="")),
    "availability": (lambda value: Q(availability=value), ~Q(availability="")),
    "funding": (lambda slug: Q(fundinglinks__funding_source__slug=slug), Q(fundinglinks__isnull=False)),
    "cost": (_price, Q(measures__quantity=Quantity.PRICE)),
    "duration": (_length, Q(measures__quantity=Quantity.DURATION)),
}


class JoiningFilter(MultipleChoiceFilter):
    def __init__(self, facet: str) -> None:
        self.meaning, self.stated = MEANINGS[facet]
        super().__init__(label=BY_NAME[facet].label, choices=lambda: current_snapshot().labels[facet].items())

    def filter(self, entries: QuerySet, values: list[str]) -> QuerySet:
        if not values:
            return entries
        if values == [NOT_STATED]:
            # Not `exclude(self.stated)`: over joins Django would let each condition be met by another row.
            return entries.exclude(pk__in=Microcredential.objects.filter(self.stated).values("pk"))
        return entries.filter(reduce(or_, map(self.meaning, values))).distinct()


class NaiveFilter(FilterSet):
    """One filter a facet, and words against a stored tsvector with an index of its own."""

    q = CharFilter(method="with_words", label="Words")

    class Meta:
        model = Microcredential
        fields: list[str] = []

    def with_words(self, entries: QuerySet, name: str, text: str) -> QuerySet:
        return entries.filter(pk__in=matching_text(text)) if text else entries


NaiveFilter.base_filters.update({facet: JoiningFilter(facet) for facet in MEANINGS})


def narrowed(asked: QueryDict) -> QuerySet:
    return NaiveFilter(asked, queryset=Microcredential.objects.public().results()).qs


def counted(asked: QueryDict) -> Iterator[tuple[str, str, QuerySet]]:
    """For each value of each facet the queryset to count: the facet's own choice set aside, the value put in."""
    for facet in MEANINGS:
        others = asked.copy()
        others.pop(facet, None)
        entries, each = narrowed(others), NaiveFilter.base_filters[facet]
        for value in current_snapshot().labels[facet]:
            yield facet, value, each.filter(entries, [value])
