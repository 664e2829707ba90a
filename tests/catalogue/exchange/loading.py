"""For tests of the loader: fixtures written on the spot, and what a load did with them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.apps import apps

from catalogue.exchange.loading import load
from institutions.changes import Change
from institutions.records import Record

NOUNS = [model for model in apps.get_models() if issubclass(model, Record)]


def row(model: str, key: str, **fields: Any) -> dict[str, Any]:
    app = {"institution": "institutions", "fundingsource": "funding", "fundingflow": "funding"}.get(model, "catalogue")
    return {"model": f"{app}.{model}", "fields": {"key": key, **fields}}


def offering(key: str = "t01", **fields: Any) -> dict[str, Any]:
    return row("microcredential", key, **{"title": f"Title of {key}", "slug": key, "summary": "Short.", **fields})


def school(key: str = "bcit", **fields: Any) -> dict[str, Any]:
    return row("institution", key, **{"name": f"Name of {key}", "slug": key, **fields})


def guide() -> dict[str, Any]:
    return row("source", "guide", kind="document", title="Guide", short_title="Guide", paragraphs=79)


def participation(
    key: str = "t01-bcit", entry: str = "t01", institution: str = "bcit", **fields: Any
) -> dict[str, Any]:
    given = {"microcredential": [entry], "institution": [institution], "role": "provider", **fields}
    return row("participation", key, **given)


def citation(key: str, **fields: Any) -> dict[str, Any]:
    return row("citation", key, **{"source": ["guide"], "paragraph": 1, "basis": "stated", "says": "So.", **fields})


def small_catalogue() -> list[dict[str, Any]]:
    """An offering with its provider, cited."""
    return [
        guide(),
        school(),
        offering(),
        participation(),
        citation("cite-title", microcredential=["t01"], field="title"),
        citation("cite-provider", participation=["t01-bcit"]),
    ]


def load_rows(folder: Path, *rows: dict[str, Any], file: str = "all.json") -> dict[str, str]:
    """Load these rows and no others. Returns the outcome of each key."""
    for old in folder.glob("*.json"):
        old.unlink()
    (folder / file).write_text(json.dumps(rows))
    return {fate.row.key: fate.outcome.name.lower() for fate in load(folder)}


def counts(outcomes: dict[str, str]) -> dict[str, int]:
    return dict(Counter(outcomes.values()))


def everything() -> dict[str, list[tuple]]:
    """All that is stored: every row, every state of it, every change."""
    stored = {noun.__name__: list(noun.objects.order_by("pk").values_list()) for noun in NOUNS}
    states = {f"history of {noun.__name__}": list(noun.history.order_by("pk").values_list()) for noun in NOUNS}
    return {**stored, **states, "changes": list(Change.objects.order_by("pk").values_list())}
