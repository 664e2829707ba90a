"""What may be asked behind a question mark, as OpenAPI has it: read from what the search knows, so that both agree."""

from __future__ import annotations

from typing import Any

from catalogue.models.vocabulary import Target
from catalogue.opendata.record import Data
from catalogue.search import Snapshot
from catalogue.search.facets import BY_NAME
from catalogue.search.orders import BEST, SORTS
from catalogue.search.query import AS_TYPED, CARDS, MAX_TEXT, TABLE

# What a form sends of a box that was left empty asks for nothing.
_NOTHING = ""
_TEXT = {"type": "string", "pattern": r"^[^\u0000]*$"}


def parameter(name: str, says: str, schema: Data, **more: Any) -> Data:
    return {"name": name, "in": "query", "description": says, "schema": schema, **more}


def of_list(snapshot: Snapshot) -> list[Data]:
    """For the data of a list, which refuses what it does not know."""
    return [
        parameter("q", _WORDS, _SEARCHABLE),
        *(_facet(snapshot, name) for name in snapshot.labels),
        parameter("sort", _ORDER, _one_of(*(sort.value for sort in SORTS if sort.value != BEST))),
        parameter("spelling", "Take the words as they are spelt.", _one_of(AS_TYPED)),
        parameter("view", "How the page shows the list; no matter here.", _one_of(CARDS, TABLE)),
        parameter("page", "Which page, from 1 on.", {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}),
    ]


def of_page(names: list[str]) -> list[Data]:
    """For a page, which names what it does not know and leaves it out: so anything may be asked."""
    return [parameter(name, _PAGES[name], _TEXT) for name in names]


def _facet(snapshot: Snapshot, name: str) -> Data:
    values = {"type": "array", "items": _one_of(*snapshot.labels[name])}
    says = f"{BY_NAME[name].label}: entries with any of these values. Several parameters must all hold."
    return parameter(name, says, values, style="form", explode=True)


def _one_of(*values: str) -> Data:
    return {"type": "string", "enum": [_NOTHING, *values]}


_WORDS = "Words to search for: one to twelve, else there is no such list. Misspelt ones are corrected."
_SEARCHABLE = {**_TEXT, "maxLength": MAX_TEXT}
_ORDER = "In which order; without it by title or, with words, the best match first."
_DAY = {"type": "string", "format": "date"}
_DAY_OR_NONE = {"type": "string", "anyOf": [{"format": "date"}, {"const": _NOTHING}]}
AS_OF = parameter("as_of", "How it stood when this day of Pacific Time ended.", _DAY_OR_NONE)
SINCE = [
    parameter(
        "since",
        "From which moment on: a day of Pacific Time, or a moment as the links of an answer have it.",
        {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}, {"const": _NOTHING}]},
    ),
    parameter("after", "Go on after this slug; the links of an answer say it.", _TEXT),
]
_TWO = (
    ("from", "The first day, one that has an edition."),
    ("to", "The second day, one that has an edition."),
)
TWO_DAYS = [parameter(name, says, _DAY, required=True) for name, says in _TWO]
# The page asks for what is missing.
TWO_DAYS_OR_NONE = [parameter(name, says, _DAY_OR_NONE) for name, says in _TWO]
_PAGES = {
    "e": "The slug of a program to show; may come several times.",
    "only": "“differences”: only the rows that differ.",
    "target": f"A larger credential: {', '.join(Target.values)}.",
    "institution": "The slug of a school.",
    "run": "“others”: only what the school does not run itself.",
    "page": "Which page, from 1 on.",
    "q": "The first letters of what somebody looks for.",
}
