"""Sets of records: whatever is written through one leaves a history row in the same transaction, or is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from .bulk import ADDED, CHANGED, copy_to_history, in_portions, insert, update
from .changes import Way, current_change, current_way

if TYPE_CHECKING:
    from .records import Record

# The field of a citation that speaks of a whole record, as claims are cited.
ROW = ""
KEY_STAYS = "A key never changes. Make a new record instead."


class BulkWriteRefused(TypeError):
    """A write that would leave no history row. Save the records one by one, or create them with `bulk_create`."""


class StaleRecord(Exception):
    """Somebody saved this record after it was read; saving now would undo their work."""


class RecordQuerySet(models.QuerySet):
    """A queryset whose every write leaves a history row or is refused."""

    def update(self, **values: Any) -> int:
        raise BulkWriteRefused("update() leaves no history: save each record instead.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise BulkWriteRefused("bulk_update() leaves no history: save each record instead.")

    def bulk_create(self, objs: Iterable[Record], *args: Any, **kwargs: Any) -> list[Record]:
        """Create many records and their history rows in one transaction; conflicts cannot be ignored or updated."""
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise BulkWriteRefused("bulk_create() with conflicts leaves no true history: save each record instead.")
        with transaction.atomic(self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            pks = [record.pk for record in made]
            copy_to_history(self.model, pks, current_change(self.db).pk, self.db, kind=ADDED)
        for record in made:
            record._remember()
        return made

    def insert(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
        """Create many records that nobody needs as objects, and their history rows; the values stand in `rows`.

        Only for nouns that check nothing when they are saved. Returns the keys that they were given.
        """
        with transaction.atomic(self.db):
            keys = insert(self.model, names, rows, self.db)
            if keys:
                copy_to_history(self.model, keys, current_change(self.db).pk, self.db, kind=ADDED, by="key")
        return keys

    insert.alters_data = True

    def save_many(self, records: Iterable[Record]) -> None:
        """Save many records as `save` does each, in a few statements for some hundreds of them.

        Raises StaleRecord, and writes nothing, when somebody else saved one of them since it was read.
        """
        with transaction.atomic(self.db):
            for portion in in_portions(records):
                edits = {record: changed for record in portion if (changed := record.changed_fields())}
                if current_way() == Way.LOADER:  # whose own rules about citations are asked record by record
                    for record in edits:
                        record.save(using=self.db)
                elif edits:
                    self._write(edits)

    save_many.alters_data = True

    def _write(self, edits: dict[Record, set[str]]) -> None:
        names = set().union(*edits.values())
        if "key" in names:
            raise ValidationError({"key": KEY_STAYS})
        if update(self.model, names, edits, self.db) != len(edits):
            raise StaleRecord(f"One of {len(edits)} records was changed or deleted by somebody else meanwhile.")
        copy_to_history(self.model, [each.pk for each in edits], current_change(self.db).pk, self.db, kind=CHANGED)
        for record, changed in edits.items():
            record.version += 1
            record._remember()
            record.note_writing(renamed="slug" in changed, using=self.db)
        self._flag_citations(
            {record.pk: edited for record, changed in edits.items() if (edited := record.edited(changed))}
        )

    def _flag_citations(self, edited: dict[Any, set[str]]) -> None:
        """Ask for a fresh look at what the sources say about the edited values, as a single save does."""
        if not edited:
            return
        about = self.model._meta.get_field("citations").field
        citations = about.model._default_manager.using(self.db).current()
        current = citations.filter(**{f"{about.name}__in": [*edited]}, needs_look=False)
        flagged = [each for each in current if each.field in {*edited[getattr(each, about.attname)], ROW}]
        for citation in flagged:
            citation.needs_look = True
        citations.save_many(flagged)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete one by one, so that each record's own guard is heard."""
        counts: dict[str, int] = {}
        with transaction.atomic(self.db):
            for record in self:
                for label, count in record.delete()[1].items():
                    counts[label] = counts.get(label, 0) + count
        return sum(counts.values()), counts

    delete.alters_data = True
    delete.queryset_only = True


class RecordManager(models.Manager.from_queryset(RecordQuerySet)):
    """Finds records by their key, as fixtures and imports name them."""

    def get_by_natural_key(self, key: str) -> Record:
        return self.get(key=key)
