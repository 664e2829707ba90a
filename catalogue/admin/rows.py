"""Rows on the page of another record (inlines): their versions, what goes with a deleted row, twins, lost rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.forms.models import construct_instance
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from catalogue.workflow import belongings
from institutions.changes import current_change
from institutions.records import Record

from .addresses import is_pk
from .conflicts import NOTHING_LOST, Conflict, deletion
from .forms import FieldsInWords, VersionedForm
from .merging import opened_at

MOST_ROWS = 500


class RowFormSet(BaseInlineFormSet):
    """Rows that are saved and deleted as records are: nothing silently overwritten, claims with their citations.

    A page that is opened shows the first `most_shown`; what is sent may be about any.
    """

    def __init__(self, *args: Any, most_shown: int | None = None, **kwargs: Any) -> None:
        self._most_shown = most_shown
        super().__init__(*args, **kwargs)

    def get_queryset(self) -> Sequence[Record]:
        if self.is_bound and "forms" in self.__dict__:
            # Django heads each row with the record in the same place here, and somebody may have added one since.
            return [form.instance for form in self.initial_forms]
        rows = super().get_queryset()
        if not self.is_bound and not hasattr(self, "_shown"):
            self._shown = rows[: self._most_shown]
        return rows if self.is_bound else self._shown

    @cached_property
    def not_shown(self) -> int:
        """How many rows have no place on the page."""
        if self._most_shown is None or self.initial_form_count() < self._most_shown:
            return 0
        return max(0, super().get_queryset().count() - self.initial_form_count())

    def clean(self) -> None:
        super().clean()
        said = [deletion(self.model, pk) for pk in self._numbers("VANISHED")]
        if said:
            back = "It stands at the end as a new row: save again to bring it back, or remove the row."
            raise ValidationError([f"{each} {NOTHING_LOST} {back}" for each in said])
        self._refuse_stale_deletions()
        self._refuse_twins()
        self._refuse_what_was_sent_before()

    @property
    def told(self) -> list[str]:
        """Who saved or deleted which rows since the page was opened."""
        gone = [deletion(self.model, pk) for pk in self._numbers("GONE")]
        return [*gone, *(words for form in self.forms for words in form.told)]

    @property
    def conflicts(self) -> list[Conflict]:
        return [each for form in self.forms if not self._should_delete_form(form) for each in form.conflicts]

    def save(self, commit: bool = True) -> list[Record]:
        """New rows first: so one save can replace the last provider of a published entry."""
        added = self.save_new_objects(commit)
        return [*self.save_existing_objects(commit), *added]

    def save_existing(self, form: ModelForm, obj: Record, commit: bool = True) -> Record:
        current = written_by_this_act(obj)
        if current is not None:
            form.instance = construct_instance(form, current, form._meta.fields, form._meta.exclude)
        return super().save_existing(form, obj, commit)

    def delete_existing(self, obj: Record, commit: bool = True) -> None:
        for each in belongings(written_by_this_act(obj) or obj):
            each.delete()

    def _numbers(self, name: str) -> list[str]:
        """The primary keys that `reseated` left under this name. An empty form has become a plain dictionary."""
        return self.data.getlist(f"{self.prefix}-{name}") if self.data else []

    def _refuse_stale_deletions(self) -> None:
        for form in self.initial_forms:
            if self._should_delete_form(form) and (form.told or form.is_stale):
                raise ValidationError(
                    f"Somebody else saved “{form.instance}” after you had opened this page. {NOTHING_LOST} "
                    "Save again to delete the row as it is now, or take its mark to delete away."
                )

    def _refuse_twins(self) -> None:
        """What the database says of two rows at once is no help to anybody: say it before."""
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            if not values or self._should_delete_form(form):
                continue
            for names in self._identities():
                identity = (names, *(values.get(name) for name in names))
                if identity in seen and None not in identity:
                    raise ValidationError(f"Two rows say the same: {form.instance}.")
                seen.add(identity)

    def _refuse_what_was_sent_before(self) -> None:
        """A page sent twice adds its new rows once, also where the database would take two that are the same."""
        for form in self.extra_forms:
            if not form.has_changed() or form.errors or self._should_delete_form(form):
                continue
            fields = [f for f in self.model._meta.concrete_fields if f.name in form.cleaned_data and f != self.fk]
            same = {field.attname: getattr(form.instance, field.attname) for field in fields if not field.primary_key}
            if self.model.objects.filter(**{self.fk.name: self.instance.pk}, **same).exists():
                form.add_error(None, "This is already there, word for word.")
                raise ValidationError(f"“{form.instance}” is already there, word for word.")

    def _identities(self) -> list[tuple[str, ...]]:
        rules = [rule for rule in self.model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
        return [
            tuple(name for name in rule.fields if name != self.fk.name) for rule in rules if self.fk.name in rule.fields
        ]


def written_by_this_act(record: Record) -> Record | None:
    """The record as it is now, if what changed it since it was read is the save in hand.

    Editing a value flags its citations; when such a citation is edited on the same page, that is no conflict.
    """
    current = type(record).objects.filter(pk=record.pk).first()
    if current is None or current.version == record.version:
        return None
    return current if current.history.latest().change_id == current_change().pk else None


class RecordInline(FieldsInWords, admin.StackedInline):
    """Rows of records, each field with its label; the version that a row was opened with travels with it, hidden."""

    form = VersionedForm
    formset = RowFormSet
    extra = 0
    max_num = MOST_ROWS
    most_shown: int | None = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.autocomplete_fields) if self.autocomplete_fields else rows

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        return [tuple(super().get_fields(request, obj)), "opened"]

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type[RowFormSet]:
        formset = super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)

        class RowForm(formset.form):
            def hand_clean_DELETE(self) -> None:  # noqa: N802 (Django's name)
                """Django would refuse to delete a row with sources; here they go with it."""

        formset.form = RowForm
        return formset


def was_edited(form_class: type[VersionedForm], data: QueryDict, prefix: str) -> bool:
    """Whether anything was typed into the row of a record that is no longer there; when in doubt, yes."""
    model, pk, opened = form_class._meta.model, data.get(f"{prefix}-id"), data.get(f"{prefix}-opened")
    base = opened_at(model(pk=int(pk)), opened) if is_pk(pk) else None
    return base is None or form_class(data, prefix=prefix, instance=base.instance).has_changed()


def reseated(
    data: QueryDict, prefix: str, towards: str, present: Iterable[int], keep: Callable[[str], bool]
) -> QueryDict:
    """The posted rows, those whose record has been deleted meanwhile put at the end as new ones.

    Else Django would drop what was typed into them. Rows that were to be deleted anyway just go, and so do those that
    `keep` says no to, asked with the beginning of a row's names. `towards` names the field that leads to the record
    whose page it is: that one may be gone as well.
    """
    try:
        initial, total = (int(data[f"{prefix}-{name}_FORMS"]) for name in ("INITIAL", "TOTAL"))
    except (KeyError, ValueError):
        return data  # the formset says so itself
    if not 0 <= initial <= total <= MOST_ROWS:
        return data
    there = {str(pk) for pk in present}
    gone = [i for i in range(initial) if data.get(f"{prefix}-{i}-id") not in there]
    kept = [i for i in range(initial) if i not in gone]
    back = [i for i in gone if f"{prefix}-{i}-DELETE" not in data and keep(f"{prefix}-{i}")]
    if not gone and there:
        return data
    moved = _renumbered(data, prefix, towards, kept, back, [*range(initial, total)])
    dropped = [data.get(f"{prefix}-{i}-id", "") for i in gone if i not in back]
    moved.setlist(f"{prefix}-GONE", dropped)
    return moved


def _renumbered(
    data: QueryDict, prefix: str, towards: str, kept: list[int], back: list[int], new: list[int]
) -> QueryDict:
    moved = data.copy()
    rows: dict[str, dict[str, list[str]]] = {}
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        number, _, field = name.removeprefix(f"{prefix}-").partition("-")
        if number.isdecimal():
            rows.setdefault(number, {})[field] = moved.pop(name)
    for place, number in enumerate([*kept, *back, *new]):
        for field, values in rows.get(str(number), {}).items():
            forgotten = field == towards or (number in back and field == "id")
            moved.setlist(f"{prefix}-{place}-{field}", [""] if forgotten else values)
    moved[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    moved[f"{prefix}-TOTAL_FORMS"] = str(len([*kept, *back, *new]))
    moved.setlist(f"{prefix}-VANISHED", [value for number in back for value in rows.get(str(number), {}).get("id", [])])
    return moved
