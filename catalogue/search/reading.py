"""One consistent read of all that a search needs, in a fixed number of queries. No words and no bitsets yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, models, transaction

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
from institutions.changes import writes_in_hand
from institutions.models import Institution


class Mark(NamedTuple):
    """Tells one state of the catalogue from another: every act leaves a Change.

    The number of acts is part of it because two transactions may be committed in the other order than they began;
    the writes in hand because an act may go on writing after a first look.
    """

    newest: int
    made_at: datetime | str
    acts: int
    in_hand: int


class Place(NamedTuple):
    """An institution."""

    slug: str
    name: str
    short_name: str
    other_names: str
    region: str
    unit_of__slug: str | None = None
    city: str = ""

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
    pace: str = ""
    level: str = ""
    place_taught: str = ""


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
    """Everything read at one moment."""

    mark: Mark
    facts: list[Facts]
    places: dict[int, Place]
    sectors: dict[int, Term]
    audiences: dict[int, Term]
    funding: dict[int, Term]


# Every request asks this. Plain SQL takes a twentieth of what the ORM takes to say the same.
_NEWEST = """
    SELECT id, made_at, (SELECT COUNT(*) FROM institutions_change)
    FROM institutions_change ORDER BY id DESC LIMIT 1
"""


def newest_mark() -> Mark:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        return Mark(*(cursor.fetchone() or (0, "", 0)), writes_in_hand())


def read_catalogue() -> Catalogue:
    """Every public offering with its claims, as of one moment."""
    with _one_moment():
        places = _by_pk(Institution, Place)
        sectors, audiences, funding = _by_pk(Sector, Term), _by_pk(Audience, Term), _by_pk(FundingSource, Term)
        facts = list(_facts(places, sectors, audiences, funding))
        return Catalogue(newest_mark(), facts, places, sectors, audiences, funding)


def _facts(places: dict, sectors: dict, audiences: dict, funding: dict) -> Iterator[Facts]:
    public = Microcredential.objects.public()
    results = public.results()
    rows = [Offering._make(row) for row in results.values_list(*Offering._fields).order_by("pk")]
    claims = (
        _grouped(public.filter(parent__in=results).order_by("pk"), "parent", Part),
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
def _one_moment() -> Iterator[None]:
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
