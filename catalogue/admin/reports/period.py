"""Report: what changed between two days, entry by entry. What was and is now stands on the history page of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

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
from institutions.dates import day_in_words
from institutions.models import Institution
from institutions.records import HistoryRow, Record

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

    def note(self, row: HistoryRow, what: Iterable[str]) -> None:
        self.what |= dict.fromkeys(what)
        self.changes.add(row.change_id)
        self.who[row.change.by_name or "a program"] = None
        self.last = max(filter(None, [self.last, row.change.made_at]))


def tables(query: QueryDict) -> list[Table]:
    period = Period.asked(query)
    found = _read(period)
    names = _names(found)
    rows = [_row(whose, names.get(whose), changed) for whose, changed in found.items()]
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


def _row(whose: Whose, name: str | None, changed: _Changed) -> list[Cell]:
    model, pk = whose
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
    return [
        Cell(name or f"no. {pk}, deleted since", reverse(address, args=[pk]) if name else ""),
        Cell(capfirst(model._meta.verbose_name)),
        Cell("; ".join(changed.what)),
        Cell.count(len(changed.changes)),
        Cell(", ".join(changed.who)),
        Cell(day_in_words(timezone.localdate(changed.last))),
    ]


def _read(period: Period) -> dict[Whose, _Changed]:
    start, end = period.moments
    found: dict[Whose, _Changed] = defaultdict(_Changed)
    for model in apps.get_models():
        if issubclass(model, Record):
            rows = model.history.filter(change__made_at__gte=start, change__made_at__lt=end)
            rows = list(rows.select_related("change").order_by("history_id"))
            owners = _owners(model, rows)
            for row, what in _told(model, rows):
                found[owners.get(row.id, (model, row.id))].note(row, what)
    return found


def _told(model: type[Record], rows: list[HistoryRow]) -> Iterator[tuple[HistoryRow, list[str]]]:
    """Each state with what it brought: the names of values for a noun itself, «price added» for a row of it."""
    before = _before_first(model, rows)
    for row in rows:
        happened = _HAPPENED[row.history_type]
        if model in NOUNS and row.history_type == CHANGED:
            yield row, _differing(model, before.get(row.id), row)
        else:
            yield row, [happened if model in NOUNS else f"{model._meta.verbose_name} {happened}"]
        before[row.id] = row


def _before_first(model: type[Record], rows: list[HistoryRow]) -> dict[int, HistoryRow]:
    """The state that each noun had when the period began."""
    if model not in NOUNS or not rows:
        return {}
    ids = {row.id for row in rows if row.history_type == CHANGED}
    earlier = model.history.filter(id__in=ids, history_id__lt=rows[0].history_id)
    last = earlier.order_by().values("id").annotate(last=models.Max("history_id")).values("last")
    return {row.id: row for row in model.history.filter(history_id__in=last)}


def _differing(model: type[Record], before: HistoryRow | None, after: HistoryRow) -> list[str]:
    told = [told for told in model._meta.concrete_fields if told.name not in _UNTOLD]
    if before is None:
        return [_HAPPENED[CHANGED]]
    return [
        label_of(model, each.name) for each in told if getattr(before, each.attname) != getattr(after, each.attname)
    ]


def _owners(model: type[Record], rows: list[HistoryRow]) -> dict[int, Whose]:
    """For rows that stand on the page of another noun: whose they are."""
    if model in NOUNS:
        return {}
    return _owners_of_citations(rows) if model is Citation else {row.id: _owner(row) for row in rows}


def _owner(row: HistoryRow) -> Whose:
    """The first noun that a claim, flow or side refers to: what it is a row of."""
    for told in row.instance_type._meta.concrete_fields:
        if told.is_relation and told.related_model in NOUNS and getattr(row, told.attname) is not None:
            return told.related_model, getattr(row, told.attname)
    return row.instance_type, row.id


def _owners_of_citations(rows: list[HistoryRow]) -> dict[int, Whose]:
    cited = {row.id: _cited(row) for row in rows}
    claims: dict[type[Record], set[int]] = defaultdict(set)
    for model, pk in cited.values():
        if model not in NOUNS:
            claims[model].add(pk)
    owners = {
        (model, row.id): _owner(row)
        for model, pks in claims.items()
        for row in model.history.filter(id__in=pks).order_by("history_id")
    }
    return {pk: owners.get(whose, whose) for pk, whose in cited.items()}


def _cited(row: HistoryRow) -> Whose:
    name = next(name for name in SUBJECTS if getattr(row, f"{name}_id") is not None)
    return SUBJECTS[name], getattr(row, f"{name}_id")


def _names(found: Iterable[Whose]) -> dict[Whose, str]:
    """Of those that still stand, one query a noun."""
    by_model: dict[type[Record], set[int]] = defaultdict(set)
    for model, pk in found:
        by_model[model].add(pk)
    return {(model, pk): str(record) for model, pks in by_model.items() for pk, record in _standing(model, pks).items()}


def _standing(model: type[Record], pks: set[int]) -> dict[int, Record]:
    return model._base_manager.in_bulk(pks)
