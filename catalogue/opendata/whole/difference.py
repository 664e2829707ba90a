"""What differs between the data packages of two days: rows that are new, changed or gone, value by value.

Read from the stored files alone, so it shows nothing that these two files do not.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO, NamedTuple
from zipfile import ZipFile

from .files import DESCRIPTION, table_of
from .nouns import NOUNS, Noun

NEW, CHANGED, REMOVED = "new", "changed", "removed"
_Cells = dict[str, str]


class Change(NamedTuple):
    """A field of a row: what stood there on the first day and what on the last; empty where nothing did."""

    field: str
    was: str
    now: str


class Row(NamedTuple):
    """A row that is not the same on both days. `about` is the key of the entry that it belongs to, if it is one's."""

    noun: Noun
    key: str
    kind: str
    about: str
    changes: tuple[Change, ...]


class Title(NamedTuple):
    """What an entry is called, and the entry of which it is a part."""

    slug: str
    title: str
    parent: str


class Difference:
    """Two packages side by side. Memory holds a digest a row, and the old rows that differ."""

    def __init__(self, first: IO[bytes], last: IO[bytes]) -> None:
        self._first, self._last = ZipFile(first), ZipFile(last)

    def rows(self) -> Iterator[Row]:
        """Noun by noun in the order of the files; within one first what is new or changed, then what is gone."""
        before, after = _digests_of_tables(self._first), _digests_of_tables(self._last)
        for noun in NOUNS:
            if before.get(noun.name) != after.get(noun.name):
                yield from self._rows_of(noun)

    def titles(self) -> dict[str, Title]:
        """Each entry by its key: as it was called on the last day on which it was there."""
        (noun,) = (noun for noun in NOUNS if noun.name == "microcredentials")
        told = (*_cells(self._first, noun), *_cells(self._last, noun))
        return {cells["key"]: Title(cells["slug"], cells["title"], cells["parent"]) for cells in told}

    def _rows_of(self, noun: Noun) -> Iterator[Row]:
        digests = {cells["key"]: _digest(cells) for cells in _cells(self._last, noun)}
        old: dict[str, _Cells] = {}
        for cells in _cells(self._first, noun):
            if digests.get(cells["key"]) == _digest(cells):
                del digests[cells["key"]]
            else:
                old[cells["key"]] = cells
        for cells in _cells(self._last, noun):
            if cells["key"] in digests:
                was = old.pop(cells["key"], None)
                yield _row(noun, CHANGED if was else NEW, was or {}, cells)
        for cells in old.values():
            yield _row(noun, REMOVED, cells, {})


def _digests_of_tables(package: ZipFile) -> dict[str, str]:
    described = json.loads(package.read(DESCRIPTION))
    return {each["name"]: each["hash"] for each in described["resources"]}


def _cells(package: ZipFile, noun: Noun) -> Iterator[_Cells]:
    if table_of(noun) in package.namelist():
        with package.open(table_of(noun)) as file:
            yield from csv.DictReader(TextIOWrapper(file, "utf-8", newline=""))


def _digest(cells: _Cells) -> bytes:
    return hashlib.blake2b(repr(cells).encode(), digest_size=12).digest()


def _row(noun: Noun, kind: str, was: _Cells, now: _Cells) -> Row:
    one = now or was
    fields = [name for name in dict.fromkeys((*was, *now)) if name != "key"]
    changes = [Change(name, was.get(name, ""), now.get(name, "")) for name in fields]
    about = one["key"] if noun.name == "microcredentials" else one.get("microcredential", "")
    return Row(noun, one["key"], kind, about, tuple(each for each in changes if each.was != each.now))
