"""Takes in the whole of a catalogue, as `/data/` gives it: the data package or the JSON. What is there stays as it is.

It becomes fixtures, which are loaded as all others are: matched by key, and never over what staff wrote.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from catalogue.models import Microcredential
from catalogue.models.vocabulary import State
from catalogue.opendata.whole.files import DESCRIPTION, FORMAT, table_of
from catalogue.opendata.whole.nouns import NOUNS, Noun

from .fixtures import FixtureProblems
from .loading import load
from .settling import Fate

Row = dict[str, Any]
_LONGEST_CELL = 2**24  # characters; Python's own limit is far below a long text


def import_package(path: Path) -> list[Fate]:
    """Load a file of the whole as one act. Raises FixtureProblems with all that is wrong; then nothing is written."""
    try:
        with TemporaryDirectory() as folder:
            _write_fixtures(path, Path(folder))
            return load(Path(folder), why="import_package")
    except (OSError, BadZipFile, UnicodeDecodeError, csv.Error, json.JSONDecodeError) as problem:
        raise FixtureProblems([f"{path} cannot be read ({problem})."]) from None


def _write_fixtures(path: Path, folder: Path) -> None:
    if not is_zipfile(path):
        whole = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(whole, dict) or whole.get("format") != FORMAT:
            raise FixtureProblems([f"{path} is no data of a catalogue in format {FORMAT}."])
        for noun in NOUNS:
            _write_fixture(noun, whole.get(noun.name, []), folder)
        return
    with ZipFile(path) as package:
        there_are = _check(package)
        for noun in NOUNS:
            _write_fixture(noun, _read_table(noun, package) if noun in there_are else [], folder)


def _check(package: ZipFile) -> list[Noun]:
    """The nouns of which it has a table: one that is older than a noun has none of it.

    Raise FixtureProblems where it lacks a table that it describes, or one is not as the description says.
    """
    names = set(package.namelist())
    if DESCRIPTION not in names:
        raise FixtureProblems([f"{DESCRIPTION}: the package lacks it."])
    digests = {each["path"]: each["hash"] for each in json.loads(package.read(DESCRIPTION))["resources"]}
    described = [noun for noun in NOUNS if table_of(noun) in digests]
    if missing := sorted({*map(table_of, described)} - names):
        raise FixtureProblems(f"{name}: the package lacks it." for name in missing)
    problems = []
    for name in map(table_of, described):
        with package.open(name) as table:
            if f"sha256:{hashlib.file_digest(table, 'sha256').hexdigest()}" != digests[name]:
                problems.append(f"{name}: it is not the table that {DESCRIPTION} describes.")
    if problems:
        raise FixtureProblems(problems)
    return described


def _read_table(noun: Noun, package: ZipFile) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    with package.open(table_of(noun)) as table:
        yield from csv.DictReader(TextIOWrapper(table, encoding="utf-8", newline=""))


def _write_fixture(noun: Noun, rows: Iterable[Row], folder: Path) -> None:
    fixture = [{"model": noun.model._meta.label_lower, "fields": _fields(noun, row)} for row in rows]
    (folder / f"{noun.name}.json").write_text(json.dumps(fixture), encoding="utf-8")


def _fields(noun: Noun, row: Row) -> Row:
    """The whole holds only what visitors see: whatever comes in it is published."""
    fields = {column.name: column.read(row.get(column.name)) for column in noun.columns}
    return {**fields, "state": State.PUBLISHED} if noun.model is Microcredential else fields
