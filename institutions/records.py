"""The abstract base every noun shares: immutable key, version, history of every change. No noun lives here."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models, router, transaction
from simple_history.models import HistoricalRecords

from .changes import LOADDATA, Change, acting, current_change

# The field of a citation that speaks of a whole record, as claims are cited.
ROW = ""


class BulkWriteRefused(TypeError):
    """A write that would leave no history row. Save the records one by one, or create them with `bulk_create`."""


class StaleRecord(Exception):
    """Somebody saved this record after it was read; saving now would undo their work."""


def exactly_one(names: Iterable[str]) -> models.Q:
    """For a CHECK: exactly one of these foreign keys is set."""
    one = models.Q()
    for chosen in names:
        one |= models.Q(**{f"{name}__isnull": name != chosen for name in names})
    return one


class HistoryRow(models.Model):
    """One state of one record, and the change that brought it."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(kwargs.get("using")):
            if self.change_id is None:
                self.change = current_change(kwargs.get("using"))
            super().save(*args, **kwargs)


class History(HistoricalRecords):
    """simple-history, with two differences: the change says who, and raw saves (loaddata) are recorded as well."""

    def post_save(self, instance, created, using=None, raw=False, **kwargs) -> None:
        with acting(LOADDATA) if raw else nullcontext():
            super().post_save(instance, created, using=using, **kwargs)

    def _get_history_user_fields(self) -> dict[str, Any]:
        # A second place to say who would be one too many; the library insists on setting it, so the setter is deaf.
        return {"history_user": property(lambda row: row.change.by, lambda row, user: None)}


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
            attributes = {"change_id": current_change(self.db).pk}
            self.model.history.bulk_history_create(made, batch_size=500, custom_historical_attrs=attributes)
        return made

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


def new_key() -> str:
    """A key for a record that staff made: unique, meaningless, and so never in need of a change."""
    return uuid4().hex


class Record(models.Model):
    """A row with an immutable key, a version that counts its states, and a history row for each of them."""

    key = models.CharField(
        max_length=120,
        unique=True,
        default=new_key,
        validators=[validate_slug],
        editable=False,
        help_text="Set once; fixtures and imports match on it.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecordManager()
    history = History(inherit=True, bases=[HistoryRow])

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record._as_read = dict(zip(field_names, values, strict=True))
        return record

    def natural_key(self) -> tuple[str]:
        return (self.key,)

    def changed_fields(self) -> set[str]:
        """Names of the fields whose value differs from what was read; empty for a record not read from the database."""
        as_read = getattr(self, "_as_read", {})
        fields = (f for f in self._meta.concrete_fields if f.attname in as_read)
        return {f.name for f in fields if f.to_python(getattr(self, f.attname)) != as_read[f.attname]}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the record if anything changed.

        Raises StaleRecord when somebody else saved it since it was read, ValidationError when the key was changed.
        """
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using):
            changed = self._prepare_update(using) if not self._state.adding else set()
            if not self._state.adding and not changed:
                return
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
            super().save(*args, **kwargs)
            self._flag_citations(changed)
        self._remember()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def _prepare_update(self, using: str) -> set[str]:
        changed = self.changed_fields()
        if "key" in changed:
            raise ValidationError({"key": "A key never changes. Make a new record instead."})
        if changed:
            unchanged = type(self).objects.using(using).select_for_update().filter(pk=self.pk, version=self.version)
            if not unchanged.exists():
                raise StaleRecord(f"{self} was changed or deleted by somebody else after it was read.")
            self.version += 1
        return changed

    def _flag_citations(self, changed: set[str]) -> None:
        """Ask for a fresh look at what the sources say about a value that was edited."""
        cited = changed & self.cited_fields() | ({ROW} & self.cited_fields() if changed else set())
        for citation in self.citations.filter(field__in=cited, needs_look=False) if cited else ():
            citation.needs_look = True
            citation.save()

    def _remember(self) -> None:
        loaded = (f.attname for f in self._meta.concrete_fields if f.attname in self.__dict__)
        self._as_read = {name: getattr(self, name) for name in loaded}

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        """Fields whose values must name a source; `ROW` where one citation stands for the whole record."""
        return frozenset()
