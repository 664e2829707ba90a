"""What it takes to undo a change, record by record: the state before it, what stands now, and what came since.

Nothing is decided or written here. Words for people are made by the pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import models

from catalogue.models import CLAIMS, SUBJECTS, Citation, Microcredential
from institutions.changes import Change
from institutions.records import HistoryRow, Record
from institutions.rewriting import in_portions

Identity = tuple[type[Record], int]
_OUR_OWN = {"id", "key", "version"}  # of these, a record keeps what it has


class Kind(StrEnum):
    REMOVE = "remove"  # the change made it
    REWRITE = "rewrite"  # the change gave it other values
    BRING_BACK = "bring back"  # the change deleted it
    GONE = "gone"  # the change gave it other values, and it was deleted since


# What undoes a row of the history, by its type.
_UNDOES = {"+": Kind.REMOVE, "~": Kind.REWRITE, "-": Kind.BRING_BACK}


@dataclass(frozen=True)
class Value:
    """One value that the change wrote. `since` is the newest state that came of another one after it, if any did."""

    field: models.Field
    back: Any
    now: Any
    since: HistoryRow | None


@dataclass(frozen=True, eq=False)
class Reversal:
    """What undoing the change would do to one record."""

    model: type[Record]
    pk: int
    kind: Kind
    version: int
    order: int  # the later the change came to it, the larger: undone in the reverse order
    state: HistoryRow | None = None  # before the change; none for what the change made
    values: tuple[Value, ...] = ()
    since: HistoryRow | None = None  # the newest state, where somebody changed it after the change did

    @property
    def identity(self) -> Identity:
        return self.model, self.pk

    @property
    def name(self) -> str:
        """Names it in choices and addresses."""
        return f"{self.model._meta.label_lower}.{self.pk}"

    def conflicts(self) -> Iterator[str]:
        """The names of what somebody changed since, and so has to be chosen."""
        if self.kind == Kind.REMOVE and self.since:
            yield self.name
        for value in self.values:
            if value.since:
                yield f"{self.name}.{value.field.name}"


@dataclass
class Undoing:
    """All that undoing a change would do."""

    change: Change
    reversals: list[Reversal] = field(default_factory=list)

    @property
    def conflicts(self) -> list[str]:
        return [name for each in self.reversals for name in each.conflicts()]

    @property
    def fingerprint(self) -> str:
        """The same as long as nobody wrote to any of the records."""
        digest = hashlib.sha256()
        for each in self.reversals:
            digest.update(f"{each.name} {each.kind} {each.version}\n".encode())
        return digest.hexdigest()[:32]


def nouns() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def fields_told(model: type[Record]) -> list[models.Field]:
    return [each for each in model._meta.concrete_fields if each.name not in _OUR_OWN]


def entries_touched(change: Change) -> set[int]:
    """The entries that a change wrote to, and those whose claims or citations it wrote."""
    entries = {*Microcredential.history.filter(change=change).values_list("id", flat=True)}
    for noun in nouns():
        if "microcredential" in {each.name for each in fields_told(noun)}:
            entries |= {*noun.history.filter(change=change).values_list("microcredential_id", flat=True)}
    for name in CLAIMS:
        cited = Citation.history.filter(change=change, **{f"{name}__isnull": False}).values(f"{name}_id")
        claims = SUBJECTS[name].history.filter(id__in=cited)
        entries |= {*claims.values_list("microcredential_id", flat=True)}
    return entries - {None}


def kinds_written(change: Change) -> tuple[set[tuple[type[Record], Kind]], int]:
    """What undoing a change may do to which nouns, and how many times it wrote, in one question of any size."""
    told = {noun._meta.label_lower: noun for noun in nouns()}
    counts = [
        noun.history.filter(change=change)
        .order_by()
        .values("history_type")
        .annotate(noun=models.Value(label), times=models.Count("pk"))
        .values_list("noun", "history_type", "times")
        for label, noun in told.items()
    ]
    rows = [*counts[0].union(*counts[1:], all=True)]
    return {(told[label], _UNDOES[kind]) for label, kind, _ in rows}, sum(times for _, _, times in rows)


def plan_undo(change: Change) -> Undoing:
    """What undoing a change would do as things stand now."""
    return Undoing(change, [each for noun in nouns() for each in _of_noun(noun, change)])


def _of_noun(noun: type[Record], change: Change) -> Iterator[Reversal]:
    touched = noun.history.filter(change=change).order_by("id").values_list("id", flat=True).distinct()
    for pks in in_portions(touched):
        standing = noun.objects.in_bulk(pks)
        rows: dict[int, list[HistoryRow]] = {pk: [] for pk in pks}
        for row in noun.history.filter(id__in=pks).select_related("change").order_by("history_id"):
            rows[row.id].append(row)
        for pk in pks:
            reversal = _of_record(noun, rows[pk], change, standing.get(pk))
            if reversal:
                yield reversal


def _of_record(noun: type[Record], rows: list[HistoryRow], change: Change, now: Record | None) -> Reversal | None:
    own = [place for place, row in enumerate(rows) if row.change_id == change.pk]
    before = _there(rows[own[0] - 1]) if own[0] else None
    after, since = _there(rows[own[-1]]), rows[own[-1] :]
    about = {"model": noun, "pk": rows[0].id, "version": rows[-1].version, "order": rows[own[-1]].history_id}
    if before is None:
        if after is None or now is None:
            return None
        return Reversal(kind=Kind.REMOVE, since=rows[-1] if _changed(after, now) else None, **about)
    if after is None:
        return None if now else Reversal(kind=Kind.BRING_BACK, state=before, **about)
    written = [each for each in fields_told(noun) if _of(each, before) != _of(each, after)]
    if now is None:
        return Reversal(kind=Kind.GONE, since=rows[-1], **about) if written else None
    differ = [each for each in written if _of(each, now) != _of(each, before)]
    moved = {each: _since(each, since) for each in differ if _of(each, now) != _of(each, after)}
    values = tuple(Value(each, _of(each, before), _of(each, now), moved.get(each)) for each in differ)
    return Reversal(kind=Kind.REWRITE, state=before, values=values, **about) if values else None


def _there(row: HistoryRow) -> HistoryRow | None:
    return None if row.history_type == "-" else row


def _of(told: models.Field, record: Record | HistoryRow) -> Any:
    return getattr(record, told.attname)


def _changed(after: HistoryRow, now: Record) -> bool:
    return any(_of(each, after) != _of(each, now) for each in fields_told(type(now)))


def _since(told: models.Field, rows: list[HistoryRow]) -> HistoryRow:
    """The newest state that brought another value of a field."""
    steps = reversed([*pairwise(rows)])
    return next((newer for older, newer in steps if _of(told, older) != _of(told, newer)), rows[-1])
