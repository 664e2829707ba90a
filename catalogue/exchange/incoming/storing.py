"""The plan of an import as rows of the database: kept until somebody decides, read again to be carried out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from catalogue.exchange.spreadsheets import Refusal
from catalogue.models import Import, ImportRow, ImportState, Outcome
from institutions.changes import current_change

from .comparing import FIGURES
from .figures import Figure
from .plan import CellChange, Plan, PlannedRow
from .turn import Turn

_AT_ONCE = 500
_MOST_UNKNOWN = 200  # words of one column: more mean that it is not that column


class NotOurs(Exception):
    """Somebody else took the import in hand meanwhile: what was written is to be rolled back."""


class StoredPlan(Plan):
    about_unknown = "Before you write, say at the top of this page what it stands for."

    def __init__(self, job: Import, turn: Turn) -> None:
        super().__init__(job.file_name, job.digest, of_import=job)
        self._job, self._turn = job, turn
        self._waiting: list[ImportRow] = []
        self.done = 0

    def expect(self, rows: int) -> None:
        self._job.total = rows
        self._job.save(update_fields=["total"])

    def keep(self, row: PlannedRow) -> None:
        self._waiting.append(_stored(self._job, row))
        if len(self._waiting) == _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write down what is planned so far, in a short transaction: nobody has to wait for a whole plan."""
        ImportRow.objects.bulk_create(self._waiting)
        self.done += len(self._waiting)
        self._waiting.clear()
        self._turn.tell(self._job, self.done)

    def portions(self, outcome: Outcome) -> Iterator[list[PlannedRow]]:
        rows = self._job.rows.filter(outcome=outcome, chosen=True).order_by("pk")
        after = 0
        while portion := [*rows.filter(pk__gt=after)[:_AT_ONCE]]:
            yield [*map(_planned, portion)]
            after = portion[-1].pk

    def wrote(self, rows: int) -> None:
        self.done += rows
        self._turn.tell(self._job, self.done)

    def finish(self, refusals: list[Refusal]) -> None:
        for refusal in refusals:
            words = [[refusal.reason, refusal.remedy, refusal.column]]
            self._job.rows.filter(sheet=refusal.sheet, number=refusal.row).update(
                outcome=Outcome.REFUSED, refusals=words
            )
        written = self._job.rows.filter(chosen=True, outcome__in=Outcome.taken_in())
        done = {
            "state": ImportState.APPLIED,
            "applied_at": timezone.now(),
            "data": None,
            "done": self.done,
            "change": current_change() if written.exists() else None,
        }
        # In the transaction of all that is written: the two cannot disagree.
        if not Import.objects.filter(pk=self._job.pk, state=ImportState.APPLYING).update(**done):
            raise NotOurs


def _stored(job: Import, row: PlannedRow) -> ImportRow:
    return ImportRow(
        of_import=job,
        sheet=row.sheet[:255],
        number=row.number,
        outcome=row.outcome,
        title=row.title,
        slug=row.slug,
        entry=row.entry,
        version=row.version,
        changes=[[each.column, each.target, each.was, each.now, _as_json(each.value)] for each in row.changes],
        refusals=[[each.reason, each.remedy, each.column] for each in row.refusals],
        alike=[*row.alike],
        is_alike=bool(row.alike),
        chosen=not row.alike,  # somebody is to look first
    )


def _planned(row: ImportRow) -> PlannedRow:
    return PlannedRow(
        row.sheet,
        row.number,
        row.outcome,
        row.title,
        row.slug,
        row.entry,
        row.version,
        tuple(
            CellChange(column, target, was, now, _read(target, value))
            for column, target, was, now, value in row.changes
        ),
    )


def _as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_figure_as_json(each) if isinstance(each, Figure) else each for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _figure_as_json(figure: Figure) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in figure._asdict().items()}


def _read(target: str, value: Any) -> Any:
    if target in FIGURES:
        return tuple(_figure(each) for each in value)
    if isinstance(value, list):
        return tuple(value)
    return date.fromisoformat(value) if target == "application_deadline" else value


def _figure(fields: dict[str, Any]) -> Figure:
    amounts = {name: Decimal(fields[name]) for name in ("minimum", "maximum") if fields[name] is not None}
    return Figure(**{**fields, **amounts})


def columns_as_json(plan: Plan) -> list[dict[str, Any]]:
    return [asdict(column) for column in plan.columns]


def unknown_as_json(plan: Plan) -> dict[str, dict[str, int]]:
    return {name: dict(words.most_common(_MOST_UNKNOWN)) for name, words in plan.unknown.items()}
