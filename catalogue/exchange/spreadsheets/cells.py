"""The text of one cell, made plain; and what in a cell is no text."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

# Anything below a space but tab and the ends of lines; and what stands where letters were lost.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOST = "\ufffd"
_SURROGATES = re.compile("[\ud800-\udfff]")


def trouble_in(text: str) -> str:
    """What in a text keeps it from being taken in; empty when nothing does."""
    if _LOST in text:
        return "it holds “\ufffd”, which stands where letters were lost. Type them again."
    if found := _CONTROLS.search(text) or _SURROGATES.search(text):
        return f"it holds the control character {ord(found[0]):#06x}. Delete it."
    return ""


def plain(text: str) -> str:
    """Without space around it; one kind of line end; no-break spaces are kept as spaces."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()


def as_text(value: Any) -> str:
    """The value of a workbook's cell as text: dates as year-month-day, numbers without rounding noise."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return plain(str(value))
