"""XLSX workbooks: every sheet, also hidden ones, as the text that its cells show."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from .archives import look_through, open_archive
from .cells import as_text, trouble_in
from .limits import Budget
from .places import Refused, Row, Sheet

# What openpyxl, zipfile and the XML parser raise about files that are not as they should be.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of a sheet as spreadsheet programs have it
_MERGED_AREAS = 1000
_NO_RESULT = "it holds a formula without a result. Open the file in a spreadsheet program, save it, and send that."
_MERGED = "it is part of the merged cells {range}, of which only the first has a value. Unmerge them."


def read_workbook(data: bytes, budget: Budget) -> list[Sheet]:
    """The sheets of a workbook. Raises Refused, and nothing else, when it is none or too much."""
    try:
        with warnings.catch_warnings(action="ignore"), open_archive(data, budget.limits) as archive:
            return list(_sheets(data, archive, budget))
    except _BROKEN as problem:
        reason = "The file is broken: it cannot be read as a workbook."
        raise Refused(reason, "Open it in a spreadsheet program and save it as a new .xlsx file.") from problem


def _sheets(data: bytes, archive: ZipFile, budget: Budget) -> Iterator[Sheet]:
    # Results of formulas and not the formulas: what people see in the cell.
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    budget.look_at_the_clock()
    for worksheet in book.worksheets:
        # Not worksheet.rows: that fills every gap in rows and columns, and trusts the size that a sheet gives itself.
        path, name = worksheet._worksheet_path, worksheet.title
        look_through(archive, path, name, budget.limits)
        with archive.open(path) as source:
            parser = _Parser(
                source,
                worksheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            rows = list(_rows(parser, name, budget))
        _tell_merged_cells(rows, parser, name)
        yield Sheet(name, rows, hidden=worksheet.sheet_state != "visible")
    if not book.worksheets:
        raise Refused("The workbook has no sheet with rows.", "Add one.")


class _Parser(WorkSheetParser):
    """The library's reader of one sheet, which also tells a formula without a result from an empty cell."""

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        if len(row) > _LAST_COLUMN:
            raise ValueError("more cells in a row than a sheet has columns")
        number, cells = super().parse_row(row)
        if not 1 <= number <= _LAST_ROW:
            raise ValueError("a row outside the sheet")
        return number, cells

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and element.get("t") != "str":
            cell["data_type"] = "f"
        return cell


def _rows(parser: _Parser, sheet: str, budget: Budget) -> Iterator[Row]:
    last = 0
    for number, cells in parser.parse():
        budget.look_at_the_clock()
        if number <= last:
            raise ValueError("rows out of order")
        last = number
        if row := _row(number, cells):
            yield budget.take(sheet, row)


def _row(number: int, cells: list[dict[str, Any]]) -> Row | None:
    texts: dict[int, str] = {}
    troubles: dict[int, str] = {}
    for cell in cells:
        index, text = cell["column"] - 1, as_text(cell["value"])
        if text:
            texts[index] = text
        if cell["data_type"] == "f":
            troubles[index] = _NO_RESULT
        elif cell["data_type"] == "e":
            troubles[index] = f"it shows the error {text}. Correct it."
        elif trouble := trouble_in(text):
            troubles[index] = trouble
    if not texts and not troubles:
        return None
    width = max((*texts, *troubles)) + 1
    return Row(number, tuple(texts.get(index, "") for index in range(width)), troubles)


def _tell_merged_cells(rows: list[Row], parser: _Parser, sheet: str) -> None:
    """Name the cells whose value stands in another row's cell. Merged across one row only, as titles are, is fine."""
    areas = [area for area in getattr(parser.merged_cells, "mergeCell", ()) if area.max_row > area.min_row]
    if len(areas) > _MERGED_AREAS:
        raise Refused(f"The sheet has more than {_MERGED_AREAS:,} merged areas.", "Unmerge them.", sheet=sheet)
    for place, row in enumerate(rows):
        for area in areas:
            if area.min_row < row.number <= area.max_row:
                merged = _MERGED.format(range=area.coord)
                covered = dict.fromkeys(range(area.min_col - 1, area.max_col), merged)
                rows[place] = row = row._replace(troubles={**row.troubles, **covered})
