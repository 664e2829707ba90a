"""The description itself: OpenAPI 3.1, of every address that the resolver has for reading."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from catalogue.models.vocabulary import Target
from catalogue.opendata.addresses import SITE
from catalogue.opendata.published_schemas import NAMES, read_schema
from catalogue.opendata.record import VERSION, Data
from catalogue.opendata.standards import STANDARDS
from catalogue.search import Snapshot

from .operations import HTML, PLAIN, PROBLEM, Operation, operation_of
from .parameters import of_list
from .walking import Address, read_addresses

_SAYS = (
    "Every address that is there to be read. Each answers GET, HEAD and OPTIONS, and 405 to anything else; none asks "
    "who reads it. Data may be read by pages of other sites too. Where an answer has a tag (ETag), who sends it back "
    "as If-None-Match gets 304 while nothing has changed. Null means that nobody has stated it; it never means no. "
    "What is promised about changes stands at /data/#promise."
)
_TAGS = (
    ("data", "For programs; the same in every language."),
    ("pages", "For people."),
    ("pages-in-french", "The same pages in French."),
)
_MEANINGS = {
    200: "Here it is.",
    301: "It stands at another address now.",
    304: "Nothing has changed since.",
    400: "Part of the address cannot be understood; the answer names it.",
    404: "Nothing stands here.",
    410: "It was taken out; the answer says when and why.",
    414: "The address is too long.",
    429: "Too much was asked for at once. Ask again after a while.",
    503: "It is being made, or the site waits for its database. Ask again after a while.",
}
_BARE = (301, 304)  # without words
# What is wrong is said as one of these; what no code of ours has looked at yet is always refused as a page.
_REFUSED_AS = {HTML: "page", PROBLEM: "problem", PLAIN: "text"}
_ALWAYS = (400, 414, 429, 503)  # an address may be broken, or too long; others ask for much; a database is away
_SHAPES: dict[str, Data] = {
    "linked": {"type": "object", "required": ["@context", "@id", "@type"]},
    "schema": {"type": "object", "required": ["$schema", "title"]},
    "description": {"type": "object", "required": ["openapi", "info", "paths"]},
    "difference": {"type": "object", "required": ["format", "from", "to", "links", "withdrawn", "changes"]},
    "suggestions": {
        "type": "object",
        "required": ["suggestions"],
        "properties": {
            "suggestions": {
                "type": "array",
                "items": {"type": "object", "required": ["group", "label", "hint", "url"]},
            }
        },
    },
}
_PLACES = {
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "int": {"type": "integer", "minimum": 0},
    "day": {"type": "string", "format": "date"},
}
_CHOICES = {
    ("pathway", "target"): [*Target.values],
    ("data-mapping", "slug"): [standard.slug for standard in STANDARDS],
    ("schema", "name"): [*NAMES],
}
_HEADERS = {
    "ETag": {"description": "Tells this state from every other.", "schema": {"type": "string"}},
    "Last-Modified": {"description": "Since when it has stood so, where that is known.", "schema": {"type": "string"}},
}


def describe(snapshot: Snapshot) -> Data:
    """The document. Filters have the values that there are now."""
    paths: dict[str, Data] = {}
    for address in read_addresses():
        paths[address.path] = {"get": _operation(address, operation_of(address), snapshot)}
    return {
        "openapi": "3.1.0",
        "info": {"title": SITE, "version": VERSION, "description": _SAYS},
        "servers": [{"url": settings.SITE_ORIGIN}],
        "tags": [{"name": name, "description": says} for name, says in _TAGS],
        "paths": paths,
        "components": {
            "schemas": _SHAPES | _published(),
            "parameters": {each["name"]: each for each in of_list(snapshot)},
            "headers": _HEADERS,
            "responses": _refusals(),
        },
    }


def _operation(address: Address, told: Operation, snapshot: Snapshot) -> Data:
    tag = "data" if told.kind != HTML else "pages-in-french" if address.is_french else "pages"
    others = {304: "304"} if told.has_tag else {}
    others |= {status: _refusal(status, told) for status in sorted({*told.refuses, *_ALWAYS})}
    return {
        "operationId": "-".join(filter(None, [address.name, address.told, "french" if address.is_french else ""])),
        "summary": told.says,
        "tags": [tag],
        "parameters": [*(_place(address, name, snapshot) for name in address.places), *_asked(told, snapshot)],
        "responses": {
            "200": _answer(200, {told.kind: _shaped(told)}, told.has_tag),
            **{str(status): _in_common("responses", name) for status, name in others.items()},
        },
    }


def _asked(told: Operation, snapshot: Snapshot) -> list[Data]:
    """The filters of the list, with all their values, are named once for all its forms."""
    asked = told.query(snapshot)
    return [_in_common("parameters", each["name"]) for each in asked] if told.query is of_list else asked


def _in_common(kind: str, name: str) -> Data:
    return {"$ref": f"#/components/{kind}/{name}"}


def _place(address: Address, name: str, snapshot: Snapshot) -> Data:
    """What is to be filled in, with an entry to try it with."""
    schema: dict[str, Any] = dict(_PLACES[address.places[name]])
    if choices := _CHOICES.get((address.name, name)):
        schema = {"type": "string", "enum": choices}
    told = {"name": name, "in": "path", "required": True, "schema": schema}
    if address.name.startswith(("microcredential", "preview", "suggest-thanks")) and snapshot.size:
        told["example"] = snapshot.entry(0).slug
    return told


def _shaped(told: Operation) -> Data:
    return {"schema": _in_common("schemas", told.shape)} if told.shape else {}


def _refusal(status: int, told: Operation) -> str:
    """The name of an answer. What our own code refuses it says as its kind; what no code has seen yet is a page."""
    kind = told.in_words if status in told.refuses else HTML
    return str(status) if status in _BARE else f"{status}-{_REFUSED_AS[kind]}"


def _refusals() -> dict[str, Data]:
    found = {str(status): _answer(status, {}, has_tag=status == 304) for status in _BARE}
    for status in _MEANINGS.keys() - {200, *_BARE}:
        for kind, name in _REFUSED_AS.items():
            shaped = {"schema": _in_common("schemas", "problem")} if kind == PROBLEM else {}
            found[f"{status}-{name}"] = _answer(status, {HTML: {}, kind: shaped})
    return found


def _answer(status: int, content: Data, has_tag: bool = False) -> Data:
    headers = {"headers": {name: _in_common("headers", name) for name in _HEADERS}} if has_tag else {}
    return {"description": _MEANINGS[status], **headers, **({"content": content} if content else {})}


def _published() -> Data:
    """The schemas that stand at their own addresses too; what they refer to inside is named by its place here."""
    return {name: _placed(name, read_schema(name)) for name in NAMES}


def _placed(name: str, schema: Data) -> Data:
    text = json.dumps({key: value for key, value in schema.items() if key != "$schema"})
    return json.loads(text.replace('"#/$defs/', f'"#/components/schemas/{name}/$defs/'))
