"""Report: what changed between two days. What was and is now stands on the history page of each thing.

A change of hundreds of records, such as an import, is one line with its counts. What else was changed is told thing by
thing on the page, and in the file is everything that was touched by any change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst

from institutions.bulk import in_portions
from institutions.changes import Change
from institutions.dates import day_in_words
from institutions.records import Record

from .large_changes import is_large, kinds_of, sizes, table_of
from .tables import Cell, Table
from .things import Touched, read, touched

_MONTH = timedelta(days=30)
MOST_CHANGES = 200  # of which the page tells thing by thing, the newest


@dataclass(frozen=True)
class Period:
    """Whole days in Pacific Time, the last one included; `problems` say what of the address could not be used."""

    first: date
    last: date
    problems: tuple[str, ...] = ()

    @classmethod
    def asked(cls, query: QueryDict) -> Period:
        today, problems = timezone.localdate(), []
        last = _day(query.get("to", ""), "to", today, problems)
        first = _day(query.get("from", ""), "from", last - _MONTH, problems)
        if first > last:
            problems.append("The first day came after the last one. We turned them round.")
            first, last = last, first
        return cls(first, last, tuple(problems))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the start of the first day to the start of the day after the last."""
        return _start(self.first), _start(self.last + timedelta(days=1))

    @property
    def changes(self) -> models.QuerySet[Change]:
        start, end = self.moments
        return Change.objects.filter(made_at__gte=start, made_at__lt=end)

    @property
    def when(self) -> Q:
        """The same, asked of history rows."""
        start, end = self.moments
        return Q(change__made_at__gte=start, change__made_at__lt=end)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _day(text: str, name: str, usual: date, problems: list[str]) -> date:
    """The day in an address, or the usual one with a word why."""
    if not text:
        return usual
    try:
        day = parse_date(text)
    except ValueError:  # looks like a day and is none, such as February 30
        day = None
    if day and 2000 <= day.year <= 2999:
        return day
    problems.append(f"“{text[:20]}” ({name}) is not a day we can use. Write it as 2026-11-27. We took {usual}.")
    return usual


def tables(query: QueryDict) -> list[Table]:
    period = Period.asked(query)
    found = sizes(period.when)
    large = [pk for pk, size in found.items() if is_large(size)]
    single = sorted(found.keys() - large, reverse=True)
    span = f"{day_in_words(period.first)} to {day_in_words(period.last)}"
    lines = _Lines(period, kinds_of(found.values()))
    newest = single[:MOST_CHANGES]
    things = touched(Q(change__in=newest), kinds_of(found[pk] for pk in newest))
    return [
        table_of(Change.objects.filter(pk__in=large), found),
        Table(
            "changes",
            f"What changed from {span}",
            ["What", "Kind", "What changed", "Changes", "By", "Last on"],
            sorted(lines.of(things), key=lambda row: (row[1].text, row[0].text.casefold())),
            note=_note(bool(large), len(single) - MOST_CHANGES),
            empty="Nothing else changed in these days." if large else "Nothing changed in these days.",
            all_rows=lines if found else None,
        ),
    ]


def _note(are_large: bool, beyond: int) -> str:
    words = ["Claims and sources count with the entry that they belong to."]
    if beyond > 0:
        words.append(f"These are from the newest {MOST_CHANGES} changes: {beyond:,} earlier ones are in the file.")
    if are_large:
        words.append("What only a large change touched is in the file, line by line.")
    return " ".join(words)


class _Lines:
    """A line for each thing that was touched in the period. They are read a portion at a time."""

    def __init__(self, period: Period, kinds: list[type[Record]]) -> None:
        self._period, self._kinds = period, kinds

    @cached_property
    def _things(self) -> dict[type[Record], set[int]]:
        return touched(self._period.when, self._kinds)

    @cached_property
    def _changes(self) -> dict[int, Any]:
        told = self._period.changes.order_by().values_list("pk", "by_name", "made_at", named=True)
        return {change.pk: change for change in told}

    def __len__(self) -> int:
        return sum(map(len, self._things.values()))

    def __iter__(self) -> Iterator[list[Cell]]:
        return self.of(self._things)

    def of(self, things: dict[type[Record], set[int]]) -> Iterator[list[Cell]]:
        # Most rows are alike in these: asking for the words and the address of each takes longer than reading them all.
        in_words, list_of = cache(day_in_words), cache(_list_of)
        for noun in sorted(things, key=lambda noun: noun._meta.verbose_name):
            for pks in in_portions(sorted(things[noun])):
                found = read(noun, pks, self._period.when, self._kinds, self._changes)
                names = {pk: str(record) for pk, record in noun._base_manager.in_bulk(pks).items()}
                for (_, pk), thing in sorted(found.items(), key=lambda each: each[0][1]):
                    yield _row(names.get(pk), noun, pk, thing, list_of(noun), in_words(timezone.localdate(thing.last)))


def _row(name: str | None, noun: type[Record], pk: int, thing: Touched, among: str, last: str) -> list[Cell]:
    return [
        Cell(name or f"no. {pk}, deleted since", f"{among}{pk}/history/" if name else ""),
        Cell(capfirst(noun._meta.verbose_name)),
        Cell("; ".join(thing.what)),
        Cell.count(len(thing.changes)),
        Cell(", ".join(thing.who)),
        Cell(last),
    ]


def _list_of(model: type[Record]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
