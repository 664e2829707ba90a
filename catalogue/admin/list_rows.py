"""Rows of a list that is edited in its cells: their versions, who may type into which, what became of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, BoundField, ModelForm
from django.http import QueryDict
from django.utils.functional import cached_property

from catalogue.rights import beyond_limits, change_waits, free_among
from institutions.records import Record

from .addresses import is_pk
from .conflicts import Conflict, deletion
from .forms import VersionedForm
from .merging import opened_at, typed_into
from .rows import MOST_ROWS, reseated

PREFIX = "form"
WAITS = "Visitors read {}, so a change there waits for a publisher. Propose it on the entry’s own page."

SAVE_THE_REST = "Nothing was saved yet: save again to save the other rows."


class ListRowForm(VersionedForm):
    """One row. Its boxes stand under the heading of a column, so each says its row as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, box in self.fields.items():
            if name != "opened":
                box.widget.attrs["aria-label"] = f"{box.label} of {self.instance}"
                box.help_text = ""  # in each row it would only be in the way


class ListFormSet(BaseModelFormSet):
    """All rows of a page of a list. Those that are not one's own to change at once have no boxes."""

    account: AbstractBaseUser
    refused: Sequence[str] = ()
    default_error_messages = {
        **BaseModelFormSet.default_error_messages,
        "missing_management_form": "This page did not arrive whole, so nothing was saved. Open the list again.",
    }

    @cached_property
    def free(self) -> set[int]:
        return free_among(self.account, self.get_queryset())

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk not in self.free:
            form.fields.clear()
        # Django's own field would ask the database for each row.
        form.fields["id"] = forms.IntegerField(required=False, initial=form.instance.pk, widget=forms.HiddenInput)

    def _construct_form(self, i: int, **kwargs: Any) -> ModelForm:
        """A row in which nothing was typed is nobody's business: it is not even checked."""
        return super()._construct_form(i, empty_permitted=True, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.refused:
            raise ValidationError([*self.refused])

    @property
    def told(self) -> list[str]:
        """Who saved what, since the page was opened, in the rows that one has typed into."""
        return [words for form in self.forms if form.has_changed() for words in form.told]

    @property
    def conflicts(self) -> list[Conflict]:
        return [each for form in self.forms for each in form.conflicts]

    @property
    def problems(self) -> list[str]:
        """Why nothing was saved, of all rows together and of each."""
        if not self.is_bound:
            return []
        return [*self.non_form_errors(), *(str(each) for form in self.forms for each in form.errors.values())]

    @property
    def records(self) -> list[Record]:
        return [form.instance for form in self.forms]

    @property
    def why_closed(self) -> list[str]:
        """Why some rows have no boxes, in words."""
        closed = [record for record in self.records if record.pk not in self.free]
        waiting = [record for record in closed if change_waits(self.account, record)]
        said = [WAITS.format("the rows without boxes")] if waiting else []
        return said + ([beyond_limits(self.account)] if len(waiting) < len(closed) else [])


@dataclass
class Sent:
    """The rows that were sent, without those that cannot be saved: what is said of these.

    `gone` tells of rows that somebody deleted and nobody has typed into. `refused` tells of what was typed in vain.
    """

    data: QueryDict
    gone: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def received(
    data: QueryDict, form_class: type[VersionedForm], present: Mapping[str, Record], account: AbstractBaseUser
) -> Sent:
    """Sort what was sent; `present` has the records that are still there, by their number as it is sent."""
    sent, model, free = Sent(data.copy()), form_class._meta.model, free_among(account, present.values())
    count = str(len([*_rows(data)]) or "")  # a list adds no rows, and without any it did not arrive whole
    sent.data[f"{PREFIX}-INITIAL_FORMS"] = sent.data[f"{PREFIX}-TOTAL_FORMS"] = count
    for row in _rows(sent.data):
        pk = data.get(f"{row}-id", "")
        record, typed = present.get(pk), ""
        if record is not None and record.pk in free:
            continue
        if f"{row}-opened" in data:  # else it had no boxes
            typed = _typed(form_class, data, row)
        if record is not None:
            _close(sent.data, row)
        words = _of_closed(record, account) if record is not None else deletion(model, pk)
        if typed:
            sent.refused.append(f"{words} You had typed {typed}. {SAVE_THE_REST}")
        elif record is None:
            sent.gone.append(words)
    sent.data = reseated(sent.data, PREFIX, "", [record.pk for record in present.values()], lambda row: False)
    return sent


def numbers_in(data: QueryDict) -> list[str]:
    """The records that were sent, as far as they can be any."""
    return [pk for row in _rows(data) if is_pk(pk := data.get(f"{row}-id", ""))]


def _rows(data: QueryDict) -> Iterator[str]:
    """The beginning of the names of each row."""
    count = data.get(f"{PREFIX}-INITIAL_FORMS", "")
    if is_pk(count) and int(count) <= MOST_ROWS:
        yield from (f"{PREFIX}-{number}" for number in range(int(count)))


def _close(data: QueryDict, row: str) -> None:
    for name in [name for name in data if name.startswith(f"{row}-") and name != f"{row}-id"]:
        del data[name]


def _of_closed(record: Record, account: AbstractBaseUser) -> str:
    return WAITS.format(f"“{record}”") if change_waits(account, record) else beyond_limits(account)


def _typed(form_class: type[VersionedForm], data: QueryDict, row: str) -> str:
    """What was typed into a row, in words: «City: “Burnaby”, Region: “Cariboo”». Empty where nothing was."""
    model, pk, opened = form_class._meta.model, data.get(f"{row}-id"), data.get(f"{row}-opened")
    base = opened_at(model(pk=int(pk)), opened) if is_pk(pk) else None
    form = form_class(data, prefix=row, instance=base.instance if base else model())
    typed = ((form.fields[name], typed_into(form, name)) for name in form.changed_data)
    return ", ".join(f"{box.label}: “{_in_words(box, value)}”" for box, value in typed)


def _in_words(box: forms.Field, value: Any) -> str:
    return str(dict(getattr(box, "choices", ())).get(value, value) or "")


@dataclass(frozen=True)
class Cell:
    """One value of a row: a box to type into, or else its text."""

    label: str
    text: str
    box: BoundField | None


@dataclass(frozen=True)
class ListRow:
    record: Record
    form: ModelForm
    is_closed: bool
    cells: list[Cell]


def list_rows(formset: ListFormSet, columns: Mapping[str, str], text_of: Callable[[Record, str], str]) -> list[ListRow]:
    """What the page shows; `columns` are the labels by name, `text_of` gives a value that one cannot type into."""
    return [
        ListRow(form.instance, form, form.instance.pk not in formset.free, [*_cells(form, columns, text_of)])
        for form in formset.forms
    ]


def _cells(form: ModelForm, columns: Mapping[str, str], text_of: Callable[[Record, str], str]) -> Iterator[Cell]:
    for name, label in columns.items():
        box = form[name] if name in form.fields else None
        yield Cell(label, "" if box else text_of(form.instance, name), box)
