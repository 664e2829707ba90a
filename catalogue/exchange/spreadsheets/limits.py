"""How much of a file is read before it is refused: no file may hurt the site."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from .places import Refused, Row, letters

_MEBIBYTE = 2**20


class Limits(NamedTuple):
    """The most that is taken in. `swelling` is unzipped bytes to zipped ones, asked above `harmless` bytes."""

    file_bytes: int = 32 * _MEBIBYTE
    unzipped_bytes: int = 256 * _MEBIBYTE
    harmless_bytes: int = _MEBIBYTE // 2
    swelling: int = 100
    members: int = 1000
    # Of parts that are neither sheets nor texts; the library builds many objects out of them.
    member_bytes: int = 2 * _MEBIBYTE
    harmless_member_bytes: int = 2**16
    member_swelling: int = 30
    row_bytes: int = _MEBIBYTE
    rows: int = 100_100  # 100,000 entries with headings and titles
    columns: int = 200
    cell_characters: int = 32_767  # as much as a spreadsheet program takes
    characters: int = 64 * _MEBIBYTE
    seconds: float = 60


@dataclass
class Budget:
    """What of the limits is used up while a file is read."""

    limits: Limits
    began: float = field(default_factory=time.monotonic)
    rows: int = 0
    characters: int = 0

    def look_at_the_clock(self) -> None:
        if time.monotonic() - self.began > self.limits.seconds:
            raise Refused(
                f"Reading the file took longer than {self.limits.seconds:g} seconds.", "Split it into smaller files."
            )

    def take(self, sheet: str, row: Row) -> Row:
        """Count a row. Raises Refused when it is the one too many, or too wide, or has too long a cell."""
        self.rows += 1
        self.look_at_the_clock()
        if self.rows > self.limits.rows:
            reason = f"The file has more than {self.limits.rows:,} rows."
            raise Refused(reason, "Split it into smaller files.", sheet=sheet, row=row.number)
        if len(row.texts) > self.limits.columns:
            reason = f"The row has more than {self.limits.columns} columns."
            remedy = "Delete the columns that are not needed."
            raise Refused(reason, remedy, sheet=sheet, row=row.number, column=letters(len(row.texts) - 1))
        for index, text in enumerate(row.texts):
            if len(text) > self.limits.cell_characters:
                reason = f"The cell has more than {self.limits.cell_characters:,} characters."
                raise Refused(reason, "Shorten it.", sheet=sheet, row=row.number, column=letters(index))
        self.characters += sum(map(len, row.texts))
        if self.characters > self.limits.characters:
            reason = f"The file has more than {self.limits.characters:,} characters of text."
            raise Refused(reason, "Split it into smaller files.", sheet=sheet, row=row.number)
        return row
