"""The description of the data package (Frictionless): each table, its columns, and what refers to what."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.urls import reverse

from catalogue.opendata.addresses import SITE, absolute

from .nouns import NOUNS, Column, Noun

NAME = "bc-microcredentials"
_VERSION = 16  # letters of the digest that name a state of the data


def describe(tables: dict[str, Path]) -> str:
    """`datapackage.json` for these tables. Its version is made of what they hold: the same data, the same version."""
    resources = [_resource(noun, tables[f"{noun.name}.csv"]) for noun in NOUNS]
    whole = hashlib.sha256("".join(each["hash"] for each in resources).encode())
    description = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": SITE,
        "description": "Microcredentials of schools in British Columbia. Every fact names its source and paragraph. "
        "An empty cell means that nobody has stated the value; it is not a no.",
        "homepage": absolute(reverse("data")),
        "version": whole.hexdigest()[:_VERSION],
        "resources": resources,
    }
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"


def _resource(noun: Noun, table: Path) -> dict[str, Any]:
    with table.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": noun.name,
        "path": table.name,
        "description": noun.words,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(noun),
    }


def _schema(noun: Noun) -> dict[str, Any]:
    references = [
        {
            "fields": column.name,
            "reference": {"resource": "" if column.refers_to == noun.name else column.refers_to, "fields": "key"},
        }
        for column in noun.columns
        if column.refers_to
    ]
    schema = {"fields": list(map(_field, noun.columns)), "primaryKey": "key", "missingValues": [""]}
    return {**schema, "foreignKeys": references} if references else schema


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name, "type": column.type, "description": column.description}
    return {**field, "constraints": column.constraints} if column.constraints else field
