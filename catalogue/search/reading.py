"""One consistent read of all that a search needs, or of what changed in it, in a fixed number of queries.

No words and no bitsets yet. Which offerings a change touches is found in touched.py.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
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
_BATCH, _MOST_BATCHES = 200, 100

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
        pks = _in_order(public.results())
        batch = max(_BATCH, len(pks) // _MOST_BATCHES)
        batches = (pks[start : start + batch] for start in range(0, len(pks), batch))
        facts = (each for some in batches for each in _facts(public, some, **vocabularies))
        yield Catalogue(mark, len(pks), facts, **vocabularies, synonyms=read_synonyms(), ends_at=_end_of(now))


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


def _update(mark: Mark, touched: Set[int], now: datetime | None = None) -> Update:
    now = now or timezone.now()
    vocabularies = _vocabularies()
    facts = list(_facts(Microcredential.objects.public(now), touched, **vocabularies))
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
    places = sorted((place_in_list(ended == Availability.ENDED, title, slug), pk) for pk, ended, title, slug in rows)
    return array("Q", (pk for _, pk in places))


def _facts(
    public: models.QuerySet,
    wanted: Iterable[int],
    *,
    places: dict[int, Place],
    sectors: dict[int, Term],
    audiences: dict[int, Term],
    funding: dict[int, Term],
) -> Iterator[Facts]:
    """What the database holds about the public ones among these offerings, in the order given."""
    found = public.results().filter(pk__in=wanted).order_by()
    rows = {row[0]: Offering._make(row) for row in found.values_list(*Offering._fields)}
    results = list(rows)
    parts = public.filter(parent__in=results)
    claims = (
        _grouped(parts.order_by("pk"), "parent", Part),
        _grouped(_claims(Participation, results), "microcredential", Involvement, institution=places),
        _grouped(_claims(Recognition, results), "microcredential", Credit, institution=places),
        _grouped(_claims(Measure, results), "microcredential", Figure),
        _terms(_claims(SectorTag, results), sector=sectors),
        _terms(_claims(AudienceTag, results), audience=audiences),
        _terms(_claims(FundingLink, results), funding_source=funding),
    )
    return (Facts(rows[pk], *(claim.get(pk, []) for claim in claims)) for pk in wanted if pk in rows)


def _by_pk(model: type[models.Model], row: type[Any]) -> dict[int, Any]:
    return {pk: row(*values) for pk, *values in model.objects.order_by("pk").values_list("pk", *row._fields)}


def _claims(model: type[models.Model], results: list[int]) -> models.QuerySet:
    return model.objects.filter(microcredential__in=results).order_by("pk")


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
