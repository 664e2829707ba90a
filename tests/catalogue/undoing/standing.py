"""All records as they stand, to be compared: every value but the version, which only ever goes up."""

from __future__ import annotations

from typing import Any

from catalogue.undoing.reversals import nouns


def all_records() -> dict[str, dict[str, Any]]:
    found = {}
    for noun in nouns():
        for record in noun.objects.all():
            values = {each.attname: getattr(record, each.attname) for each in noun._meta.concrete_fields}
            found[f"{noun.__name__} {record.pk}"] = {name: values[name] for name in values if name != "version"}
    return found


def all_told() -> dict[str, dict[str, Any]]:
    """The same, as the history has it: the newest row of each record, where that is no deletion."""
    found = {}
    for noun in nouns():
        names = [each.attname for each in noun._meta.concrete_fields if each.name != "version"]
        for row in noun.history.order_by("history_id"):
            place = f"{noun.__name__} {row.id}"
            found.pop(place, None)
            if row.history_type != "-":
                found[place] = {name: getattr(row, name) for name in names}
    return found
