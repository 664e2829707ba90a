"""All records as they stand, to be compared: every value but the version, which only ever goes up.

Read as plain values: this is asked after each of thousands of random acts.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from catalogue.undoing.reversals import nouns
from institutions.records import Record

Records = dict[str, dict[str, Any]]


def all_records() -> Records:
    found = {}
    for noun in nouns():
        names = _names(noun)
        for pk, *values in noun.objects.order_by("pk").values_list("pk", *names):
            found[f"{noun.__name__} {pk}"] = dict(zip(names, values, strict=True))
    return found


def all_told() -> Records:
    """The same, as the history has it: the newest row of each record, where that is no deletion."""
    found = {}
    for noun in nouns():
        names = _names(noun)
        rows = noun.history.order_by("history_id").values_list("id", "history_type", *names)
        newest = {row[0]: row for row in rows}
        for pk, kind, *values in newest.values():
            if kind != "-":
                found[f"{noun.__name__} {pk}"] = dict(zip(names, values, strict=True))
    return found


@cache
def _names(noun: type[Record]) -> tuple[str, ...]:
    return tuple(each.attname for each in noun._meta.concrete_fields if each.name != "version")
