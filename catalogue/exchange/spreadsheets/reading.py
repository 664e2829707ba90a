"""One way in for every file: what it is told by its first bytes, never by its name."""

from __future__ import annotations

from pathlib import PurePath

from .limits import Budget, Limits
from .places import Refused, Sheet
from .text_files import read_text_file
from .workbooks import read_workbook

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_KINDS = (
    (b"%PDF", "The file is a PDF."),
    (b"\x89PNG", "The file is a picture."),
    (b"\xff\xd8\xff", "The file is a picture."),
    (b"{\\rtf", "The file is a text document."),
    (b"\x1f\x8b", "The file is packed with gzip."),
)
_REMEDY = "Save it as .xlsx or as CSV."


def read(data: bytes, name: str, limits: Limits | None = None) -> list[Sheet]:
    """All sheets of a file; a CSV file is one sheet, called as the file. Raises Refused, and nothing else.

    Rows that are blank are left out; every row keeps its number. Trailing blank cells are left out.
    """
    budget = Budget(limits or Limits())
    if len(data) > budget.limits.file_bytes:
        reason = f"The file has more than {budget.limits.file_bytes // 2**20} megabytes."
        raise Refused(reason, "Split it into smaller files.")
    _refuse_other_kinds(data)
    if data.startswith(b"PK"):
        sheets = read_workbook(data, budget)
    else:
        sheets = read_text_file(data, PurePath(name).name, budget)
    if not any(sheet.rows for sheet in sheets):
        raise Refused("The file holds no rows.", "Check that it is the right one.")
    return sheets


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        if _LOCKED in data:
            raise Refused("The file is locked with a password.", "Save it without one.")
        raise Refused("The file is of the old Excel kind (.xls).", "Save it as .xlsx.")
    beginning = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook")):
        raise Refused("The file is a web page or XML, whatever its name says.", _REMEDY)
    for start, reason in _KINDS:
        if data.startswith(start):
            raise Refused(reason, _REMEDY)
