"""The JSON Schemas that we publish: files, so that whoever changes one sees what readers will see."""

from __future__ import annotations

import json
from pathlib import Path

from .record import Data

FOLDER = Path(__file__).parent / "schemas"
NAMES = ("microcredential", "microcredentials", "changes", "problem")


def schema_file(name: str) -> Path:
    return FOLDER / f"{name}.schema.json"


def read_schema(name: str) -> Data:
    return json.loads(schema_file(name).read_text())
