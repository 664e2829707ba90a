"""The order in which rows can be written: each after those that it refers to, otherwise as the files have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter

from institutions.records import Record

from .fixtures import Row


def in_waves(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows in groups of one model, each group after all that it refers to."""
    by_model: dict[type[Record], list[Row]] = {}
    for row in rows:
        by_model.setdefault(row.model, []).append(row)
    needs = {model: _models_needed(model) for model in by_model}
    order = [model for model in TopologicalSorter(needs).static_order() if model in by_model]
    return [wave for model in order for wave in _generations(by_model[model])]


def _models_needed(model: type[Record]) -> set[type[Record]]:
    return {each.related_model for each in model._meta.concrete_fields if each.is_relation} - {model}


def _generations(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows of one model: first those that refer to no other of them, then those that refer to the first, and so on."""
    own = {row.identity for row in rows}
    sorter = TopologicalSorter({row.identity: [each for _, each in row.targets() if each in own] for row in rows})
    sorter.prepare()  # there is no circle in it: every noun that refers to its like refuses that in `clean`
    while ready := set(sorter.get_ready()):
        yield [row for row in rows if row.identity in ready]
        sorter.done(*ready)
