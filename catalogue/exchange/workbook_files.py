"""Writes .xlsx files: plain rows of text. What stands in them is said elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH = 24  # characters of a column
_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def workbook_of(sheets: Mapping[str, Iterable[Iterable[str]]]) -> bytes:
    """A workbook with these sheets; the first row of each is its heading."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.sheet_format.defaultColWidth = _WIDTH
        for number, texts in enumerate(rows):
            sheet.append([_cell(sheet, text, is_heading=number == 0) for text in texts])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet, text: str, *, is_heading: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # else a text that begins with “=” would become a formula
    cell.alignment = _WRAPPED
    if is_heading:
        cell.font = _BOLD
    return cell
