"""Report: what changed between two days, entry by entry. What was and is now stands on the history page of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst

from catalogue.admin.states import ADDED, CHANGED, DELETED, label_of
from catalogue.models import (
    SUBJECTS,
    Citation,
    Disagreement,
    Group,
    Microcredential,
    Sector,
    Source,
    Statement,
    Synonym,
)
from funding.models import FundingSource
from institutions.changes import Change
from institutions.dates import day_in_words
from institutions.models import Institution
from institutions.records import Record

from .tables import Cell, Table

# What has a page of its own in the admin: a claim or citation counts as a change of the one it belongs to.
NOUNS = (Microcredential, Group, Institution, Sector, FundingSource, Source, Statement, Disagreement, Synonym)
_UNTOLD = {"id", "key", "version"}
_HAPPENED = {ADDED: "added", CHANGED: "changed", DELETED: "removed"}
_MONTH = timedelta(days=30)
Whose = tuple[type[Record], int]


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


@dataclass
class _Changed:
    """What the period did to one entry or other noun."""

    what: dict[str, None] = field(default_factory=dict)
    changes: set[int] = field(default_factory=set)
    who: dict[str, None] = field(default_factory=dict)
    last: datetime | None = None

    def note(self, change: Change, what: Iterable[str]) -> None:
        self.what |= dict.fromkeys(what)
        self.changes.add(change.pk)
        self.who[change.by_name or "a program"] = None
        self.last = max(filter(None, [self.last, change.made_at]))


def tables(query: QueryDict) -> list[Table]:
    period = Period.asked(query)
    found = _read(period)
    # Most rows are alike in these: asking for the words and the address of each takes longer than reading them all.
    names, in_words, list_of = _names(found), cache(day_in_words), cache(_list_of)
    rows = [
        _row(names.get(whose), whose, changed, list_of(whose[0]), in_words(timezone.localdate(changed.last)))
        for whose, changed in found.items()
    ]
    span = f"{day_in_words(period.first)} to {day_in_words(period.last)}"
    return [
        Table(
            "changes",
            f"What changed from {span}",
            ["What", "Kind", "What changed", "Changes", "By", "Last on"],
            sorted(rows, key=lambda row: (row[1].text, row[0].text.casefold())),
            note="Claims and sources count with the entry that they belong to.",
            empty="Nothing changed in these days.",
        )
    ]


def _row(name: str | None, whose: Whose, changed: _Changed, among: str, last: str) -> list[Cell]:
    model, pk = whose
    return [
        Cell(name or f"no. {pk}, deleted since", f"{among}{pk}/history/" if name else ""),
        Cell(capfirst(model._meta.verbose_name)),
        Cell("; ".join(changed.what)),
        Cell.count(len(changed.changes)),
        Cell(", ".join(changed.who)),
        Cell(last),
    ]


def _list_of(model: type[Record]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _read(period: Period) -> dict[Whose, _Changed]:
    start, end = period.moments
    changes = Change.objects.filter(made_at__gte=start, made_at__lt=end).in_bulk()
    found: dict[Whose, _Changed] = defaultdict(_Changed)
    added: set[tuple[Whose, int]] = set()
    for model in sorted(filter(_has_history, apps.get_models()), key=_after_what_it_refers_to):
        made = _states(model, model.history.filter(change__made_at__gte=start, change__made_at__lt=end))
        rows = []
        for row in made:
            is_added = row.history_type == ADDED
            # That the thing was added which it is a row of, or which it cites, says it all.
            is_told = is_added and (_owner(model, row), row.change_id) in added
            if is_added:
                added.add(((model, row.id), row.change_id))
            if row.change_id in changes and not is_told:  # or it was saved while this was being read
                rows.append(row)
        owners = _owners(model, rows)
        for row, what in _told(model, rows):
            found[owners.get(row.id, (model, row.id))].note(changes[row.change_id], what)
    return found


def _has_history(model: type[models.Model]) -> bool:
    return issubclass(model, Record)


def _after_what_it_refers_to(model: type[Record]) -> tuple[bool, bool]:
    return model not in NOUNS, model is Citation


def _states(model: type[Record], rows: models.QuerySet) -> Iterator[Any]:
    """As tuples with names: a month may have hundreds of thousands, and an object takes twenty times as long."""
    told = model._meta.concrete_fields if model in NOUNS else [model._meta.pk, *_belongs(model)]
    names = ("history_id", "history_type", "change_id", *(each.attname for each in told))
    return rows.order_by("history_id").values_list(*names, named=True).iterator(chunk_size=2000)


@cache
def _belongs(model: type[Record]) -> list[models.ForeignKey]:
    """The columns of which the first that is not empty says what a record is a row of, or what it cites."""
    if model in NOUNS:
        return []
    if model is Citation:
        return [Citation._meta.get_field(name) for name in SUBJECTS]
    return [each for each in model._meta.concrete_fields if each.is_relation and each.related_model in NOUNS]


def _told(model: type[Record], rows: list[Any]) -> Iterator[tuple[Any, list[str]]]:
    """Each state with what it brought: the names of values for a noun itself, «price added» for a row of it."""
    before = _before_first(model, rows)
    for row in rows:
        happened = _HAPPENED[row.history_type]
        if model in NOUNS and row.history_type == CHANGED:
            yield row, _differing(model, before.get(row.id), row)
        else:
            yield row, [happened if model in NOUNS else f"{model._meta.verbose_name} {happened}"]
        before[row.id] = row


def _before_first(model: type[Record], rows: list[Any]) -> dict[int, Any]:
    """The state that each noun had when the period began."""
    ids = {row.id for row in rows if row.history_type == CHANGED}
    if model not in NOUNS or not ids:
        return {}
    earlier = model.history.filter(id__in=ids, history_id__lt=rows[0].history_id)
    last = earlier.order_by().values("id").annotate(last=models.Max("history_id")).values("last")
    return {row.id: row for row in _states(model, model.history.filter(history_id__in=last))}


def _differing(model: type[Record], before: Any | None, after: Any) -> list[str]:
    told = [told for told in model._meta.concrete_fields if told.name not in _UNTOLD]
    if before is None:
        return [_HAPPENED[CHANGED]]
    return [
        label_of(model, each.name) for each in told if getattr(before, each.attname) != getattr(after, each.attname)
    ]


def _owners(model: type[Record], rows: list[Any]) -> dict[int, Whose]:
    """For rows that stand on the page of another noun: whose they are."""
    if model in NOUNS:
        return {}
    owners = {row.id: _owner(model, row) for row in rows}
    return _owners_of_claims(owners) if model is Citation else owners


def _owner(model: type[Record], row: Any) -> Whose:
    """The first that it refers to: what a claim, flow or side is a row of, or what a citation speaks of."""
    for each in _belongs(model):
        if (pk := getattr(row, each.attname)) is not None:
            return each.related_model, pk
    return model, row.id


def _owners_of_claims(cited: dict[int, Whose]) -> dict[int, Whose]:
    """What is cited, and for a claim what it is a row of."""
    claims: dict[type[Record], set[int]] = defaultdict(set)
    for model, pk in cited.values():
        if model not in NOUNS:
            claims[model].add(pk)
    owners = {
        (model, row.id): _owner(model, row)
        for model, pks in claims.items()
        for row in _states(model, model.history.filter(id__in=pks))
    }
    return {pk: owners.get(whose, whose) for pk, whose in cited.items()}


def _names(found: Iterable[Whose]) -> dict[Whose, str]:
    """Of those that still stand, one query a noun."""
    by_model: dict[type[Record], set[int]] = defaultdict(set)
    for model, pk in found:
        by_model[model].add(pk)
    return {(model, pk): str(record) for model, pks in by_model.items() for pk, record in _standing(model, pks).items()}


def _standing(model: type[Record], pks: set[int]) -> dict[int, Record]:
    return model._base_manager.in_bulk(pks)
