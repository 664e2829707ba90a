"""What the database holds of the records that fixtures name, and who wrote it, read in a few queries per model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from institutions.changes import Way
from institutions.records import Record

from .fixtures import Identity, Row


class Standing:
    """The records that stand, and by which ways in each key was ever written."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.records: dict[Identity, Record] = {}
        self._ways: dict[Identity, set[str]] = {}
        wanted: dict[type[Record], set[str]] = {}
        for row in rows:
            for model, key in (row.identity, *(target for _, target in row.targets())):
                wanted.setdefault(model, set()).add(key)
        for model, keys in wanted.items():
            self._read(model, keys)
        self.taken = cache(self._taken)

    def written_by_staff(self, identity: Identity) -> bool:
        """Whether anybody but the loader ever wrote the record: from then on it is theirs."""
        return bool(self._ways.get(identity, set()) - {Way.LOADER})

    def was_deleted(self, identity: Identity) -> bool:
        return identity in self._ways and identity not in self.records

    def _read(self, model: type[Record], keys: set[str]) -> None:
        # The history last: who saves in between then counts as staff, and is not overwritten.
        for record in model.objects.filter(key__in=keys):
            self.records[model, record.key] = record
        for key, way in model.history.filter(key__in=keys).order_by().values_list("key", "change__way").distinct():
            self._ways.setdefault((model, key), set()).add(way)

    def _taken(self, model: type[Record], fields: tuple[str, ...]) -> dict[tuple, str]:
        """The values that must occur once, as they stand now, with the key of the record that has them."""
        return {tuple(values): key for key, *values in model.objects.order_by().values_list("key", *fields)}
