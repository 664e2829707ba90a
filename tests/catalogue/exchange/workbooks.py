"""Makes small workbooks for tests, good ones with openpyxl and bad ones by changing a part of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def workbook(*rows: list, edit: Callable[[Worksheet], object] | None = None) -> bytes:
    book = Workbook()
    book.active.title = "Courses"
    for row in rows or [["Title", "Cost"], ["First aid", 120]]:
        book.active.append(row)
    if edit:
        edit(book.active)
    return saved(book)


def saved(book: Workbook) -> bytes:
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def with_part(data: bytes, path: str, body: str) -> bytes:
    """The workbook with one part of its zip replaced."""
    into = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, body if name == path else old.read(name))
    return into.getvalue()


def sheet_xml(inside: str, before: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}"><sheetData>{inside}</sheetData></worksheet>'
