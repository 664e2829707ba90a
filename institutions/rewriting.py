"""The writes of an undo and of a merge: many records at once, exactly as told, each with its history row.

No guard of a record is asked and no citation is flagged here: who undoes a change, or makes one entry of two, checks
the rules across rows once, when all is written. Everybody else saves and deletes records one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models

from .bulk import ADDED, CHANGED, DELETED, copy_to_history, in_portions
from .changes import current_change
from .records import Record


def lock(model: type[Record], pks: Iterable[int]) -> None:
    """Keep others from writing to these records until the transaction ends; all who ask do so in the same order."""
    for portion in in_portions(sorted(set(pks))):
        list(model.objects.select_for_update().filter(pk__in=portion).order_by("pk").values_list("pk"))


def take_away(model: type[Record], pks: Iterable[int]) -> Iterator[int]:
    """Delete records, with the rows that go along by the model's own rule. Says how many, portion by portion."""
    for portion in in_portions(pks):
        _note(DELETED, model, portion)
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.auto_created and relation.one_to_many:
                _let_go(relation, portion)
        there = models.QuerySet(model).filter(pk__in=portion)
        there._raw_delete(there.db)
        yield len(portion)


def _let_go(relation: models.ForeignObjectRel, pks: list[int]) -> None:
    """What is no record goes along, or forgets what it referred to, as its own model says."""
    referring = relation.related_model._base_manager.filter(**{f"{relation.field.attname}__in": pks})
    if relation.on_delete is models.CASCADE:
        referring.delete()
    elif relation.on_delete is models.SET_NULL:
        referring.update(**{relation.field.name: None})


def put_back(model: type[Record], records: Iterable[Record]) -> Iterator[int]:
    """Create records that were there before, under the keys that they had."""
    for portion in in_portions(records):
        models.QuerySet(model).bulk_create(portion)
        _note(ADDED, model, [record.pk for record in portion])
        for record in portion:
            record.note_writing(renamed=True, using=record._state.db)
        yield len(portion)


def rewrite(model: type[Record], edits: Iterable[tuple[Record, dict[str, Any]]]) -> Iterator[int]:
    """Give records other values, by the names of their columns, one after the other as they come."""
    for portion in in_portions(edits):
        renamed = {record.pk: "slug" in values for record, values in portion}
        for record, values in portion:
            record.version += 1
            vars(record).update(values)
            models.QuerySet(model).filter(pk=record.pk).update(**values, version=record.version)
        fresh = model.objects.in_bulk([record.pk for record, _ in portion])
        _note(CHANGED, model, fresh)
        for record in fresh.values():
            record.note_writing(renamed=renamed[record.pk], using=record._state.db)
        yield len(portion)


def _note(kind: str, model: type[Record], pks: Iterable[int]) -> None:
    copy_to_history(model, pks, current_change().pk, DEFAULT_DB_ALIAS, kind=kind)
