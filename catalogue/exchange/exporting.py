"""Results of a search as a file of comma-separated values. Which columns it has is said in columns.py."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from catalogue.search import Search

from .columns import COLUMNS

# Tells spreadsheet programs that accents are UTF-8.
BYTE_ORDER_MARK = "\ufeff"

# Spreadsheet programs run a cell that begins so as a formula, in full-width letters too.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


class _Line:
    """What csv.writer writes to: it hands each line back instead of storing it."""

    def write(self, line: str) -> str:
        return line


def filename(day: date) -> str:
    return f"microcredentials-{day.isoformat()}.csv"


def rows(search: Search) -> Iterator[list[str]]:
    """The header, then every result of the search on all its pages, in its order."""
    yield [column.name for column in COLUMNS]
    for entry in search.all_entries():
        yield [column.cell(entry) for column in COLUMNS]


def lines(search: Search) -> Iterator[str]:
    """The file of a search, line by line."""
    return as_csv(rows(search))


def as_csv(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A file of these rows, line by line, so that it need not stand in memory as a whole; no cell runs as a formula."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def safe(cell: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
