"""How the copy lists programs: in which order, under which letter, and with which schools."""

from __future__ import annotations

from catalogue.search import Entry
from catalogue.search.folding import sort_key

_NO_LETTER = "0–9"


def in_order(entry: Entry) -> tuple[str, str]:
    return sort_key(entry.title), entry.slug


def letter_of(title: str) -> str:
    """The letter under which a reader looks for it: without accent, past a sign. All else is under one."""
    first = next(filter(str.isalnum, sort_key(title)), "").upper()
    return first if first.isalpha() else _NO_LETTER


def schools_of(entry: Entry) -> str:
    return ", ".join(who.called for who in entry.providers)
