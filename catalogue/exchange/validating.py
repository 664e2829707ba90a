"""Finds what is wrong between rows: doubles, references to nothing, values that do not go together. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import count

from django.db.models import CheckConstraint

from institutions.records import Record

from .fixtures import Identity, Reading, Row, unique_sets


def validate(reading: Reading, standing: Mapping[Identity, Record]) -> None:
    """Note all that is wrong with the rows, given the records that stand in the database already."""
    rows = list(reading.rows.values())
    # Rows refer to each other before any is stored: they need primary keys, and ones that no stored record has.
    for row, placeholder in zip(rows, count(-1, -1), strict=False):
        row.record.pk = placeholder
    _find_doubles(rows)
    bound = [row for row in rows if _bind(row, reading, standing)]
    for row in bound:
        row.note(row.record.clean)
    if reading.all_problems() and not reading.unreadable:
        explain_refusals(rows)


def explain_refusals(rows: Iterable[Row]) -> None:
    """Ask the rules of the database row by row. Slow, milliseconds a row: for when something is wrong already."""
    for row in rows:
        rules = [each for each in row.model._meta.constraints if isinstance(each, CheckConstraint)]
        for rule in rules if not row.problems else ():
            row.note(partial(rule.validate, row.model, row.record))


def _find_doubles(rows: Iterable[Row]) -> None:
    """Note rows that say over again what may be said once."""
    said: dict[tuple, Row] = {}
    for row in rows:
        for names in unique_sets(row.model):
            values = row.values(names)
            first = said.setdefault((row.model, names, values), row)
            if first is not row and None not in values:
                row.problems.append(f"it has the same {' and '.join(names)} as {first.key} in {first.file}.")


def _bind(row: Row, reading: Reading, standing: Mapping[Identity, Record]) -> bool:
    """Let the references of a row point to records. Returns whether all of them could."""
    missing = []
    for name, target in row.targets():
        record = reading.rows[target].record if target in reading.rows else standing.get(target)
        if record is None:
            missing.append(f"{name}: there is no {target[0]._meta.verbose_name} with the key “{target[1]}”.")
        else:
            setattr(row.record, name, record)
    if not reading.unreadable:  # else what seems to be missing may only be unread
        row.problems += missing
    return not missing
