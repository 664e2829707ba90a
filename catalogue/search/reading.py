"""One consistent read of all that a search needs, or of what changed in it, in a fixed number of queries.

No words and no bitsets yet. Which offerings a change touches is found in touched.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone

from catalogue.models import (
    Audience,
    AudienceTag,
    FundingLink,
    Measure,
    Microcredential,
    Participation,
    Recognition,
    Sector,
    SectorTag,
)
from funding.models import FundingSource
from institutions.changes import state_in_hand
from institutions.generation import changes_since, newest
from institutions.models import Institution

from .touched import offerings_touched

NEVER = datetime.max.replace(tzinfo=UTC)


class Mark(NamedTuple):
    """Tells one state of the catalogue from another: a generation, and what the transaction in hand has written.

    `in_hand` is 0 outside a transaction that wrote. Another value means something in this process only.
    """

    epoch: str
    generation: int
    in_hand: int = 0


class Place(NamedTuple):
    """An institution."""

    slug: str
    name: str
    short_name: str
    other_names: str
    region: str
    unit_of__slug: str | None = None

    @property
    def brief_name(self) -> str:
        return self.short_name or self.name


class Term(NamedTuple):
    """A sector, an audience or a funding source."""

    slug: str
    name: str


class Offering(NamedTuple):
    pk: int
    slug: str
    title: str
    other_titles: str
    summary: str
    kind: str
    availability: str
    availability_as_of: str
    delivery: str
    audience: str
    skills: str
    last_verified: date | None


class Part(NamedTuple):
    slug: str
    title: str
    other_titles: str
    skills: str


class Involvement(NamedTuple):
    role: str
    place: Place | None


class Credit(NamedTuple):
    target: str
    target_name: str
    force: str
    since: str
    place: Place | None


class Figure(NamedTuple):
    quantity: str
    minimum: Decimal | None
    maximum: Decimal | None
    approximation: str
    unit: str
    measures: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database holds about one offering."""

    offering: Offering
    parts: list[Part]
    involved: list[Involvement]
    credits: list[Credit]
    figures: list[Figure]
    sectors: list[Term]
    audiences: list[Term]
    funding: list[Term]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything read at one moment; the vocabularies by primary key.

    From `ends_at` on it is no longer what visitors should see, even if nobody writes.
    """

    mark: Mark
    facts: list[Facts]
    places: dict[int, Place]
    sectors: dict[int, Term]
    audiences: dict[int, Term]
    funding: dict[int, Term]
    ends_at: datetime = NEVER


@dataclass(frozen=True, slots=True)
class Update:
    """The step from one state of the catalogue to a later one.

    `gone` are the primary keys of all offerings that are touched. Those of them that are still public are in `facts`,
    beside any that have become so. The vocabularies are whole.
    """

    mark: Mark
    gone: frozenset[int]
    facts: list[Facts]
    places: dict[int, Place]
    sectors: dict[int, Term]
    audiences: dict[int, Term]
    funding: dict[int, Term]
    ends_at: datetime = NEVER

    def applied_to(self, catalogue: Catalogue) -> Catalogue:
        """The later state as a whole."""
        facts = [each for each in catalogue.facts if each.offering.pk not in self.gone] + self.facts
        facts.sort(key=lambda each: each.offering.pk)
        vocabularies = {name: getattr(self, name) for name in _VOCABULARIES}
        return Catalogue(self.mark, facts, **vocabularies, ends_at=self.ends_at)


# What entries are described with, read whole: each is small.
_VOCABULARIES = {
    "places": (Institution, Place),
    "sectors": (Sector, Term),
    "audiences": (Audience, Term),
    "funding": (FundingSource, Term),
}


def newest_mark() -> Mark:
    return Mark(*newest(), state_in_hand())


def read_catalogue(now: datetime | None = None) -> Catalogue:
    """Every public offering with its claims, as of one moment."""
    with one_moment():
        mark = newest_mark()  # first, so that where the moment is not one it promises too little rather than too much
        vocabularies = _vocabularies()
        facts = list(_facts(Microcredential.objects.public().results(), **vocabularies))
        return Catalogue(mark, facts, **vocabularies, ends_at=_end_of(now or timezone.now()))


def read_update(since: Mark, now: datetime | None = None) -> Update | None:
    """What has been committed since a mark. None when a full read is needed, or quicker.

    `now` must be before the end of the state that the mark is of: what comes with the time is not looked for.
    """
    with one_moment():
        mark = newest_mark()
        if mark.in_hand or since.in_hand or mark.epoch != since.epoch:
            return None
        changes = changes_since(since.generation, mark.generation)
        touched = None if changes is None else offerings_touched(changes)
        return None if touched is None else _update(mark, touched, now)


def read_again(offerings: Set[int]) -> Update:
    """These offerings as they are now, as if each had been touched."""
    with one_moment():
        return _update(newest_mark(), offerings)


def _update(mark: Mark, touched: Set[int], now: datetime | None = None) -> Update:
    vocabularies = _vocabularies()
    facts = list(_facts(Microcredential.objects.public().results(), touched, **vocabularies))
    return Update(mark, frozenset(touched), facts, **vocabularies, ends_at=_end_of(now or timezone.now()))


def _end_of(now: datetime) -> datetime:
    """When a state read now ends by itself: at the next midnight of Pacific Time."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))


def _vocabularies() -> dict[str, dict[int, Any]]:
    return {name: _by_pk(model, row) for name, (model, row) in _VOCABULARIES.items()}


def _facts(
    results: models.QuerySet,
    touched: Set[int] | None = None,
    *,
    places: dict[int, Place],
    sectors: dict[int, Term],
    audiences: dict[int, Term],
    funding: dict[int, Term],
) -> Iterator[Facts]:
    """What the database holds about public offerings: all of them, or those among the touched ones."""
    if touched is not None:
        results = results.filter(pk__in=touched)
    rows = [Offering._make(row) for row in results.values_list(*Offering._fields).order_by("pk")]
    parts = Microcredential.objects.public().filter(parent__in=results)
    claims = (
        _grouped(parts.order_by("pk"), "parent", Part),
        _grouped(_claims(Participation, results), "microcredential", Involvement, institution=places),
        _grouped(_claims(Recognition, results), "microcredential", Credit, institution=places),
        _grouped(_claims(Measure, results), "microcredential", Figure),
        _terms(_claims(SectorTag, results), sector=sectors),
        _terms(_claims(AudienceTag, results), audience=audiences),
        _terms(_claims(FundingLink, results), funding_source=funding),
    )
    return (Facts(row, *(claim.get(row.pk, []) for claim in claims)) for row in rows)


def _by_pk(model: type[models.Model], row: type[Any]) -> dict[int, Any]:
    return {pk: row(*values) for pk, *values in model.objects.order_by("pk").values_list("pk", *row._fields)}


def _claims(model: type[models.Model], results: models.QuerySet) -> models.QuerySet:
    return model.objects.filter(microcredential__in=results.values("pk")).order_by("pk")


def _grouped(claims: models.QuerySet, owner: str, row: type[Any], **lookup: dict[int, Any]) -> dict[int, list[Any]]:
    """Rows by the offering that they belong to; the last field is looked up where a lookup is given."""
    groups = defaultdict(list)
    fields = [name for name in row._fields if name != "place"]
    for pk, *values in claims.values_list(f"{owner}_id", *fields, *(f"{name}_id" for name in lookup)):
        for found in lookup.values():
            values[-1] = found.get(values[-1])
        groups[pk].append(row(*values))
    return groups


def _terms(tags: models.QuerySet, **lookup: dict[int, Term]) -> dict[int, list[Term]]:
    groups = defaultdict(list)
    ((name, terms),) = lookup.items()
    for pk, term in tags.values_list("microcredential_id", f"{name}_id"):
        groups[pk].append(terms[term])
    return groups


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query inside sees the same state; the one place where the two databases need different words for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # never waits for a writer
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
