"""A plan says what an import would do, row by row, in words. Nothing is written to make or to hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalogue.exchange.spreadsheets import Refusal


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class CellChange:
    """One value that would change: its column, what it was and is now in words, and the value for `target`."""

    column: str
    target: str
    was: str
    now: str
    value: Any

    def __str__(self) -> str:
        return f"{self.column}: {self.was or 'not stated'} → {self.now}"


@dataclass(frozen=True)
class PlannedRow:
    """What becomes of one row. `entry` and `version` name the entry as the plan saw it; None for a new one."""

    sheet: str
    number: int
    outcome: Outcome
    title: str
    slug: str = ""
    entry: int | None = None
    version: int | None = None
    changes: tuple[CellChange, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    alike: tuple[str, ...] = ()

    def sentences(self) -> Iterator[str]:
        if self.outcome == Outcome.REFUSED:
            yield from map(str, self.refusals)
        elif self.outcome != Outcome.UNCHANGED:
            yield f"Sheet “{self.sheet}”, row {self.number}: {self.outcome}, “{self.title}”."
            yield from (f"    {change}" for change in self.changes)
        if self.alike:
            yield f"    May be the same as {'; '.join(self.alike)}."


@dataclass
class Plan:
    """All rows of a file, and what is to be said of its sheets and columns."""

    file: str
    digest: str
    rows: list[PlannedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    def summary(self) -> str:
        counts = self.counts()
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome) + "."

    def sentences(self) -> Iterator[str]:
        yield from self.notes
        for row in self.rows:
            yield from row.sentences()
