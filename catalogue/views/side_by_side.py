"""Offerings as the columns of a table, their facts as its rows: which rows differ, and which nobody can tell.

How a value is worded and what it rests on is asked of facts.py. What is not stated is neither the same as a stated
value nor different from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from catalogue.dossier import Dossier, Subject

from .facts import Fact, FactSheet, Value
from .notes import BasisLook, Cited, Notes, anchor_of
from .questions import questions

# Shown also where none of the programs states it: what people decide by.
_ALWAYS = 5


@dataclass(frozen=True)
class Column:
    """An offering as the head of a column; `without` is the query for all the others."""

    title: str
    url: str
    without: str


@dataclass(frozen=True)
class Origin:
    """A source of a value: its name with the paragraphs, and where the page of the offering tells more."""

    name: str
    anchor: str


@dataclass(frozen=True)
class Shown:
    """A value in words with its ground and sources; `earlier` is what older sources said of it."""

    words: str
    url: str
    basis: BasisLook
    origins: tuple[Origin, ...]
    earlier: tuple[tuple[str, tuple[Origin, ...]], ...]
    differs: str
    is_english: bool

    @classmethod
    def of(cls, value: Value) -> Shown:
        cited = value.cited
        earlier = tuple((old.words, _origins(old.cited)) for old in cited.replaced)
        return cls(value.words, value.url, cited.basis, _origins(cited), earlier, cited.differs, value.is_english)


@dataclass(frozen=True)
class Cell:
    """What one offering states; without values nothing. `marked` if it stands apart from the others of its row."""

    column: Column
    values: tuple[Shown, ...]
    marked: bool = False


@dataclass(frozen=True)
class Row:
    """One fact of all offerings.

    `state`: “differs”, “same”, “unknown” where not all of them state it and those that do agree, “silent” where none
    does, and nothing where there is but one offering.
    """

    label: str
    cells: tuple[Cell, ...]
    state: str = ""

    @classmethod
    def of(cls, columns: list[Column], facts: Iterable[Fact]) -> Row:
        facts = [*facts]
        cells = [Cell(column, tuple(map(Shown.of, fact.values))) for column, fact in zip(columns, facts, strict=True)]
        state = _state([_said(cell) for cell in cells])
        return cls(facts[0].label, tuple(_marked(cells) if state == "differs" else cells), state)


@dataclass(frozen=True)
class Rows:
    """Rows under a heading."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SideBySide:
    """The table, and what none of its offerings answers."""

    groups: tuple[Rows, ...]
    questions: tuple

    @classmethod
    def of(cls, columns: list[Column], dossiers: list[Dossier]) -> SideBySide:
        groups = tuple(_groups(columns, dossiers))
        return cls(groups, tuple(_open_questions([dossier.offering for dossier in dossiers])))

    def count(self, state: str) -> int:
        return sum(row.state == state for group in self.groups for row in group.rows)

    def differing(self) -> tuple[Rows, ...]:
        """Only the rows that differ for certain."""
        narrowed = (
            replace(group, rows=tuple(row for row in group.rows if row.state == "differs")) for group in self.groups
        )
        return tuple(group for group in narrowed if group.rows)


def _groups(columns: list[Column], dossiers: list[Dossier]) -> Iterable[Rows]:
    differs = {side.pk: anchor_of(d) for each in dossiers for d, sides in each.conflicts.items() for side in sides}
    notes = Notes(differs)
    sheets = [FactSheet(dossier, notes, dossier.offering).side_by_side() for dossier in dossiers]
    for place, heading in enumerate(sheets[0]):
        rows = [Row.of(columns, row) for row in zip(*(sheet[heading] for sheet in sheets), strict=True)]
        always = 0 if place else _ALWAYS
        kept = tuple(row for number, row in enumerate(rows) if number < always or any(c.values for c in row.cells))
        if kept:
            yield Rows(heading, kept)
    parts = Row.of(columns, (_parts(notes, dossier) for dossier in dossiers))
    if any(cell.values for cell in parts.cells):
        unmarked = tuple(replace(cell, marked=False) for cell in parts.cells)
        yield Rows(_("Parts of it"), (replace(parts, state="", cells=unmarked),))


def _parts(notes: Notes, dossier: Dossier) -> Fact:
    """The parts by name. Whether a program without any has some is not known, and names always differ."""
    values = tuple(
        Value(part.record.title, notes.cite(_("Name"), dossier.naming(part)), part.record.get_absolute_url())
        for part in dossier.parts
    )
    return Fact(_("Parts"), values)


def _said(cell: Cell) -> frozenset[str]:
    return frozenset(value.words.casefold() for value in cell.values)


def _state(said: list[frozenset[str]]) -> str:
    stated = [words for words in said if words]
    if len(said) < 2:
        return ""
    if not stated:
        return "silent"
    if len(set(stated)) > 1:
        return "differs"
    return "same" if len(stated) == len(said) else "unknown"


def _marked(cells: list[Cell]) -> Iterable[Cell]:
    """The cells with a mark on those that say what fewest say; on all where no answer is more frequent than another."""
    counts = Counter(words for cell in cells if (words := _said(cell)))
    most = max(counts.values())
    rare = {words for words, count in counts.items() if count < most} or counts.keys()
    return (replace(cell, marked=_said(cell) in rare) for cell in cells)


def _origins(cited: Cited) -> tuple[Origin, ...]:
    """Each source once, with all its paragraphs, leading to the first of them."""
    by_source: dict[str, list] = {}
    for mark in cited.marks:
        by_source.setdefault(mark.source, []).append(mark)
    return tuple(Origin(_named(source, marks), marks[0].note) for source, marks in by_source.items())


def _named(source: str, marks: list) -> str:
    paragraphs = ", ".join(str(mark.paragraph) for mark in marks if mark.paragraph)
    return f"{source} ¶ {paragraphs}" if paragraphs else source


def _open_questions(offerings: list[Subject]) -> list:
    """Questions that none of them answers, in the order of the first."""
    first, *others = map(questions, offerings)
    return [question for question in first if all(question in asked for asked in others)]
