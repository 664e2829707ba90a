"""What a file is read into, and how a place in it is named when something there is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

_NO_TROUBLES: Mapping[int, str] = MappingProxyType({})


class Refusal(NamedTuple):
    """Why something is not taken in and what to do about it; row 0 and an empty column mean all of them."""

    reason: str
    remedy: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        place = ", ".join(
            words
            for words in (
                f"sheet “{self.sheet}”" if self.sheet else "",
                f"row {self.row}" if self.row else "",
                f"column {self.column}" if self.column else "",
            )
            if words
        )
        sentence = f"{self.reason} {self.remedy}"
        return f"{place[:1].upper()}{place[1:]}: {sentence}" if place else sentence


class Refused(Exception):
    """The whole file is not taken in."""

    def __init__(self, reason: str, remedy: str, **place: str | int) -> None:
        self.refusal = Refusal(reason, remedy, **place)
        super().__init__(str(self.refusal))


class Row(NamedTuple):
    """One row that is not blank: its number as a spreadsheet program shows it, and the text of its cells from A on.

    `troubles` says by index which cells hold something that is no text, and what: an error, a broken character.
    """

    number: int
    texts: tuple[str, ...]
    troubles: Mapping[int, str] = _NO_TROUBLES


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False

    def refusal(self, row: Row, index: int | None, reason: str, remedy: str) -> Refusal:
        """A refusal of one cell, or without an index of the whole row."""
        return Refusal(reason, remedy, self.name, row.number, "" if index is None else letters(index))


def letters(index: int) -> str:
    """The name of a column in a spreadsheet, counted from 0: A, B … Z, AA."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
