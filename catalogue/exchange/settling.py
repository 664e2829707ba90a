"""Decides what becomes of each row of the fixtures: new, changed, unchanged, or as staff want it. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from institutions.records import Record

from .fixtures import Identity, Row, fields_given, unique_sets
from .standing import Standing


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept because staff changed it"
    DELETED = "left deleted because staff deleted it"


@dataclass
class Fate:
    """What becomes of one row: its record, if there is or will be one, and why where that needs saying."""

    row: Row
    outcome: Outcome
    record: Record | None
    why: str = ""
    fields: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.outcome}: {self.row}" + (f" ({self.why})" if self.why else "")


class Settling:
    """The fates of rows that come in an order in which each follows those that it refers to."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.fates: dict[Identity, Fate] = {}

    def settle(self, rows: Iterable[Row]) -> None:
        for row in rows:
            standing = self.standing.records.get(row.identity)
            self.fates[row.identity] = self._of_new(row) if standing is None else self._of_standing(row, standing)

    def record_of(self, target: Identity) -> Record | None:
        """The record that a reference names; None when staff deleted it or it cannot be made."""
        return self.fates[target].record if target in self.fates else self.standing.records[target]

    def _of_new(self, row: Row) -> Fate:
        if self.standing.was_deleted(row.identity):
            return Fate(row, Outcome.DELETED, None)
        for _, target in row.targets():
            if self.record_of(target) is None:
                fate = self.fates[target]
                return Fate(row, fate.outcome, None, f"it needs {fate.row.key}, which is not there")
        if obstacle := self._obstacle(row):
            return Fate(row, Outcome.KEPT, None, obstacle)
        return Fate(row, Outcome.CREATED, row.record)

    def _of_standing(self, row: Row, record: Record) -> Fate:
        changed = self._changed_fields(row, record)
        if not changed:
            return Fate(row, Outcome.UNCHANGED, record)
        if self.standing.written_by_staff(row.identity):
            return Fate(row, Outcome.KEPT, record)
        missing = [target for _, target in row.targets() if self.record_of(target) is None]
        obstacle = f"it needs {missing[0][1]}, which is not there" if missing else self._obstacle(row)
        if obstacle:
            return Fate(row, Outcome.KEPT, record, obstacle)
        return Fate(row, Outcome.UPDATED, record, fields=changed)

    def _changed_fields(self, row: Row, record: Record) -> set[str]:
        given = zip(
            fields_given(row.model), self._values(row, [each.name for each in fields_given(row.model)]), strict=True
        )
        return {each.name for each, value in given if value != getattr(record, each.attname)}

    def _obstacle(self, row: Row) -> str:
        """What other record stands where this one would go, in words."""
        for names in unique_sets(row.model):
            values = self._values(row, names)
            other = self.standing.taken(row.model, names).get(values)
            if other not in (None, row.key) and None not in values:
                return f"{other} has the same {' and '.join(names)}"
        return ""

    def _values(self, row: Row, names: Iterable[str]) -> tuple:
        """The values of some fields as the database would hold them."""
        records = {name: self.record_of(target) for name, target in row.targets()}
        # A record that is not stored yet is known by its key, which equals no stored value.
        stored = {name: record.pk if record and record.pk else row.references[name] for name, record in records.items()}
        return tuple(stored.get(name, value) for name, value in zip(names, row.values(names), strict=True))
