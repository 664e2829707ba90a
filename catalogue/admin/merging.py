"""Two people at one form: what the second typed is carried onto what the first saved, value by value. No words here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from institutions.records import HistoryRow, Record

from .addresses import is_pk

UNRESOLVED = "unresolved"  # names the values that two people changed, on the page that asks whose is right
MINE, THEIRS = "mine", "theirs"
# Fields of a form that are no values of its record.
OF_THE_PAGE = {"opened", "why", "page_key", "page_source", "page_paragraph", "page_basis"}


def choice_of(name: str) -> str:
    """The name of the answer to whose value is right. It begins as the value's own, to move with the row."""
    return f"{name}.choice"


def opened_at(record: Record, opened: Any) -> HistoryRow | None:
    """The state that a page showed when it was opened, or nothing where there never was such a state."""
    states = type(record).history.filter(id=record.pk, version=int(opened)) if is_pk(opened) else None
    return states.order_by("-history_id").first() if states else None


def typed_into(form: forms.BaseForm, name: str) -> Any:
    return form.fields[name].widget.value_from_datadict(form.data, form.files, form.add_prefix(name))


def carry_over(form: forms.ModelForm, base: HistoryRow) -> list[str]:
    """Bring a bound form up to date, as if it had been opened just now and typed into again.

    Values that only others changed become theirs, values that only this person changed stay. Returns the names of
    those that both changed, differently, and that nobody has chosen between; they stay as typed.
    """
    data = form.data.copy()
    asked = {*data.getlist(form.add_prefix(UNRESOLVED))}
    undecided = []
    for name, was, theirs in _values(form, base):
        field, html_name = form.fields[name], form.add_prefix(name)
        typed, choice = typed_into(form, name), data.get(choice_of(html_name))
        if not field.has_changed(theirs, typed):
            continue
        if was != theirs:
            answer = MINE if field.has_changed(was, typed) else THEIRS
            is_open = answer == MINE
        else:
            answer, is_open = choice, name in asked and choice not in {MINE, THEIRS}
        if is_open:
            undecided.append(name)
        elif answer == THEIRS:
            put(data, html_name, field, theirs)
    data[form.add_prefix("opened")] = str(form.instance.version)
    data.setlist(form.add_prefix(UNRESOLVED), undecided)
    for name in undecided:
        data.pop(choice_of(form.add_prefix(name)), None)
    form.data = data
    return undecided


def put(data: QueryDict, html_name: str, field: forms.Field, value: Any) -> None:
    """Write a value into posted data as a browser would have sent it."""
    widget = getattr(field.widget, "widget", field.widget)  # a select may be wrapped in its buttons
    value = field.prepare_value(value)
    if isinstance(widget, forms.CheckboxInput):
        data.setlist(html_name, ["on"] if value else [])
        return
    shown = widget.format_value(value)
    shown = shown if isinstance(shown, list | tuple) else [shown]
    data.setlist(html_name, ["" if each is None else str(each) for each in shown])


def _values(form: forms.ModelForm, base: HistoryRow) -> Iterator[tuple[str, Any, Any]]:
    """Name, value when opened and value now of each field that can be typed into."""
    before = type(form)(instance=base.instance)
    for name, field in before.fields.items():
        if name not in OF_THE_PAGE and not field.disabled:
            yield name, before.get_initial_for_field(field, name), form.get_initial_for_field(field, name)
