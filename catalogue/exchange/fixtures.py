"""Reads fixture files into rows and says all that is wrong with them. What the database holds is for loading.py."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from institutions.records import Record

_NOT_GIVEN = {"id", "version"}  # the database's own affairs


class FixtureProblems(Exception):
    """Everything that is wrong with the fixtures, one line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(eq=False)
class Row:
    """One record as a fixture gives it: its plain values in `record`, the keys that it refers to apart."""

    model: type[Record]
    key: str
    file: str
    record: Record
    references: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.file}: {self.key}"

    @property
    def identity(self) -> Identity:
        return self.model, self.key

    def note(self, check: Callable[[], None]) -> None:
        """Note what a check finds wrong."""
        try:
            check()
        except ValidationError as problem:
            by_field = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
            for name, messages in by_field.items():
                place = "" if name == NON_FIELD_ERRORS else f"{name}: "
                self.problems += [f"{place}{message}" for message in messages]

    def values(self, names: Iterable[str]) -> tuple:
        """The values of some fields as the fixture gives them, references by their keys."""
        references = {each.name for each in self.model._meta.concrete_fields if each.is_relation}
        return tuple(self.references.get(name) if name in references else getattr(self.record, name) for name in names)

    def targets(self) -> Iterator[tuple[str, Identity]]:
        """Each foreign key that is given, and the record that it names."""
        for name, key in self.references.items():
            yield name, (self.model._meta.get_field(name).related_model, key)


Identity = tuple[type[Record], str]


def fields_given(model: type[Record]) -> list[models.Field]:
    """The fields that a fixture may give; one that it leaves out has its default."""
    return [each for each in model._meta.concrete_fields if each.name not in _NOT_GIVEN]


def unique_sets(model: type[Record]) -> list[tuple[str, ...]]:
    """The fields whose values together occur once, the key apart. Their conditions only say «not null»."""
    single = [(each.name,) for each in fields_given(model) if each.unique and each.name != "key"]
    return single + [each.fields for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]


class Reading:
    """All rows of a folder's fixture files, by model and key, and the problems met on the way."""

    def __init__(self, folder: Path) -> None:
        self.rows: dict[Identity, Row] = {}
        self.problems: list[str] = []
        self.unreadable = False
        files = sorted(folder.glob("*.json"), key=lambda path: path.name)
        if not files:
            self.problems.append(f"{folder}: there is no fixture here, no file that ends in .json.")
        for path in files:
            for number, entry in enumerate(self._entries(path), start=1):
                self._read_entry(path.name, f"row {number}", entry)

    def all_problems(self) -> list[str]:
        """What is wrong with the files and with each row."""
        return self.problems + [f"{row}: {problem}" for row in self.rows.values() for problem in row.problems]

    def _entries(self, path: Path) -> list[Any]:
        """The rows of a file. Empty, with a problem noted, when it cannot be read."""
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as problem:
            trouble = f"byte {problem.start} is not UTF-8."
        except json.JSONDecodeError as problem:
            trouble = f"line {problem.lineno}, column {problem.colno}: this is not JSON ({problem.msg})."
        else:
            if isinstance(entries, list):
                return entries
            trouble = "a fixture is a list of rows, in square brackets."
        self.unreadable = True
        self.problems.append(f"{path.name}: {trouble}")
        return []

    def _read_entry(self, file: str, place: str, entry: Any) -> None:
        fields = entry.get("fields") if isinstance(entry, dict) else None
        if not isinstance(fields, dict):
            self.problems.append(f"{file}: {place}: a row needs “model” and “fields”.")
            return
        key, label = fields.get("key"), entry.get("model")
        model = _record_model(label)
        if not isinstance(key, str) or not key:
            self.problems.append(f"{file}: {place}: it has no key; rows are matched by key.")
        elif model is None:
            self.problems.append(f"{file}: {key}: there is no model “{label}” in this catalogue.")
        elif (model, key) in self.rows:
            self.problems.append(f"{file}: {key}: a row in {self.rows[model, key].file} has this key already.")
        else:
            self.rows[model, key] = _row(model, key, file, entry)


def _record_model(label: Any) -> type[Record] | None:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError, AttributeError, TypeError):
        return None
    return model if issubclass(model, Record) else None


def _row(model: type[Record], key: str, file: str, entry: dict[str, Any]) -> Row:
    row = Row(model, key, file, model(key=key))
    if entry.get("pk") is not None:
        row.problems.append("it names a pk; rows are matched by key, so leave the pk out.")
    known = {each.name: each for each in fields_given(model)}
    misread = set()
    for name, value in entry["fields"].items():
        if name not in known:
            row.problems.append(f"there is no field “{name}”.")
        elif problem := _read(row, known[name], value):
            row.problems.append(f"{name}: {problem}")
            misread.add(name)
    references = {name for name, each in known.items() if each.is_relation}
    needed = sorted(name for name in references - misread - row.references.keys() if not known[name].null)
    row.problems += [f"{name}: it is needed." for name in needed]
    row.note(partial(row.record.clean_fields, exclude=references | misread))
    return row


def _read(row: Row, into: models.Field, value: Any) -> str:
    """Take one value into the row. Returns what is wrong with it, empty when nothing is."""
    if not into.is_relation:
        return _read_plain(row, into, value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        row.references[into.name] = value[0]
    elif value is not None:
        return f"write the other row's key in square brackets, not {value!r}."
    return ""


def _read_plain(row: Row, into: models.Field, value: Any) -> str:
    if isinstance(value, (dict, list)):
        return f"write one value, not {value!r}."
    try:
        setattr(row.record, into.attname, into.to_python(value))
    except ValidationError as problem:
        return " ".join(problem.messages)
    return ""
