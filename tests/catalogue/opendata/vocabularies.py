"""Holds documents against the vocabularies of standards, as far as we use them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from catalogue.opendata.record import Data

# Types of schema.org that we use, and every property that each may have. Where they are from is said in the file.
TERMS = json.loads((Path(__file__).parent / "schema_org_terms.json").read_text())["types"]
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
    """Types and properties that schema.org does not have, or not for each other."""
    found = []
    for each in objects(document):
        of_type = each.get("@type", "")
        if of_type not in TERMS:
            found.append((of_type, ""))
            continue
        names = {name for name in each if not name.startswith("@")} - _ANNOTATIONS
        found += [(of_type, name) for name in sorted(names - set(TERMS[of_type]))]
    return found


def says_nothing(document: Data) -> list[Data]:
    """Objects with a value that is none: what is unknown is to be left out."""
    return [each for each in objects(document) if any(value in (None, "", [], {}) for value in each.values())]
