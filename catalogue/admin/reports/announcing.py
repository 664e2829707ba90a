"""Report: the programs and schools that were announced, against those that can be named (views/announced.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import QueryDict

from catalogue.views.announced import Announced, announced, read_conflicts
from catalogue.views.cited import CitedPage
from catalogue.views.facts import Value

from .tables import Cell, Table


def tables(query: QueryDict) -> list[Table]:
    found = announced(CitedPage(read_conflicts()))
    return [_numbers(found), _names(found)] if found else []


def _numbers(found: Announced) -> Table:
    return Table(
        "numbers",
        f"Announced and named: {found.fund}",
        ["What", "Announced", "Named by the documents, as we read them", "Named by others only", "Named by nobody"],
        [
            _line("Programs", found.programs, len(found.members), len(found.by_others), found.unnamed),
            _line(
                "Schools",
                found.schools,
                len(found.schools_by_documents),
                len(found.schools_by_others),
                found.unnamed_schools,
            ),
        ],
    )


def _line(what: str, figure: Value, by_documents: int, by_others: int, unnamed: int) -> list[Cell]:
    return [Cell(what), Cell(str(figure.words)), *map(Cell.count, (by_documents, by_others, unnamed))]


def _names(found: Announced) -> Table:
    programs = [
        *_named(found.members, "Program", "the documents, as we read them"),
        *_named(found.excluded, "Program", "not one of them, by the documents"),
        *([Cell(one.text), Cell("Program"), Cell("others only")] for one in found.by_others),
    ]
    schools = [
        *_named(found.schools_by_documents, "School", "the documents"),
        *_named(found.schools_by_others, "School", "others only"),
    ]
    return Table("names", "Who names what", ["Name", "Kind", "Named by"], [*programs, *schools])


def _named(values: Iterable[Value], kind: str, whom: str) -> Iterator[list[Cell]]:
    for value in values:
        yield [Cell(str(value.words), value.url), Cell(kind), Cell(whom)]
