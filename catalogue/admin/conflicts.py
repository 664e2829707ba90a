"""Two people at one record: what the second saver is told. Noticing it is in forms.py and rows.py."""

from __future__ import annotations

from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString

from institutions.records import HistoryRow, Record

from .addresses import is_pk
from .states import DELETED, Names, all_states, edits, moment_in_words, name_of

NOTHING_LOST = "Nothing was saved, and what you typed is still on this page."


def conflict(record: Record, opened: int | None, address: str) -> str | SafeString:
    """Who saved which values of a record since it was opened, and what they are now."""
    if opened is None:
        return f"This page does not say how it stood when you opened it. {NOTHING_LOST} Open it again."
    since = [row for row in all_states(type(record), id=record.pk) if row.version >= opened]
    names = Names()
    told = [_told(before, after, names) for before, after in pairwise(since)]
    return format_html(
        "Somebody else saved this after you had opened it. {} {} "
        '<a href="{}" target="_blank">See how it stands now (opens in a new tab)</a>, then carry your changes over.',
        " ".join(told),
        NOTHING_LOST,
        address,
    )


def deletion(model: type[Record], pk: str) -> str:
    """Who deleted a record, and when, as far as its history says."""
    rows = all_states(model, id=pk, history_type=DELETED) if is_pk(pk) else []
    row = next(iter(rows), None)
    noun = model._meta.verbose_name
    if row is None:
        return f"A {noun} on this page is no longer there."
    return f"The {noun} “{name_of(row)}” was deleted by {_who(row)} on {moment_in_words(row.change.made_at)}."


def _told(before: HistoryRow, after: HistoryRow, names: Names) -> str:
    values = [f"“{edit.label}” (now {edit.now or 'not stated'})" for edit in edits(before, after, names)]
    return f"{_who(after)} changed {', '.join(values)} on {moment_in_words(after.change.made_at)}."


def _who(row: HistoryRow) -> str:
    return row.change.by_name or "a program"
