"""What a report is made of: tables of words and numbers, with links. Shown on a page and sent as a file alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import chain

from catalogue.languages import digits

MOST_ROWS = 200  # on a page; the file has all of them


@dataclass(frozen=True)
class Cell:
    """A word or a number, and where it leads; a number of entries leads to a list of exactly those."""

    text: str  # as in a file
    url: str = ""
    is_count: bool = field(default=False, compare=False)

    @property
    def words(self) -> str:
        """As on a page, where long numbers are grouped."""
        return digits(int(self.text)) if self.is_count else self.text

    @classmethod
    def count(cls, number: int, url: str = "") -> Cell:
        """Nothing leads nowhere."""
        return cls(str(number), url if number else "", is_count=True)

    @classmethod
    def share(cls, part: int, whole: int) -> Cell:
        return cls(f"{100 * part // whole} %" if whole else "–")


@dataclass(frozen=True)
class Table:
    """`name` is the end of the address of its files. The first cell of a row says what the row is about."""

    name: str
    caption: str
    columns: list[str]
    rows: list[list[Cell]]
    note: str = ""
    empty: str = "Nothing to show."
    total: list[Cell] = field(default_factory=list)
    all_rows: Collection[list[Cell]] | None = None  # those of the file, where it has more than the page

    @property
    def shown(self) -> list[list[Cell]]:
        return self.rows[:MOST_ROWS]

    @property
    def left_off(self) -> int:
        return len(self.rows) - len(self.shown)

    @property
    def of_file(self) -> Collection[list[Cell]]:
        return self.rows if self.all_rows is None else self.all_rows

    @property
    def lines(self) -> Iterable[list[str]]:
        """The header and every row, as text."""
        yield self.columns
        for row in chain(self.of_file, filter(None, [self.total])):
            yield [cell.text for cell in row]
