"""What the history tells of things between two moments: which were touched, by which changes, and what became of them.

A thing is what has a page of its own in the admin. A claim, or what a source says, counts with the one it belongs to;
what belongs to nothing is a thing too. Things are read by the hundred, so that a year needs no more memory than a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from catalogue.admin.states import ADDED, CHANGED, DELETED, label_of
from catalogue.models import (
    SUBJECTS,
    Citation,
    Disagreement,
    Group,
    Microcredential,
    Sector,
    Source,
    Statement,
    Synonym,
)
from funding.models import FundingSource
from institutions.changes import Change
from institutions.models import Institution
from institutions.records import Record

NOUNS = (Microcredential, Group, Institution, Sector, FundingSource, Source, Statement, Disagreement, Synonym)
HAPPENED = {ADDED: "added", CHANGED: "changed", DELETED: "removed"}
_UNTOLD = {"id", "key", "version"}
Whose = tuple[type[Record], int]


@dataclass
class Touched:
    """What some changes did to one thing."""

    what: dict[str, None] = field(default_factory=dict)
    changes: set[int] = field(default_factory=set)
    who: dict[str, None] = field(default_factory=dict)
    last: datetime | None = None

    def note(self, change: Change, what: Iterable[str]) -> None:
        self.what |= dict.fromkeys(what)
        self.changes.add(change.pk)
        self.who[change.by_name or "a program"] = None
        self.last = max(filter(None, [self.last, change.made_at]))


@cache
def kinds() -> list[type[Record]]:
    """Whatever has a history; each after those that it refers to."""
    return sorted((model for model in apps.get_models() if issubclass(model, Record)), key=_after_what_it_refers_to)


def _after_what_it_refers_to(model: type[Record]) -> tuple[bool, bool]:
    return model not in NOUNS, model is Citation


def touched(when: Q, among: Iterable[type[Record]]) -> dict[type[Record], set[int]]:
    """The keys of the things that changes touched; `when` says by which history rows, on each of these kinds."""
    found: dict[type[Record], set[int]] = defaultdict(set)
    for model in among:
        rows = model.history.filter(when).order_by()
        if model is Citation:
            for whose in _cited(rows):
                found[whose[0]].add(whose[1])
            continue
        columns = ["id", *(each.attname for each in _belongs(model))]
        for row in rows.values_list(*columns, named=True).distinct().iterator(chunk_size=2000):
            noun, pk = _owner(model, row)
            found[noun].add(pk)
    return found


def _cited(rows: models.QuerySet) -> Iterator[Whose]:
    """What citations speak of, and for a claim what it is or was a row of."""
    for each in _belongs(Citation):
        cited, named = each.related_model, rows.filter(**{f"{each.name}__isnull": False}).values(each.attname)
        if cited in NOUNS:
            yield from ((cited, pk) for pk in named.distinct().values_list(each.attname, flat=True))
            continue
        columns = ["id", *(column.attname for column in _belongs(cited))]
        claims = cited.history.filter(id__in=named).order_by()
        for row in claims.values_list(*columns, named=True).distinct().iterator(chunk_size=2000):
            yield _owner(cited, row)


def read(
    noun: type[Record], pks: Iterable[int], when: Q, among: Iterable[type[Record]], changes: dict[int, Change]
) -> dict[Whose, Touched]:
    """What became of some hundred things of one noun by these changes, which touched records of these kinds."""
    found: dict[Whose, Touched] = defaultdict(Touched)
    added: set[tuple[Whose, int]] = set()
    for model in among:
        made = [_states(model, model.history.filter(each, when)) for each in _rows_of(model, noun, [*pks])]
        rows = []
        for row in sorted(chain.from_iterable(made), key=attrgetter("history_id")):
            is_added = row.history_type == ADDED
            # That the thing was added which it is a row of, or which it cites, says it all.
            is_told = is_added and (_owner(model, row), row.change_id) in added
            if is_added:
                added.add(((model, row.id), row.change_id))
            if row.change_id in changes and not is_told:  # or it was saved while this was being read
                rows.append(row)
        owners = _owners(model, rows)
        for row, what in _told(model, rows):
            found[owners.get(row.id, (model, row.id))].note(changes[row.change_id], what)
    return found


def _rows_of(model: type[Record], noun: type[Record], pks: list[int]) -> list[Q]:
    """Which history rows of a model belong to these things: each row by one condition, for which there is an index."""
    if model is noun:
        return [Q(id__in=pks)]
    theirs, nearer = [], Q()
    for each in _belongs(model):
        if each.related_model is noun:
            theirs.append(nearer & Q(**{f"{each.attname}__in": pks}))
        elif model is Citation:
            for of_claims in _rows_of(each.related_model, noun, pks):
                claims = each.related_model.history.filter(of_claims).order_by().values("id")
                theirs.append(Q(**{f"{each.attname}__in": claims}))
        if model is not Citation:  # which speaks of one thing only
            nearer &= Q(**{f"{each.attname}__isnull": True})
    return theirs


def _states(model: type[Record], rows: models.QuerySet) -> Iterator[Any]:
    """As tuples with names: there may be thousands, and an object takes twenty times as long."""
    told = model._meta.concrete_fields if model in NOUNS else [model._meta.pk, *_belongs(model)]
    names = ("history_id", "history_type", "change_id", *(each.attname for each in told))
    return rows.order_by("history_id").values_list(*names, named=True).iterator(chunk_size=2000)


@cache
def _belongs(model: type[Record]) -> list[models.ForeignKey]:
    """The columns of which the first that is not empty says what a record is a row of, or what it cites."""
    if model in NOUNS:
        return []
    if model is Citation:
        return [Citation._meta.get_field(name) for name in SUBJECTS]
    return [each for each in model._meta.concrete_fields if each.is_relation and each.related_model in NOUNS]


def _told(model: type[Record], rows: list[Any]) -> Iterator[tuple[Any, list[str]]]:
    """Each state with what it brought: the names of values for a noun itself, «price added» for a row of it."""
    before = _before_first(model, rows)
    for row in rows:
        happened = HAPPENED[row.history_type]
        if model in NOUNS and row.history_type == CHANGED:
            yield row, _differing(model, before.get(row.id), row)
        else:
            yield row, [happened if model in NOUNS else f"{model._meta.verbose_name} {happened}"]
        before[row.id] = row


def _before_first(model: type[Record], rows: list[Any]) -> dict[int, Any]:
    """The state that each noun had when the period began."""
    ids = {row.id for row in rows if row.history_type == CHANGED}
    if model not in NOUNS or not ids:
        return {}
    earlier = model.history.filter(id__in=ids, history_id__lt=rows[0].history_id)
    last = earlier.order_by().values("id").annotate(last=models.Max("history_id")).values("last")
    return {row.id: row for row in _states(model, model.history.filter(history_id__in=last))}


def _differing(model: type[Record], before: Any | None, after: Any) -> list[str]:
    told = [told for told in model._meta.concrete_fields if told.name not in _UNTOLD]
    if before is None:
        return [HAPPENED[CHANGED]]
    return [
        label_of(model, each.name) for each in told if getattr(before, each.attname) != getattr(after, each.attname)
    ]


def _owners(model: type[Record], rows: list[Any]) -> dict[int, Whose]:
    """For rows that stand on the page of another noun: whose they are."""
    if model in NOUNS:
        return {}
    owners = {row.id: _owner(model, row) for row in rows}
    return _owners_of_claims(owners) if model is Citation else owners


def _owner(model: type[Record], row: Any) -> Whose:
    """The first that it refers to: what a claim, flow or side is a row of, or what a citation speaks of."""
    for each in _belongs(model):
        if (pk := getattr(row, each.attname)) is not None:
            return each.related_model, pk
    return model, row.id


def _owners_of_claims(cited: dict[int, Whose]) -> dict[int, Whose]:
    """What is cited, and for a claim what it is a row of."""
    claims: dict[type[Record], set[int]] = defaultdict(set)
    for model, pk in cited.values():
        if model not in NOUNS:
            claims[model].add(pk)
    owners = {
        (model, row.id): _owner(model, row)
        for model, pks in claims.items()
        for row in _states(model, model.history.filter(id__in=pks))
    }
    return {pk: owners.get(whose, whose) for pk, whose in cited.items()}
