"""Compares two snapshots part by part: one made from nothing, and one that followed every edit."""

from __future__ import annotations

from typing import Any

from catalogue.search import Snapshot


def differing_parts(one: Snapshot, other: Snapshot) -> list[str]:
    """The names of the parts in which they differ; of equal ones none."""
    ours, theirs = _parts(one), _parts(other)
    return [name for name in ours if ours[name] != theirs[name]]


def _parts(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "mark": snapshot.mark,
        "size": snapshot.size,
        "pks": snapshot.pks,
        "slugs": snapshot.slugs,
        "entries": [snapshot.entry(number) for number in range(snapshot.size)],
        "sets": snapshot.sets,
        "orders": {name: (order.numbers, order.keys, order.sets) for name, order in snapshot.orders.items()},
        "text": snapshot.text.state(),
        "places": snapshot.places,
        "labels": snapshot.labels,
        "options shown": {name: options.shown for name, options in snapshot.options.items()},
        "counts": {name: options.counts_of_all for name, options in snapshot.options.items()},
    }
