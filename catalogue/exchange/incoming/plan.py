"""A plan says what an import would do, row by row, in words. Nothing is written to make or to hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from catalogue.exchange.spreadsheets import Refusal
from catalogue.models import Import, Outcome

_AT_ONCE = 500


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


@dataclass(frozen=True)
class Column:
    """A heading that was found, the name of our column that it is taken for, or none, and what stands under it."""

    sheet: str
    heading: str
    name: str
    samples: tuple[str, ...] = ()


@dataclass
class Plan:
    """All rows of a file, and what is to be said of its sheets and columns.

    `unknown` counts by column the words that mean nothing here. A plan that is stored elsewhere overrides the methods.
    """

    file: str
    digest: str = ""
    rows: list[PlannedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)
    of_import: Import | None = None
    # What to do about an unknown word: nobody is asked where no page belongs to the plan.
    about_unknown: ClassVar[str] = "Take the file in through the admin, which asks what it stands for, or add it there."

    def keep(self, row: PlannedRow) -> None:
        self.rows.append(row)

    def portions(self, outcome: Outcome) -> Iterator[list[PlannedRow]]:
        """The rows to be written, some hundreds at a time."""
        rows = [row for row in self.rows if row.outcome == outcome]
        for start in range(0, len(rows), _AT_ONCE):
            yield rows[start : start + _AT_ONCE]

    def expect(self, rows: int) -> None:
        """Told how many rows there are before the first of them is planned."""

    def wrote(self, rows: int) -> None:
        """Told of each portion that is written, inside the transaction."""

    def finish(self, refusals: list[Refusal]) -> None:
        """Told at the end of the writing, inside the transaction: what is written here stands or falls with it."""

    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    def summary(self) -> str:
        """Of proposals only where there are any: most accounts never make one."""
        counts = self.counts()
        said = (outcome for outcome in Outcome if counts[outcome] or outcome != Outcome.PROPOSED)
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in said) + "."

    def sentences(self) -> Iterator[str]:
        yield from self.notes
        for name, words in self.unknown.items():
            for word, times in words.most_common():
                rows = "row" if times == 1 else "rows"
                yield f"The column “{name}” has a word that is not known here: “{word[:80]}” ({times} {rows})."
        for row in self.rows:
            yield from row.sentences()
