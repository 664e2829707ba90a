"""Holds documents against the vocabularies of standards, as far as we use them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from catalogue.opendata.record import Data

# Types of schema.org that we use, and every property that each may have. Where they are from is said in the file.
_VOCABULARY = json.loads((Path(__file__).parent / "schema_org_terms.json").read_text())
TERMS = _VOCABULARY["types"]
# How a value of each type of data is written. All others are things: objects, or addresses.
_DATA: dict[str, Callable[[object], bool]] = {
    "Text": lambda value: isinstance(value, str),
    "URL": lambda value: isinstance(value, str) and _is_address(value),
    "Date": lambda value: isinstance(value, str) and _is_day(value),
    "Duration": lambda value: isinstance(value, str) and bool(_DURATION.fullmatch(value)),
    "Boolean": lambda value: isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?")
# The one property that search engines ask for and schema.org writes with a hyphen, as the input of an action.
_ANNOTATIONS = {"query-input"}


def objects(node: object) -> Iterator[Data]:
    """Every object inside a document, itself included."""
    if isinstance(node, list):
        for each in node:
            yield from objects(each)
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from objects(each)


def outside_schema_org(document: Data) -> list[tuple[str, str]]:
    """Types and properties that schema.org does not have, or not for each other, and values that do not fit."""
    found = []
    for each in objects(document):
        of_type = each.get("@type", "")
        if of_type not in TERMS:
            found.append((of_type, ""))
            continue
        names = {name for name in each if not name.startswith("@")} - _ANNOTATIONS
        found += [(of_type, name) for name in sorted(names - set(TERMS[of_type]))]
        found += [(of_type, f"{name}: {value}") for name in sorted(names) for value in _misplaced(name, each[name])]
    return found


def _misplaced(name: str, values: object) -> list[object]:
    """The values that are of no type that this property takes."""
    types = _VOCABULARY["values"].get(name, [])
    each = values if isinstance(values, list) else [values]
    return [value for value in each if not any(_is_of(value, of_type) for of_type in types)]


def _is_of(value: object, of_type: str) -> bool:
    if of_type in _DATA:
        return _DATA[of_type](value)
    if isinstance(value, dict):
        return of_type in _VOCABULARY["kinds_of"].get(value.get("@type", ""), [])
    return isinstance(value, str) and of_type == "Thing" and _is_address(value)


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def says_nothing(document: Data) -> list[Data]:
    """Objects with a value that is none: what is unknown is to be left out."""
    return [each for each in objects(document) if any(value in (None, "", [], {}) for value in each.values())]
