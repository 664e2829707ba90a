"""One consistent read of all that a search needs, or of what changed in it, in a fixed number of queries.

No words and no bitsets yet. Which offerings a change touches is found in touched.py.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from operator import itemgetter
from typing import Any

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
    Synonym,
)
from catalogue.models.synonym import meanings_in
from catalogue.models.vocabulary import Availability
from funding.models import FundingSource
from institutions.changes import state_in_hand
from institutions.generation import changes_since, newest
from institutions.models import Institution

from .facts import (
    NEVER,
    Catalogue,
    Credit,
    Facts,
    Figure,
    Involvement,
    Mark,
    Offering,
    Part,
    Place,
    Synonyms,
    Term,
    Update,
    place_in_list,
)
from .touched import offerings_touched, offerings_whose_time_came

# Offerings read at once: enough that the queries do not count, few enough that their rows need little memory.
_BATCH, _MOST_BATCHES = 500, 50

# Which primary keys, by lookups of the ORM.
_Among = Mapping[str, Any]

# What entries are described with, read whole: each is small.
_VOCABULARIES = {
    "places": (Institution, Place),
    "sectors": (Sector, Term),
    "audiences": (Audience, Term),
    "funding": (FundingSource, Term),
}


def newest_mark() -> Mark:
    return Mark(*newest(), state_in_hand())


@contextmanager
def reading(now: datetime | None = None) -> Iterator[Catalogue]:
    """Every public offering with its claims, as of one moment; the facts are read as one goes through them."""
    with one_moment():
        now = now or timezone.now()
        mark = newest_mark()  # first, so that where the moment is not one it promises too little rather than too much
        vocabularies, public = _vocabularies(), Microcredential.objects.public(now)
        pks, claims = _in_order(public.results()), _claims(**vocabularies)
        facts = chain.from_iterable(_facts(public, some, claims) for some in _stretches(pks))
        yield Catalogue(mark, pks, facts, **vocabularies, synonyms=read_synonyms(), ends_at=_end_of(now))


def read_catalogue(now: datetime | None = None) -> Catalogue:
    """The same with all facts in a list."""
    with reading(now) as catalogue:
        return replace(catalogue, facts=list(catalogue.facts))


def read_update(since: Mark, ends_at: datetime = NEVER, now: datetime | None = None) -> Update | None:
    """What has changed since a state with this mark and this end, by a commit or by the clock.

    None when a full read is needed, or quicker.
    """
    now = now or timezone.now()
    with one_moment():
        mark = newest_mark()
        if mark.in_hand or since.in_hand or mark.epoch != since.epoch:
            return None
        changes = changes_since(since.generation, mark.generation)
        touched = None if changes is None else offerings_touched(changes)
        come = offerings_whose_time_came(ends_at, now)
        return None if touched is None or come is None else _update(mark, touched | come, now)


def read_again(offerings: Set[int]) -> Update:
    """These offerings as they are now, as if each had been touched."""
    with one_moment():
        return _update(newest_mark(), offerings)


def facts_of(offerings: Iterable[int]) -> list[Facts]:
    """Of any offerings, also of those that visitors may not see: for staff alone. In no order; parts have none."""
    pks = sorted(offerings)
    with one_moment():
        claims, some = _claims(**_vocabularies()), [pks[start : start + _BATCH] for start in range(0, len(pks), _BATCH)]
        return [facts for each in some for facts in _facts(Microcredential.objects.all(), {"in": each}, claims)]


def _update(mark: Mark, touched: Set[int], now: datetime | None = None) -> Update:
    now = now or timezone.now()
    vocabularies = _vocabularies()
    facts = list(_facts(Microcredential.objects.public(now), {"in": touched}, _claims(**vocabularies)))
    return Update(mark, frozenset(touched), facts, **vocabularies, synonyms=read_synonyms(), ends_at=_end_of(now))


def read_synonyms() -> Synonyms:
    rows = Synonym.objects.order_by().values_list("asked", "means")
    return tuple(sorted((asked, meanings_in(means)) for asked, means in rows))


def _end_of(now: datetime) -> datetime:
    """When a state read now ends by itself: with the next scheduled publication, or at midnight of Pacific Time."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))
    return min(midnight, Microcredential.objects.next_publication(after=now) or midnight)


def _vocabularies() -> dict[str, dict[int, Any]]:
    return {name: _by_pk(model, row) for name, (model, row) in _VOCABULARIES.items()}


def _in_order(results: models.QuerySet) -> array:
    """Primary keys in the order of the list."""
    rows = results.order_by().values_list("pk", "availability", "title", "slug").iterator(chunk_size=_BATCH)
    places = sorted((*place_in_list(ended == Availability.ENDED, title, slug), pk) for pk, ended, title, slug in rows)
    return array("Q", [pk for *_, pk in places])


def _stretches(pks: Iterable[int]) -> Iterator[_Among]:
    """All keys between a first and a last one, again and again: databases are slow to look up long lists of keys."""
    pks = sorted(pks)
    batch = max(_BATCH, len(pks) // _MOST_BATCHES)
    for some in (pks[start : start + batch] for start in range(0, len(pks), batch)):
        yield {"gte": some[0], "lte": some[-1]}


def _facts(public: models.QuerySet, among: _Among, claims: list[_Claims]) -> Iterator[Facts]:
    """What the database holds about the public ones among some offerings."""
    parts = public.filter(**_where("parent", among)).order_by("pk").values_list("parent_id", *Part._fields)
    said = (_grouped(parts, Part._make), *[each.of(among) for each in claims])
    found = public.results().filter(**_where("pk", among)).order_by("pk").values_list(*Offering._fields)
    return (Facts(Offering._make(row), *[some.get(row[0], ()) for some in said]) for row in found)


def _where(field: str, among: _Among) -> dict[str, Any]:
    return {f"{field}__{lookup}": value for lookup, value in among.items()}


def _by_pk(model: type[models.Model], row: type[Any]) -> dict[int, Any]:
    return {pk: row(*values) for pk, *values in model.objects.order_by("pk").values_list("pk", *row._fields)}


def _claims(
    places: dict[int, Place], sectors: dict[int, Term], audiences: dict[int, Term], funding: dict[int, Term]
) -> list[_Claims]:
    """All kinds of claims, in the order in which facts hold them."""
    return [
        _Claims(Participation, Involvement, institution=places),
        _Claims(Recognition, Credit, institution=places),
        _Claims(Measure, Figure),
        _Claims(SectorTag, sector=sectors),
        _Claims(AudienceTag, audience=audiences),
        _Claims(FundingLink, funding_source=funding),
    ]


class _Claims:
    """Claims of one kind, as rows of which all that say the same are one object, from one reading to the next.

    Where a lookup is given, the last field is looked up in it; without a kind of row that is all there is.
    """

    def __init__(self, model: type[models.Model], row: type[Any] | None = None, **lookup: dict[int, Any]) -> None:
        fields = [name for name in row._fields if name != "place"] if row else []
        self._asked = model.objects.order_by("pk")
        self._fields = ("microcredential_id", *fields, *(f"{name}_id" for name in lookup))
        self._made = _Rows(row._make if row else itemgetter(0), *lookup.values())

    def of(self, among: _Among) -> dict[int, list[Any]]:
        """What they say about some offerings, by the key of the offering."""
        rows = self._asked.filter(**_where("microcredential", among)).values_list(*self._fields)
        return _grouped(rows, self._made.__getitem__)


class _Rows(dict):
    """Rows by what was read of them: many entries share a few, and each is made once."""

    def __init__(self, make: Callable[[tuple], Any], found: dict[int, Any] | None = None) -> None:
        self._make, self._found = make, found

    def __missing__(self, values: tuple) -> Any:
        full = values if self._found is None else (*values[:-1], self._found.get(values[-1]))
        made = self[values] = self._make(full)
        return made


def _grouped(rows: Iterable[tuple], make: Callable[[tuple], Any]) -> dict[int, list[Any]]:
    groups = defaultdict(list)
    for row in rows:
        groups[row[0]].append(make(row[1:]))
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
