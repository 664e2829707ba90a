"""Carries a plan out: one transaction, one change, the file as a source. What the plan did not show is not written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.utils import timezone

from catalogue.exchange.locking import wait_for_other_loaders
from catalogue.exchange.spreadsheets import Refusal, Refused
from catalogue.models import Citation, FormerSlug, Measure, Microcredential, Participation, SectorTag, Source
from catalogue.models.vocabulary import Basis, Role, SourceKind
from catalogue.wording import measure_words
from institutions.changes import Way, recording
from institutions.records import ROW, Record, StaleRecord

from .comparing import FIGURES
from .figures import Figure
from .plan import CellChange, Outcome, Plan, PlannedRow
from .reach import Reach

_PLAN_AGAIN = "Plan the import again."
# Where a citation keeps its subject, by the kind of claim.
_SUBJECTS = {Participation: "participation", SectorTag: "sector_tag", Measure: "measure"}
_CITED = ("microcredential", *_SUBJECTS.values())


@dataclass
class Applied:
    """How many rows were written, and which were refused because somebody else wrote meanwhile."""

    new: int = 0
    changed: int = 0
    refusals: list[Refusal] = field(default_factory=list)


def apply(plan: Plan, *, by: AbstractBaseUser | None = None) -> Applied:
    """Write what the plan shows. Raises Refused, and writes nothing, when somebody else wrote at the same moment."""
    try:
        with recording(by=by, way=Way.IMPORT, why=f"Import of {plan.file}"):
            wait_for_other_loaders()
            applied = _Applying(plan, Reach(by)).all()
            plan.finish(applied.refusals)
            return applied
    except (IntegrityError, StaleRecord):
        raise Refused("Somebody else wrote to the catalogue meanwhile; nothing was written.", _PLAN_AGAIN) from None


class _Applying:
    def __init__(self, plan: Plan, reach: Reach) -> None:
        self._plan, self._reach = plan, reach
        self._applied = Applied()
        self._source: Source | None = None
        self._claims: dict[type[Record], list[Record]] = defaultdict(list)
        self._replaced: list[Measure] = []
        self._citations: list[tuple[str, str, dict[str, Record]]] = []

    def all(self) -> Applied:
        for outcome, write in ((Outcome.NEW, self._make), (Outcome.CHANGED, self._change)):
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
            elif why_not := self._reach.why_not(None, _schools(row)):
                self._refuse(row, why_not)
            else:
                entries.append((row, Microcredential(slug=row.slug, **_fields(row))))
        Microcredential.objects.bulk_create(entry for _, entry in entries)
        for row, entry in entries:
            self._take_values(row, entry, {})
        self._write_claims()
        self._applied.new += len(entries)

    def _change(self, rows: list[PlannedRow]) -> None:
        pks = [row.entry for row in rows]
        entries = Microcredential.objects.select_for_update().in_bulk(pks)
        measures: dict[int, dict[tuple[str, str], Measure]] = defaultdict(dict)
        for measure in Measure.objects.filter(microcredential__in=pks):
            measures[measure.microcredential_id][measure.quantity, measure.measures] = measure
        edited = []
        for row in rows:
            entry = entries.get(row.entry)
            if entry is None or entry.version != row.version or _moved(row, measures[row.entry]):
                self._refuse(row, f"“{row.title}” was changed by somebody else after the plan.")
                continue
            if why_not := self._reach.why_not(entry, ()):
                self._refuse(row, why_not)
                continue
            for name, value in _fields(row).items():
                setattr(entry, name, value)
            edited.append(entry)
            self._take_values(row, entry, measures[row.entry])
        Microcredential.objects.save_many(edited)
        Measure.objects.save_many(self._replaced)
        self._replaced.clear()
        self._write_claims()
        self._applied.changed += len(edited)

    def _take_values(self, row: PlannedRow, entry: Microcredential, held: dict[tuple[str, str], Measure]) -> None:
        """Cite each value of the entry itself, and make the claims."""
        for change in row.changes:
            if change.target in Microcredential.cited_fields():
                self._cite(row, change, change.target, microcredential=entry)
            self._add_claims(row, change, entry, held)

    def _add_claims(self, row: PlannedRow, change: CellChange, entry: Microcredential, held) -> None:
        """Claims that a cell makes, each with its citation; a figure that stands already is replaced."""
        for value in change.value if isinstance(change.value, tuple) else ():
            if isinstance(value, Figure):
                claim = held.get((value.quantity, value.measures))
                if claim:
                    for name, each in value._asdict().items():
                        setattr(claim, name, each)
                    self._replaced.append(claim)
                else:
                    claim = Measure(microcredential=entry, **value._asdict())
            elif change.target == "schools":
                claim = Participation(microcredential=entry, institution_id=value, role=Role.PROVIDER)
            else:
                claim = SectorTag(microcredential=entry, sector_id=value)
            if claim.pk is None:
                self._claims[type(claim)].append(claim)
            self._cite(row, change, ROW, **{_SUBJECTS[type(claim)]: claim})

    def _cite(self, row: PlannedRow, change: CellChange, field: str, **about: Record) -> None:
        says = f"Sheet “{row.sheet}”, row {row.number}. {change.column}: {change.now}"
        self._citations.append((field, says, about))

    def _write_claims(self) -> None:
        for model, claims in self._claims.items():
            model.objects.bulk_create(claims)
        same = (self._source.pk, Basis.STATED.value)
        Citation.objects.insert(
            ("source", "basis", "field", "says", *_CITED),
            (
                (*same, field, says, *(getattr(about.get(name), "pk", None) for name in _CITED))
                for field, says, about in self._citations
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


def _fields(row: PlannedRow) -> dict[str, object]:
    """The values of the row that stand in the entry itself."""
    names = {each.name for each in Microcredential._meta.concrete_fields}
    return {change.target: change.value for change in row.changes if change.target in names}


def _schools(row: PlannedRow) -> tuple[int, ...]:
    return next((change.value for change in row.changes if change.target == "schools"), ())


def _moved(row: PlannedRow, held: dict[tuple[str, str], Measure]) -> bool:
    """Whether a figure that the plan would replace is another one by now."""
    for change in row.changes:
        if change.target in FIGURES:
            stands = [held[key] for key in map(_place, change.value) if key in held]
            if "; ".join(map(measure_words, stands)) != change.was:
                return True
    return False


def _place(figure: Figure) -> tuple[str, str]:
    return figure.quantity, figure.measures
