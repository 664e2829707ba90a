"""Carries a plan out: one transaction, one change, the file as a source. What the plan did not show is not written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.utils import timezone

from catalogue.exchange.locking import wait_for_other_loaders
from catalogue.exchange.spreadsheets import Refusal, Refused
from catalogue.models import Citation, FormerSlug, Measure, Microcredential, NamedKind, Participation, SectorTag, Source
from catalogue.models.vocabulary import Basis, SourceKind
from catalogue.proposals import propose
from institutions.changes import Way, recording
from institutions.records import ROW, Record, StaleRecord

from .plan import CellChange, Outcome, Plan, PlannedRow
from .proposing import edits_of
from .reach import Reach
from .stating import Held, cited_values, claims_of, fields_of, figures_held, is_moved, says, schools_of

_PLAN_AGAIN = "Plan the import again."
# Where a citation keeps its subject, by the kind of claim.
_SUBJECTS = {Participation: "participation", SectorTag: "sector_tag", Measure: "measure"}
_CITED = ("microcredential", *_SUBJECTS.values())


class Said(NamedTuple):
    """What a row of the file says of one value."""

    row: int
    words: str


@dataclass
class Applied:
    """How many rows were written or proposed, and which were refused because somebody else wrote meanwhile."""

    new: int = 0
    changed: int = 0
    proposed: int = 0
    refusals: list[Refusal] = field(default_factory=list)


def apply(plan: Plan, *, by: AbstractBaseUser | None = None) -> Applied:
    """Write what the plan shows. Raises Refused, and writes nothing, when somebody else wrote at the same moment."""
    try:
        with recording(by=by, way=Way.IMPORT, why=f"Import of {plan.file}"):
            wait_for_other_loaders()
            applied = _Applying(plan, by).all()
            plan.finish(applied.refusals)
            return applied
    except (IntegrityError, StaleRecord):
        raise Refused("Somebody else wrote to the catalogue meanwhile; nothing was written.", _PLAN_AGAIN) from None


class _Applying:
    def __init__(self, plan: Plan, by: AbstractBaseUser | None) -> None:
        self._plan, self._by, self._reach = plan, by, Reach(by)
        self._kinds = dict(NamedKind.objects.values_list("pk", "kind"))
        self._applied = Applied()
        self._source: Source | None = None
        # New claims of one noun with the same columns: the primary key of the entry, the values, what the row says.
        self._claims: dict[tuple[type[Record], tuple[str, ...]], list[tuple[int, tuple, Said]]] = defaultdict(list)
        self._replaced: list[Record] = []
        # What is cited as a name of a column and a primary key, which value of it, what the row says.
        self._citations: list[tuple[str, int, str, Said]] = []

    def all(self) -> Applied:
        steps = ((Outcome.NEW, self._make), (Outcome.CHANGED, self._change), (Outcome.PROPOSED, self._propose))
        for outcome, write in steps:
            for rows in self._plan.portions(outcome):
                self._source = self._source or _source(self._plan)
                write(rows)
                self._plan.wrote(len(rows))
        return self._applied

    def _make(self, rows: list[PlannedRow]) -> None:
        slugs = [row.slug for row in rows]
        taken = {slug for noun in (Microcredential, FormerSlug) for slug in _slugs(noun, slug__in=slugs)}
        entries = []
        for row in rows:
            if row.slug in taken:
                self._refuse(row, f"An entry “{row.slug}” was made after the plan.")
            elif why_not := self._reach.why_not(None, schools_of(row)) or self._is_called_wrongly(row, ""):
                self._refuse(row, why_not)
            else:
                entries.append((row, Microcredential(slug=row.slug, **fields_of(row))))
        Microcredential.objects.bulk_create(entry for _, entry in entries)
        for row, entry in entries:
            self._take_values(row, entry, {})
        self._write_claims()
        self._applied.new += len(entries)

    def _change(self, rows: list[PlannedRow]) -> None:
        edited = []
        for row, entry, held in self._standing(rows):
            if self._reach.waits(entry):
                self._refuse(row, f"“{row.title}” is published, and your account may not publish.")
                continue
            for name, value in fields_of(row).items():
                setattr(entry, name, value)
            edited.append(entry)
            self._take_values(row, entry, held)
        Microcredential.objects.save_many(edited)
        Measure.objects.save_many(self._replaced)
        self._replaced.clear()
        self._write_claims()
        self._applied.changed += len(edited)

    def _propose(self, rows: list[PlannedRow]) -> None:
        why = f"Import of {self._plan.file}"
        for row, entry, held in self._standing(rows):
            edits = edits_of(row, entry, held, self._source)
            propose(entry, edits, by=self._by, why=why, of_import=self._plan.of_import)
            self._applied.proposed += 1

    def _standing(self, rows: list[PlannedRow]) -> Iterator[tuple[PlannedRow, Microcredential, Held]]:
        """The rows whose entries stand as the plan saw them, and may be changed; all others are refused."""
        pks = [row.entry for row in rows]
        entries, held = Microcredential.objects.select_for_update().in_bulk(pks), figures_held(pks)
        for row in rows:
            entry = entries.get(row.entry)
            if entry is None or entry.version != row.version or is_moved(row, held[row.entry]):
                self._refuse(row, f"“{row.title}” was changed by somebody else after the plan.")
            elif why_not := self._reach.why_not(entry, ()) or self._is_called_wrongly(row, entry.kind):
                self._refuse(row, why_not)
            else:
                yield row, entry, held[row.entry]

    def _is_called_wrongly(self, row: PlannedRow, kind: str) -> str:
        """In words, where a name of a kind has become one of another, or is gone."""
        values = {"kind": kind, **fields_of(row)}
        named = values.get("named_kind_id")
        is_so = named is None or self._kinds.get(named) == values["kind"]
        return "" if is_so else "What the school calls it means another kind since the plan was made."

    def _take_values(self, row: PlannedRow, entry: Microcredential, held: Held) -> None:
        """Cite each value of the entry itself, and make the claims, each with its citation."""
        for change in cited_values(row):
            self._citations.append(("microcredential", entry.pk, change.target, self._said(row, change)))
        for change in row.changes:
            said = self._said(row, change)
            for claim in claims_of(change, held):
                if claim.standing is None:
                    self._claims[claim.model, claim.names].append((entry.pk, claim.values, said))
                    continue
                for name, value in claim.by_name().items():
                    setattr(claim.standing, name, value)
                self._replaced.append(claim.standing)
                self._citations.append((_SUBJECTS[claim.model], claim.standing.pk, ROW, said))

    def _said(self, row: PlannedRow, change: CellChange) -> Said:
        return Said(row.number, says(row, change, self._plan.file))

    def _write_claims(self) -> None:
        for (model, names), claims in self._claims.items():
            columns = ("microcredential", *(name.removesuffix("_id") for name in names))
            keys = model.objects.insert(columns, ((entry, *values) for entry, values, _ in claims))
            pks = dict(model.objects.filter(key__in=keys).values_list("key", "pk"))
            cited = zip(keys, claims, strict=True)
            self._citations += [(_SUBJECTS[model], pks[key], ROW, said) for key, (_, _, said) in cited]
        same = (self._source.pk, Basis.STATED.value)
        Citation.objects.insert(
            ("source", "basis", "field", "paragraph", "says", *_CITED),
            (
                (*same, field, *said, *(pk if name == about else None for name in _CITED))
                for about, pk, field, said in self._citations
            ),
        )
        self._claims.clear()
        self._citations.clear()

    def _refuse(self, row: PlannedRow, reason: str) -> None:
        self._applied.refusals.append(Refusal(reason, _PLAN_AGAIN, row.sheet, row.number))


def _slugs(noun: type[Model], **chosen: object) -> QuerySet:
    return noun.objects.filter(**chosen).values_list("slug", flat=True)


def _source(plan: Plan) -> Source:
    """The file as a source; the same file is the same source."""
    key = f"import-{plan.digest[:32]}"
    known = Source.objects.filter(key=key).first()
    return known or Source.objects.create(
        key=key,
        kind=SourceKind.IMPORTED_FILE,
        title=plan.file[:200],
        short_title=plan.file[:60],
        read_on=timezone.localdate(),
        notes=f"A spreadsheet that was taken in. SHA-256: {plan.digest}",
    )
