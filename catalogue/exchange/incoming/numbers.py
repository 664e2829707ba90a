"""Numbers as people type them: decimal commas, thousands marks, small numbers in words."""

from __future__ import annotations

import re
from decimal import Decimal

from .misread import Misread

_WORDS = "zero one two three four five six seven eight nine ten".split()
_FRENCH = "zéro un deux trois quatre cinq six sept huit neuf dix".split()
_IN_WORDS = {
    **{word: Decimal(value) for value, word in enumerate(_WORDS)},
    **{word: Decimal(value) for value, word in enumerate(_FRENCH)},
    "une": Decimal(1),
}
NUMBER = rf"(?:\d[\d.,'’\s]*|{'|'.join(sorted(_IN_WORDS, key=len, reverse=True))})"
_GROUPED = re.compile(r"\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?")
_LONGEST = 20  # characters; what a figure may be at most is said by its field
_SMALLEST = Decimal("0.01")


def number(text: str) -> Decimal:
    """A number with at most two decimals. Raises Misread for what could be two numbers."""
    text = text.strip().casefold()
    if text in _IN_WORDS:
        return _IN_WORDS[text]
    if re.search(r"[\s'’]", text):
        if not _GROUPED.fullmatch(text):
            raise Misread(f"“{text}” is no number.", "Write digits, as in 1200.50.")
        text = re.sub(r"[\s'’]", "", text)
    if len(text) > _LONGEST:
        raise Misread(f"“{text[:20]}…” is too long for a number.", "Write digits, as in 1200.50.")
    value = Decimal(_with_decimal_point(text))
    if value != value.quantize(_SMALLEST):
        raise Misread(f"“{text}” has more than two decimals.", "Round it.")
    if value >= 10**10:
        raise Misread(f"“{text}” is too large.", "Check it.")
    return value


def _with_decimal_point(text: str) -> str:
    """The digits, with a point where the decimals begin and no other sign."""
    if re.fullmatch(r"\d+(?:[.,]\d{1,2})?", text):
        return text.replace(",", ".")
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", text):
        return text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"0[.,]\d+|\d+\.\d{4,}", text):
        return text.replace(",", ".")
    if re.fullmatch(r"\d+\.\d{3}", text):
        raise Misread(f"“{text}” could mean thousands or decimals.", "Leave the point out, or give two decimals.")
    raise Misread(f"“{text}” is no number.", "Write digits, as in 1200.50.")
