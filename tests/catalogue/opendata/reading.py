"""Reading records as a stranger would: through JSON and back, and held against the schema."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator, FormatChecker

from catalogue.dossier import read_dossier
from catalogue.models import Microcredential
from catalogue.opendata.published_schemas import NAMES, read_schema
from catalogue.opendata.record import Data, record_of

SCHEMA = {name: Draft202012Validator(read_schema(name), format_checker=FormatChecker()) for name in NAMES}


def record(entry: Microcredential) -> Data:
    """As a reader gets it, and in accord with the schema."""
    read = json.loads(json.dumps(record_of(read_dossier(entry))))
    SCHEMA["microcredential"].validate(read)
    return read
