"""Results of a search as a file of comma-separated values. Which columns it has is said in columns.py."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from catalogue.search import Search
from catalogue.search.entries import entry_of
from catalogue.search.reading import facts_of

from .columns import COLUMNS
from .workbook_files import workbook_in_pieces

# Tells spreadsheet programs that accents are UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# Each piece of a file is sent by itself, which costs more than making a line does.
LINES_A_PIECE = 100

# Spreadsheet programs run a cell that begins so as a formula, in full-width letters too.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


class _Line:
    """What csv.writer writes to: it hands each line back instead of storing it."""

    def write(self, line: str) -> str:
        return line


def filename(day: date, ending: str = "csv") -> str:
    return f"microcredentials-{day.isoformat()}.{ending}"


def rows(search: Search) -> Iterator[list[str]]:
    """The header, then every result of the search on all its pages, in its order."""
    yield [column.name for column in COLUMNS]
    for entry in search.all_entries():
        yield [column.cell(entry) for column in COLUMNS]


def rows_for_staff(offerings: Iterable[int]) -> Iterator[list[str]]:
    """The same of any offerings, hidden ones too, in the order given. Parts stand in the row of their whole."""
    offerings = list(offerings)
    entries = {facts.offering.pk: entry_of(facts) for facts in facts_of(offerings)}
    yield [column.name for column in COLUMNS]
    for pk in filter(entries.__contains__, offerings):
        yield [column.cell(entries[pk]) for column in COLUMNS]


def as_workbook(rows: Iterable[Iterable[str]], sheet: str = "Microcredentials") -> bytes:
    """A workbook of these rows. Cells are written as in the other file, so that one is as good as the other."""
    return b"".join(as_workbook_in_pieces(rows, sheet))


def as_workbook_in_pieces(rows: Iterable[Iterable[str]], sheet: str = "Microcredentials") -> Iterator[bytes]:
    """The same for a long list."""
    return workbook_in_pieces({sheet: ([safe(cell) for cell in row] for row in rows)})


def as_csv(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A file of these rows in pieces, so that it need not stand in memory as a whole; no cell runs as a formula."""
    writer = csv.writer(_Line())
    lines = (writer.writerow([safe(cell) for cell in row]) for row in rows)
    yield BYTE_ORDER_MARK
    while piece := "".join(islice(lines, LINES_A_PIECE)):
        yield piece


def safe(cell: str) -> str:
    """The cell, with one more apostrophe in front where a spreadsheet would run it as a formula; see `as_it_was`."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def as_it_was(cell: str) -> str:
    """What a cell said before `safe`."""
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) == cell else cell
