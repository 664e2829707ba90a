"""Two people at one record: what the second saver is told, in words. Noticing it is in forms.py and rows.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from institutions.records import HistoryRow, Record

from .addresses import is_pk
from .merging import choice_of, typed_into
from .states import DELETED, Names, all_states, edits, label_of, moment_in_words, name_of, value_in_words

NOTHING_LOST = "Nothing was saved, and what you typed is still on this page."
SINCE_OPENED = "Somebody else saved this after you had opened it."


@dataclass(frozen=True)
class Conflict:
    """One value that two people changed: what it was, and how each would have it. Empty where not stated."""

    name: str
    record: str
    label: str
    was: str
    theirs: str
    mine: str
    who: str
    moment: str

    @property
    def form_prefix(self) -> str:
        return self.name.rpartition("-")[0]

    @property
    def unresolved(self) -> str:
        return "-".join(filter(None, [self.form_prefix, "unresolved"]))

    @property
    def field(self) -> str:
        return self.name.rpartition("-")[2]

    @property
    def choice(self) -> str:
        return choice_of(self.name)


def conflicts_of(form: forms.ModelForm, undecided: Iterable[str]) -> list[Conflict]:
    """What is to be decided between, once the form has been cleaned."""
    rows = [*all_states(type(form.instance), id=form.instance.pk)]
    return [_conflict(form, name, rows, Names()) for name in undecided]


def told_since(record: Record, opened: int) -> list[str]:
    """Who saved which values of a record since that version, and what they are now."""
    since = [row for row in all_states(type(record), id=record.pk) if row.version >= opened]
    names = Names()
    return [_told(before, after, names) for before, after in pairwise(since)]


def conflict(record: Record, opened: int | None, address: str) -> str | SafeString:
    """Why something is refused that was to be done to an older version than the newest."""
    if opened is None:
        return f"This page does not say how it stood when you opened it. {NOTHING_LOST} Open it again."
    return format_html(
        '{} {} {} <a href="{}" target="_blank">See how it stands now (opens in a new tab)</a>, then carry your '
        "changes over.",
        SINCE_OPENED,
        " ".join(told_since(record, opened)),
        NOTHING_LOST,
        address,
    )


def deletion(model: type[Record], pk: str) -> str:
    """Who deleted a record, and when, as far as its history says."""
    rows = all_states(model, id=pk, history_type=DELETED) if is_pk(pk) else []
    row = next(iter(rows), None)
    noun = model._meta.verbose_name
    if row is None:
        return f"One {noun} of this page is no longer there."
    return f"The {noun} “{name_of(row)}” was deleted by {_who(row)} on {moment_in_words(row.change.made_at)}."


def _conflict(form: forms.ModelForm, name: str, rows: list[HistoryRow], names: Names) -> Conflict:
    field = form.instance._meta.get_field(name)
    steps = [(before, after) for before, after in pairwise(rows) if _differ(before, after, field.attname)]
    before, after = steps[-1]
    is_clean = name in form.cleaned_data
    return Conflict(
        name=form.add_prefix(name),
        record=name_of(rows[-1]),
        label=label_of(type(form.instance), name),
        was=value_in_words(before, field, names),
        theirs=value_in_words(after, field, names),
        mine=value_in_words(form.instance, field, names) if is_clean else str(typed_into(form, name) or ""),
        who=_who(after),
        moment=moment_in_words(after.change.made_at),
    )


def _differ(before: HistoryRow, after: HistoryRow, attribute: str) -> bool:
    return getattr(before, attribute) != getattr(after, attribute)


def _told(before: HistoryRow, after: HistoryRow, names: Names) -> str:
    values = [f"“{edit.label}” (now {edit.now or 'not stated'})" for edit in edits(before, after, names)]
    what = ", ".join(values) or "nothing that shows"
    return f"{_who(after)} changed {what} of “{name_of(after)}” on {moment_in_words(after.change.made_at)}."


def _who(row: HistoryRow) -> str:
    return row.change.by_name or "a program"
