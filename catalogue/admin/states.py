"""What changed from one state of a record to the next, in words: the states are history rows. Not the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from catalogue.models import SUBJECTS, Citation
from institutions.changes import Change
from institutions.dates import ApproximateDateField, in_words
from institutions.records import ROW, HistoryRow, Record

ADDED, CHANGED, DELETED = "+", "~", "-"
_HAPPENED = {ADDED: "added", CHANGED: "changed", DELETED: "deleted"}
_UNTOLD = {"id", "key", "version"}
_IN_FORMS = {ROW: "All of it", "slug": "End of its web address"}
_CITED_FIELD = Citation._meta.get_field("field")


@dataclass(frozen=True)
class Edit:
    """One value of a record, as it was and as it is; empty where it was or is not stated."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Step:
    """What one change did to one record."""

    change: Change
    noun: str
    name: str
    happened: str
    edits: list[Edit]


class Names(dict):
    """Names of records by model and primary key, each asked for once; `read` asks for those of many states at once."""

    def __init__(self) -> None:
        super().__init__()
        self._records: dict[type[models.Model], dict[Any, models.Model | None]] = defaultdict(dict)

    def __missing__(self, key: tuple[type[models.Model], Any]) -> str:
        record = self.record(*key)
        self[key] = self.name_of(record) if record else "something deleted since"
        return self[key]

    def name_of(self, record: models.Model) -> str:
        self.lead_on(record)
        try:
            return str(record)
        except ObjectDoesNotExist:
            return f"no. {record.pk}"

    def know(self, record: models.Model) -> None:
        """One that comes back, and so is not to be found yet."""
        self._records[type(record)][record.pk] = record

    def read(self, rows: Iterable[HistoryRow]) -> None:
        """All that these states refer to, and what that refers to in turn: names of claims name others."""
        self._read(self._read(rows))

    def record(self, model: type[models.Model], pk: Any) -> models.Model | None:
        known = self._records[model]
        if pk not in known:
            known[pk] = model._base_manager.filter(pk=pk).first()
        return known[pk]

    def lead_on(self, record: models.Model) -> None:
        """Let a record refer to what was read, so that its name asks for nothing."""
        for field in _relations(type(record)):
            if other := self._records[field.related_model].get(getattr(record, field.attname)):
                setattr(record, field.name, other)

    def _read(self, rows: Iterable[models.Model]) -> list[models.Model]:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for row in rows:
            for field in _relations(getattr(row, "instance_type", type(row))):
                wanted[field.related_model].add(getattr(row, field.attname))
        fresh = []
        for model, pks in wanted.items():
            missing = pks - self._records[model].keys() - {None}
            if missing:
                found = model._base_manager.in_bulk(missing)
                self._records[model] |= {pk: found.get(pk) for pk in missing}
                fresh += found.values()
        return fresh


def _relations(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def label_of(model: type[Record], field: str) -> str:
    """The name of a value as its form says it; of the whole record for `ROW`."""
    return _IN_FORMS.get(field) or capfirst(model._meta.get_field(field).verbose_name)


def moment_in_words(moment: datetime) -> str:
    return f"{date_format(timezone.localtime(moment), 'F j, Y, P')} Pacific Time"


def edits(before: HistoryRow | None, after: HistoryRow, names: Names) -> list[Edit]:
    """The values that differ. A deleted record shows what is lost."""
    old, new = (after, None) if after.history_type == DELETED else (before, after)
    told = [field for field in after.instance_type._meta.concrete_fields if field.name not in _UNTOLD]
    pairs = [(field, value_in_words(old, field, names), value_in_words(new, field, names)) for field in told]
    # A box that nobody ticked is no value.
    return [
        Edit(label_of(after.instance_type, field.name), was, now)
        for field, was, now in pairs
        if was != now and {was, now} != {"", "no"}
    ]


def steps(rows: Iterable[HistoryRow], names: Names, owner: tuple[str, Any] | None = None) -> Iterator[Step]:
    """The steps that led through all states of some records of one model, oldest first.

    With an owner, as in `("microcredential_id", 7)`, only those before or after which the records were its own.
    """
    before: dict[int, HistoryRow] = {}
    for row in rows:
        earlier = before.get(row.id)
        before[row.id] = row
        if owner and owner[1] not in {getattr(state, owner[0], None) for state in (earlier, row)}:
            continue
        yield Step(
            change=row.change,
            noun=capfirst(row.instance_type._meta.verbose_name),
            name=name_of(row, names),
            happened=_HAPPENED[row.history_type],
            edits=edits(earlier, row, names),
        )


def all_states(model: type[Record], **chosen: Any) -> models.QuerySet:
    return model.history.filter(**chosen).select_related("change").order_by("history_id")


def name_of(row: HistoryRow, names: Names | None = None) -> str:
    """The record's name at that time, as far as what it refers to is still there."""
    return (Names() if names is None else names).name_of(row.instance)


def value_in_words(row: HistoryRow | Record | None, field: models.Field, names: Names) -> str:
    """One value of a record, now or at some time; empty where it is not stated."""
    value = getattr(row, field.attname) if row else None
    if row and field == _CITED_FIELD:
        return label_of(_noun_cited(row), value)
    if value in ("", None):
        return ""
    if field.is_relation:
        return names[field.related_model, value]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value)) or value
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return date_format(value, "F j, Y")
    if isinstance(field, ApproximateDateField):
        return in_words(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _noun_cited(citation: HistoryRow | Citation) -> type[Record]:
    return next(model for name, model in SUBJECTS.items() if getattr(citation, f"{name}_id") is not None)
