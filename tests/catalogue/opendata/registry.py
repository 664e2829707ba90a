"""What the Credential Registry asks of a credential: in our own words, and by its own schema where that is at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker

from catalogue.opendata import ctdl
from catalogue.opendata.record import Data

_PLACE = "shared/facts/standards/ctdl-credential.schema.json"
# It lies beside the project and is not ours to copy: docs/decisions/0111.
REGISTRY = next((each / _PLACE for each in Path(__file__).resolve().parents if (each / _PLACE).exists()), None)

_WORDS = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://"}
_MANY = {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["@type"]}}
_SHAPE = Draft202012Validator(
    {
        "type": "object",
        "required": [
            *("@context", "@type", "@id", "ceterms:name", "ceterms:description", "ceterms:subjectWebpage"),
        ],
        "anyOf": [{"required": ["ceterms:offeredBy"]}, {"required": ["ceterms:ownedBy"]}],
        "properties": {
            "@context": {"const": ctdl.CONTEXT},
            "@type": {"const": ctdl.TYPE},
            "@id": _ADDRESS,
            "ceterms:name": _WORDS,
            "ceterms:description": _WORDS,
            "ceterms:subjectWebpage": _ADDRESS,
            "ceterms:offeredBy": _MANY,
            "ceterms:estimatedCost": _MANY,
            "ceterms:estimatedDuration": _MANY,
            "ceterms:isAdvancedStandingFor": _MANY,
        },
        "propertyNames": {
            "pattern": "^(@context|@type|@id|ceterms:[a-z][A-Za-z]+)$",
            "not": {"enum": [*ctdl.NOT_STATED]},
        },
    },
    format_checker=FormatChecker(),
)


def asked_of_ctdl(document: Data) -> list[str]:
    """What is wrong with a document by the part of those rules that we state ourselves."""
    return [error.message for error in _SHAPE.iter_errors(document)]


def registry_says(document: Data) -> list[str]:
    """What is wrong by the registry's own schema, but for the elements that nobody has stated; nothing without it."""
    return [*_complaints(document)] if REGISTRY else []


def _complaints(document: Data) -> Iterator[str]:
    known, schema = _read()
    yield from (error.message for error in schema.iter_errors(document))
    yield from sorted(set(document) - known)


@cache
def _read() -> tuple[set[str], Draft4Validator]:
    definitions = json.loads(REGISTRY.read_text())["definitions"]
    credential = definitions[ctdl.TYPE]
    assert set(ctdl.NOT_STATED) < set(credential["required"])
    credential["required"] = sorted(set(credential["required"]) - set(ctdl.NOT_STATED))
    shape = {"$ref": f"#/definitions/{ctdl.TYPE}", "definitions": definitions}
    return set(credential["properties"]), Draft4Validator(shape)
