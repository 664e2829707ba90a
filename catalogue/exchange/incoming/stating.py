"""What the cells of a planned row state, as values and claims that are not saved. Shared by writing and proposing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from catalogue.models import Measure, Microcredential, Participation, SectorTag
from catalogue.models.vocabulary import Role
from catalogue.wording import measure_words
from institutions.records import Record

from .comparing import FIGURES
from .figures import Figure
from .plan import CellChange, PlannedRow


class Stated(NamedTuple):
    """A claim by the values of its columns; `standing` is the figure whose values they replace, where there is one."""

    model: type[Record]
    names: tuple[str, ...]
    values: tuple[Any, ...]
    standing: Measure | None = None

    def by_name(self) -> dict[str, Any]:
        return dict(zip(self.names, self.values, strict=True))


# Figures of one entry, by the quantity and what it measures.
Held = Mapping[tuple[str, str], Measure]
_OF_THE_ENTRY = {each.name: each.attname for each in Microcredential._meta.concrete_fields}


def fields_of(row: PlannedRow) -> dict[str, Any]:
    """The values of the row that stand in the entry itself."""
    return {_OF_THE_ENTRY[each.target]: each.value for each in row.changes if each.target in _OF_THE_ENTRY}


def cited_values(row: PlannedRow) -> Iterator[CellChange]:
    """Those values of the entry itself that the file is the source of: not the one that a new one takes away."""
    for change in row.changes:
        if change.target in Microcredential.cited_fields() and change.value is not None:
            yield change


def schools_of(row: PlannedRow) -> tuple[int, ...]:
    return next((change.value for change in row.changes if change.target == "schools"), ())


def says(row: PlannedRow, change: CellChange, file: str) -> str:
    """What a citation of the row says of one cell; which row it is, is the place that it names.

    A file without sheets, as CSV is, is read as one of its own name.
    """
    sheet = "" if row.sheet == file else f"Sheet “{row.sheet}”. "
    return f"{sheet}{change.column}: {change.now}"


def claims_of(change: CellChange, held: Held) -> Iterator[Stated]:
    """The claims that a cell makes, in the order of its values."""
    for value in change.value if isinstance(change.value, tuple) else ():
        if isinstance(value, Figure):
            yield Stated(Measure, Figure._fields, value, held.get((value.quantity, value.measures)))
        elif change.target == "schools":
            yield Stated(Participation, ("institution_id", "role"), (value, Role.PROVIDER.value))
        else:
            yield Stated(SectorTag, ("sector_id",), (value,))


def figures_held(entries: Collection[int]) -> dict[int, dict[tuple[str, str], Measure]]:
    """By entry."""
    held: dict[int, dict[tuple[str, str], Measure]] = defaultdict(dict)
    for measure in Measure.objects.filter(microcredential__in=entries):
        held[measure.microcredential_id][measure.quantity, measure.measures] = measure
    return held


def is_moved(row: PlannedRow, held: Held) -> bool:
    """Whether a figure that the plan would replace is another one by now."""
    for change in row.changes:
        if change.target in FIGURES:
            places = ((figure.quantity, figure.measures) for figure in change.value)
            stands = [held[place] for place in places if place in held]
            if "; ".join(map(measure_words, stands)) != change.was:
                return True
    return False
