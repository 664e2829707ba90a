"""Keys of entries that a database is slow to find, so each process keeps them: changed lately, or short of a source.

A list asked for them counts the choices of each filter, and so asks many times.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Set
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from catalogue.models import CLAIMS, SUBJECTS, Citation, Microcredential
from catalogue.provenance import lacks_a_citation
from institutions.kept_up import KeptUp

Keys = frozenset[int]
_FEW_RUNS = 20


def among(keys: Iterable[int]) -> RawSQL:
    """For `pk__in`: any number of keys as one value. The two databases unpack it differently."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps([*keys])])
    return RawSQL("SELECT unnest(%s::bigint[])", [[*keys]])


def with_keys(keys: Set[int]) -> Q:
    """Rows with these keys. What came with a file has them in one run, and is found by the first and the last of it."""
    starts = sorted(key for key in keys if key - 1 not in keys)
    if len(starts) > _FEW_RUNS:
        return Q(pk__in=among(keys))
    ends = sorted(key for key in keys if key + 1 not in keys)
    return reduce(or_, (Q(pk__range=run) for run in zip(starts, ends, strict=True)), Q(pk__in=()))


def changed_since(moment: datetime) -> Keys:
    """Entries of which anything was changed: a value, a claim, or what a source says of either; deleted ones too."""
    return _changed_since(moment).current()


@lru_cache(maxsize=1)
def _changed_since(moment: datetime) -> KeptUp[Keys]:
    return KeptUp(
        lambda: _touched(change__made_at__gte=moment),
        lambda known, changes: known | _touched(change__in=changes),
    )


def _touched(**which: Any) -> Keys:
    cited = Citation.history.filter(**which)
    touched = Q(pk__in=Microcredential.history.filter(**which).values("id"))
    touched |= Q(pk__in=_those_named(cited, "microcredential"))
    for name in CLAIMS:
        claim = SUBJECTS[name]
        touched |= Q(pk__in=_those_named(claim.history.filter(**which), "microcredential"))
        of_cited = claim.history.filter(id__in=_those_named(cited, name))
        touched |= Q(pk__in=_those_named(of_cited, "microcredential"))
    return _keys(touched)


def uncited() -> Keys:
    """Entries with a value that names no source, withdrawn ones too."""
    return _uncited.current()


def _still_uncited(known: Keys, changes: list[int]) -> Keys:
    """A citation may have spoken of another entry before: what was said of that one is asked again too."""
    cited = Citation.history.filter(id__in=Citation.history.filter(change__in=changes).values("id"))
    own = Microcredential.history.filter(change__in=changes)
    again = _keys(Q(pk__in=own.values("id")) | Q(pk__in=_those_named(cited, "microcredential")))
    return known - again | _keys(lacks_a_citation(Microcredential) & Q(pk__in=among(again)))


_uncited: KeptUp[Keys] = KeptUp(lambda: _keys(lacks_a_citation(Microcredential)), _still_uncited)


def _keys(which: Q) -> Keys:
    return frozenset(Microcredential.objects.filter(which).order_by().values_list("pk", flat=True))


def _those_named(rows: models.QuerySet, field: str) -> models.QuerySet:
    return rows.filter(**{f"{field}__isnull": False}).order_by().values(field)
