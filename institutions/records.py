"""The abstract base every noun shares: immutable key, version, history of every change. No noun lives here."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from functools import cache
from os import urandom
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models, router, transaction
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .changes import LOADDATA, Change, Way, acting, current_change, current_way
from .record_sets import KEY_STAYS, ROW, BulkWriteRefused, RecordManager, RecordQuerySet, StaleRecord

__all__ = [
    "NOT_STATED",
    "ROW",
    "BulkWriteRefused",
    "History",
    "HistoryRow",
    "Record",
    "RecordManager",
    "RecordQuerySet",
    "StaleRecord",
    "exactly_one",
    "is_web_address",
    "knows_words",
    "new_key",
    "refuse_circle",
    "slug_not_taken",
    "validate_not_taken",
]

# What an address says where it asks for «nobody has stated it». As a slug it would be a choice of the same name.
NOT_STATED = "not-stated"
_TAKEN = f"“{NOT_STATED}” means in addresses that nobody has stated it. Choose another."


def exactly_one(names: Iterable[str]) -> models.Q:
    """For a CHECK: exactly one of these foreign keys is set."""
    one = models.Q()
    for chosen in names:
        one |= models.Q(**{f"{name}__isnull": name != chosen for name in names})
    return one


def knows_words(**vocabularies: type[models.TextChoices]) -> models.Q:
    """For a CHECK: each of these fields holds a word of its vocabulary, or nothing."""
    return models.Q(**{f"{name}__in": ["", *words.values] for name, words in vocabularies.items()})


def is_web_address(field: str) -> models.Q:
    """For a CHECK: empty, or something that a browser may follow."""
    # Not `startswith`: the backslash in its SQL misleads the parser with which Django reads SQLite's tables.
    return models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": "^https?://"})


def validate_not_taken(slug: str) -> None:
    if slug == NOT_STATED:
        raise ValidationError(_TAKEN, code="taken")


def slug_not_taken(name: str) -> models.CheckConstraint:
    """The same rule in the database."""
    return models.CheckConstraint(condition=~models.Q(slug=NOT_STATED), name=name, violation_error_message=_TAKEN)


def refuse_circle(record: Record, reference: str) -> None:
    """Raise ValidationError when going up a foreign key of a record leads back to where one was."""
    seen, above = {record.pk}, getattr(record, reference)
    while above is not None:
        if above.pk in seen:
            raise ValidationError({reference: "This leads back to where it began. Choose another."})
        seen.add(above.pk)
        above = getattr(above, reference)


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


class StandingHistoryManager(HistoryManager):
    """The library makes a class for each row that it writes, which is a sixth of the time of a save."""

    from_queryset = classmethod(cache(HistoryManager.from_queryset.__func__))


class History(HistoricalRecords):
    """simple-history, but the change says who, raw saves (loaddata) are recorded and nothing saves without history."""

    def add_extra_methods(self, cls) -> None:
        """None: the only one that the library has is `save_without_historical_record`."""

    def post_save(self, instance, created, using=None, raw=False, **kwargs) -> None:
        with acting(LOADDATA) if raw else nullcontext():
            super().post_save(instance, created, using=using, **kwargs)
            # A raw save knows nothing of what was read, so it may have changed anything.
            instance.note_writing(renamed=created or raw or "slug" in instance.changed_fields(), using=using)

    def _get_history_user_fields(self) -> dict[str, Any]:
        # A second place to say who would be one too many; the library insists on setting it, so the setter is deaf.
        return {"history_user": property(lambda row: row.change.by, lambda row, user: None)}


def new_key() -> str:
    """A key for a record that staff made: unique, meaningless, and so never in need of a change."""
    return urandom(16).hex()


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
    history = History(inherit=True, bases=[HistoryRow], history_manager=StandingHistoryManager)

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

    def save(self, **kwargs: Any) -> None:
        """Write the record if anything changed.

        Raises StaleRecord when somebody else saved it since it was read, ValidationError when the key was changed.
        After a rollback read the record again: this one still takes what it wrote for saved.
        """
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using):
            if self._state.adding:
                # Else a new record under an old primary key would overwrite the old one, its key included.
                kwargs.setdefault("force_insert", True)
                changed = set()
            elif not (changed := self._prepare_update(using, kwargs)):
                return
            super().save(**kwargs)
            self._flag_citations(changed)
        self._remember()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the record. Raises StaleRecord when somebody else saved or deleted it since it was read."""
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using):
            self._refuse_stale(using)
            return super().delete(**kwargs)

    def refresh_from_db(self, using: str | None = None, fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        fields = None if fields is None else list(fields)
        super().refresh_from_db(using, fields, **kwargs)
        self._remember(fields)

    def _prepare_update(self, using: str, kwargs: dict[str, Any]) -> set[str]:
        changed = self.changed_fields()
        if "key" in changed:
            raise ValidationError({"key": KEY_STAYS})
        if changed and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
            if unnamed := changed - kwargs["update_fields"]:
                raise ValueError(f"update_fields leaves out {sorted(unnamed)}, which the history row would hold.")
        if changed:
            self._refuse_stale(using)
            self.version += 1
        return changed

    def _refuse_stale(self, using: str) -> None:
        """Lock the row as it was read; whoever waits for the lock finds another version behind it."""
        if "version" in self.get_deferred_fields():
            raise StaleRecord(f"{self} was read without its version, so nobody can tell whether it is stale.")
        as_read = type(self).objects.using(using).select_for_update().filter(pk=self.pk, version=self.version)
        if not as_read.exists():
            raise StaleRecord(f"{self} was changed or deleted by somebody else after it was read.")

    def _flag_citations(self, changed: set[str]) -> None:
        """Ask for a fresh look at what the sources say about an edited value, and about the record as a whole."""
        edited = self.edited(changed)
        if not edited:
            return
        for citation in self.citations.current().filter(field__in={*edited, ROW}, needs_look=False):
            if not citation.comes_with_the_fixtures():
                citation.needs_look = True
                citation.save()

    def edited(self, changed: set[str]) -> set[str]:
        """Those of some changed values of which sources may have said something."""
        return changed if ROW in self.cited_fields() else changed & self.cited_fields()

    def note_writing(self, *, renamed: bool, using: str) -> None:
        """For what a noun has to write down, or to refuse, in the transaction of each save, by whatever way it came.

        `renamed` says whether its slug may be another than before.
        """

    def comes_with_the_fixtures(self) -> bool:
        """Whether the fixtures are being loaded and nobody else ever wrote this record: they bring both anew."""
        return current_way() == Way.LOADER and not self.history.exclude(change__way=Way.LOADER).exists()

    def _remember(self, fields: Iterable[str] | None = None) -> None:
        """Take the values in hand for the stored ones: all that are loaded, or only those of some fields."""
        loaded = [f for f in self._meta.concrete_fields if f.attname in self.__dict__]
        fresh = loaded if fields is None else [f for f in loaded if {f.name, f.attname} & set(fields)]
        as_read = {} if fields is None else getattr(self, "_as_read", {})
        self._as_read = {**as_read, **{f.attname: f.to_python(getattr(self, f.attname)) for f in fresh}}

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        """Fields whose values must name a source; `ROW` where one citation stands for the whole record."""
        return frozenset()
