"""Data inside a page, for programs that read pages. Browsers take it for text: it is never run."""

from __future__ import annotations

import json

from django.utils.safestring import SafeString

from catalogue.opendata.record import Data

# Nothing that could end the block, whatever an entry says; and what some readers take for the end of a line.
_SAFE = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]


def data_block(data: Data | list[Data]) -> SafeString:
    return in_block(data_text(data))


def in_block(text: str) -> SafeString:
    """What `data_text` made, as a part of a page."""
    return SafeString(f'<script type="application/ld+json">{text}</script>\n')


def data_text(data: Data | list[Data]) -> str:
    return _safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def data_texts(texts: list[str]) -> list[str]:
    """Each text as `data_text` has it, all in one go: in data the end of a line is written as a sign."""
    return _safe(json.dumps(texts, ensure_ascii=False, separators=("\n", ":")))[1:-1].split("\n")


def _safe(text: str) -> str:
    for sign, instead in _SAFE:
        text = text.replace(sign, instead)  # a hundred times as fast as a look at each letter
    return text
