"""CSV files: their encoding, their delimiter, their rows."""

from __future__ import annotations

import codecs
import csv
import io

from .cells import plain, trouble_in
from .limits import Budget
from .places import Refused, Row, Sheet

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS = ",;\t|"
_AS_UTF8 = "Save it again as “CSV UTF-8”."
_LOOKED_AT = 64 * 1024  # characters in which the first row ends


def read_text_file(data: bytes, name: str, budget: Budget) -> list[Sheet]:
    text = _decoded(data)
    delimiter, text, skipped = _delimiter(text)
    sheet = Sheet(name)
    # Strict: else a quote that is never closed would swallow the rest of the file without a word.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    try:
        for number, values in enumerate(rows, start=1 + skipped):
            if row := _row(number, values):
                sheet.rows.append(budget.take(name, row))
    except csv.Error as problem:
        limit = csv.field_size_limit()
        if "field limit" in str(problem):
            reason = f"A cell has more than {limit:,} characters, or a quotation mark is never closed."
        else:
            reason = "A quotation mark is out of place or is never closed."
        remedy = 'Write “""” for a quotation mark inside a cell, or save the file as .xlsx.'
        raise Refused(reason, remedy, sheet=name, row=number + 1) from None
    return [sheet]


def _row(number: int, values: list[str]) -> Row | None:
    texts = [plain(value) for value in values]
    while texts and not texts[-1]:
        texts.pop()
    if not texts:
        return None
    troubles = {index: trouble for index, text in enumerate(texts) if (trouble := trouble_in(text))}
    return Row(number, tuple(texts), troubles)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _in(encoding, data[len(mark) :])
    if b"\x00" in data:
        raise Refused("The file holds zero bytes: it is no text, or its encoding is not named.", _AS_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _in("cp1252", data)


def _in(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        lines = data[: problem.start].count(b"\n") + 1
        raise Refused(f"Line {lines} holds bytes that are no letters in any usual encoding.", _AS_UTF8) from None


def _delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter, the text to read, and how many rows before it were skipped: “sep=;” is a program's own hint."""
    first, _, rest = text.partition("\n")
    hint = first.rstrip("\r")
    if hint.casefold().startswith("sep=") and len(hint) == 5 and hint[4] in _DELIMITERS:
        return hint[4], rest, 1
    beginning = text[:_LOOKED_AT].lstrip("\r\n")
    return max(_DELIMITERS, key=lambda delimiter: _fields_of_first_row(beginning, delimiter)), text, 0


def _fields_of_first_row(beginning: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter), ()))
    except csv.Error:
        return 0
