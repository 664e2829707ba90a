"""Which offerings some changes touch, found from the history that every write leaves; and which the clock makes public.

Not what they look like now.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models

from catalogue.models import (
    Audience,
    AudienceTag,
    Claim,
    FundingLink,
    Measure,
    Microcredential,
    NamedKind,
    Participation,
    Recognition,
    Sector,
    SectorTag,
)
from funding.models import FundingSource
from institutions.models import Institution
from institutions.records import Record

# Reading more than these one by one takes longer than reading everything.
MOST = 1000

_CLAIMS: tuple[type[Claim], ...] = (Participation, Recognition, Measure, SectorTag, AudienceTag, FundingLink)
# The claims that name a record of each noun, and by which field.
_NAMING: dict[type[Record], list[tuple[type[Claim], str]]] = {
    Institution: [(Participation, "institution"), (Recognition, "institution")],
    Sector: [(SectorTag, "sector")],
    Audience: [(AudienceTag, "audience")],
    FundingSource: [(FundingLink, "funding_source")],
}


class _TooMany(Exception):
    """More records than it pays to follow."""


def offerings_touched(changes: models.QuerySet) -> set[int] | None:
    """The primary keys of offerings, and of parts, that look different after these changes. None for too many.

    Some may look the same, or not be public at all, or be gone.
    """
    try:
        touched = _themselves(changes).union(*(_by_claims(claim, changes) for claim in _CLAIMS))
        touched.update(*(_by_name(noun, changes) for noun in _NAMING), _called_so(changes))
    except _TooMany:
        return None
    return touched if len(touched) <= MOST else None


def offerings_whose_time_came(since: datetime, until: datetime) -> set[int] | None:
    """The primary keys of offerings, and of parts, that the clock has made public meanwhile. None for too many."""
    if until < since:
        return set()
    come = Microcredential.objects.published_for(since, until)
    try:
        return _distinct(come.values_list("pk", flat=True)) | _distinct(_wholes(come))
    except _TooMany:
        return None


def _themselves(changes: models.QuerySet) -> set[int]:
    """Offerings that were written, and the wholes that have or had them as parts."""
    written = _written(Microcredential, changes)
    return written | (_distinct(_wholes(Microcredential.history.filter(id__in=written))) if written else set())


def _wholes(offerings: models.QuerySet) -> models.QuerySet:
    """The offerings that any of these are parts of."""
    return offerings.filter(parent__isnull=False).values_list("parent_id", flat=True)


def _by_claims(claim: type[Claim], changes: models.QuerySet) -> set[int]:
    """Offerings that have, or ever had, a claim that was written: it may have moved from one to another."""
    written = _written(claim, changes)
    states = claim.history.filter(id__in=written, microcredential__isnull=False)
    return _distinct(states.values_list("microcredential_id", flat=True)) if written else set()


def _by_name(noun: type[Record], changes: models.QuerySet) -> set[int]:
    """Offerings with a claim that names a record that was written."""
    written = _written(noun, changes)
    if not written:
        return set()
    if noun is Institution:  # a unit says to which school it belongs
        written |= _distinct(Institution.objects.filter(unit_of__in=written).values_list("pk", flat=True))
    named = (
        claim.objects.filter(microcredential__isnull=False, **{f"{field}__in": written})
        for claim, field in _NAMING[noun]
    )
    return set().union(*(_distinct(claims.values_list("microcredential_id", flat=True)) for claims in named))


def _called_so(changes: models.QuerySet) -> set[int]:
    """Offerings whose kind has a name that was written."""
    written = _written(NamedKind, changes)
    called = Microcredential.objects.filter(named_kind__in=written)
    return _distinct(called.values_list("pk", flat=True)) if written else set()


def _written(noun: type[Record], changes: models.QuerySet) -> set[int]:
    return _distinct(noun.history.filter(change__in=changes).values_list("id", flat=True))


def _distinct(keys: models.QuerySet) -> set[int]:
    found = set(keys.order_by().distinct()[: MOST + 1])
    if len(found) > MOST:
        raise _TooMany
    return found
