"""Writes the whole as files: one SQLite database, and from it the tables as CSV, the JSON, the data package.

The same rows give the same bytes, whenever and wherever they are written.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .nouns import NOUNS, Column, Noun
from .packaging import describe
from .rows import Whole

SQLITE, JSON, PACKAGE, DESCRIPTION, SUMS = (
    *("catalogue.sqlite", "catalogue.json", "catalogue.zip", "datapackage.json", "SHA256SUMS"),
)
FORMAT = "1.0"
_TYPES = {"string": "TEXT", "date": "TEXT", "number": "NUMERIC", "integer": "INTEGER", "boolean": "INTEGER"}
_START_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: when it was made is said beside it
_AT_ONCE = 2**16


def table_of(noun: Noun) -> str:
    return f"{noun.name}.csv"


TABLES = tuple(map(table_of, NOUNS))
NAMES = (PACKAGE, SQLITE, JSON, DESCRIPTION, *TABLES, SUMS)
# What is kept of a day that is over: the rest can be made of the package.
KEPT = (PACKAGE, DESCRIPTION)


def write(whole: Whole, folder: Path) -> dict[str, int]:
    """Write every file of the whole into an empty folder. Returns how many rows each noun has."""
    with closing(sqlite3.connect(folder / SQLITE, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for noun in NOUNS:
            database.execute(_table(noun))
        database.execute("BEGIN")
        for noun in NOUNS:
            places = ", ".join("?" * len(noun.columns))
            rows = ([_stored(value) for value in row] for row in whole.rows(noun))
            database.executemany(f'INSERT INTO "{noun.name}" VALUES ({places})', rows)  # noqa: S608
        database.execute("COMMIT")
        database.execute("VACUUM")
        counts = {noun.name: _write_table(database, noun, folder / table_of(noun)) for noun in NOUNS}
        _write_json(database, folder / JSON)
    (folder / DESCRIPTION).write_text(describe({name: folder / name for name in TABLES}))
    _pack(folder)
    sums = (f"{digest_of(folder / name)}  {name}\n" for name in NAMES if name != SUMS)
    (folder / SUMS).write_text("".join(sums))
    return counts


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table(noun: Noun) -> str:
    columns = (f'"{column.name}" {_TYPES[column.type]}{_rule(column)}' for column in noun.columns)
    return f'CREATE TABLE "{noun.name}" ({", ".join(columns)})'


def _rule(column: Column) -> str:
    if column.name == "key":
        return " PRIMARY KEY"
    return f' REFERENCES "{column.refers_to}" ("key")' if column.refers_to else ""


def _stored(value: Any) -> Any:
    """As SQLite takes it. Where nobody has stated a value there is none, and no empty text either."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return None if value == "" else value


def _rows(database: sqlite3.Connection, noun: Noun) -> Iterable[tuple[Any, ...]]:
    return database.execute(f'SELECT * FROM "{noun.name}" ORDER BY rowid')  # noqa: S608


def _write_table(database: sqlite3.Connection, noun: Noun, path: Path) -> int:
    flags = [number for number, column in enumerate(noun.columns) if column.type == "boolean"]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in noun.columns])
        for row in _rows(database, noun):
            cells = list(row)
            for number in flags:
                cells[number] = "true" if cells[number] else "false"
            writer.writerow(cells)
            count += 1
    return count


def _write_json(database: sqlite3.Connection, path: Path) -> None:
    """One row a line, so that a program can also read it line by line."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"format": "{FORMAT}"')
        for noun in NOUNS:
            file.write(f',\n"{noun.name}": [')
            for number, row in enumerate(_rows(database, noun)):
                told = {column.name: _plain(column, value) for column, value in zip(noun.columns, row, strict=True)}
                file.write(f"{',' if number else ''}\n{json.dumps(told, ensure_ascii=False)}")
            file.write("]")
        file.write("}\n")


def _plain(column: Column, value: Any) -> Any:
    return bool(value) if column.type == "boolean" else value


def _pack(folder: Path) -> None:
    with ZipFile(folder / PACKAGE, "w", ZIP_DEFLATED) as package:
        for name in (DESCRIPTION, *TABLES):
            about = ZipInfo(name, _START_OF_ZIP)
            about.compress_type, about.external_attr = ZIP_DEFLATED, 0o644 << 16
            size = (folder / name).stat().st_size
            with (folder / name).open("rb") as file, package.open(about, "w", force_zip64=size > 2**31) as member:
                for piece in _pieces(file):
                    member.write(piece)


def _pieces(file: Any) -> Iterator[bytes]:
    return iter(lambda: file.read(_AT_ONCE), b"")
