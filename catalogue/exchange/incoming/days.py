"""Days as people type them, in English and French. A day that could be two days is none."""

from __future__ import annotations

import re
from datetime import date

from .misread import Misread, says_nothing

_MONTHS = (
    "january jan janvier", "february feb février févr", "march mar mars", "april apr avril avr", "may mai",
    "june jun juin", "july jul juillet juil", "august aug août", "september sep sept septembre",
    "october oct octobre", "november nov novembre", "december dec décembre déc",
)  # fmt: skip
_BY_NAME = {name: month for month, names in enumerate(_MONTHS, start=1) for name in names.split()}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 00:00(?::00)?)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?[\s-]+([^\W\d_]+)\.?,?[\s-]+(\d{4})")
_NAMED_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_REMEDY = "Write it as year-month-day, as in 2021-03-31."


def day(text: str) -> date | None:
    """A day. None: not stated. Raises Misread for 03/04/2021, which is in March here and in April elsewhere."""
    if says_nothing(text):
        return None
    year, month, of_month = _parts(" ".join(text.casefold().split()), text)
    try:
        return date(year, month, of_month)
    except ValueError:
        raise Misread(f"There is no day “{text[:40]}”.", _REMEDY) from None


def _parts(folded: str, text: str) -> tuple[int, int, int]:
    if found := _ISO.fullmatch(folded):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _NAMED.fullmatch(folded)) and found[2] in _BY_NAME:
        return int(found[3]), _BY_NAME[found[2]], int(found[1])
    if (found := _NAMED_FIRST.fullmatch(folded)) and found[1] in _BY_NAME:
        return int(found[3]), _BY_NAME[found[1]], int(found[2])
    if found := _NUMBERS.fullmatch(folded):
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12 and first != second:
            raise Misread(f"“{text}” could be two days.", _REMEDY)
        return int(found[3]), min(first, second), max(first, second)
    raise Misread(f"“{text[:40]}” is no day.", _REMEDY)
