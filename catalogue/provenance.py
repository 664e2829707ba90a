"""Which value needs a source, and what its sources say: missing, inferred, superseded, contradicted. Not the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from institutions.records import ROW, Record

from .models import SUBJECTS, Citation
from .models.vocabulary import Basis, SourceKind

# The strongest ground first: what a school confirms outranks what a document states, and so on down.
_STRENGTH = {Basis.CONFIRMED: 0, Basis.STATED: 1, Basis.INFERRED: 2, Basis.OUTSIDE: 3}


def needs_citation(record: Record) -> list[str]:
    """The values of a record that must name a source: its cited fields that are not empty."""
    cited = record.cited_fields()
    # A foreign key is asked by its column: the record behind it need not be fetched.
    columns = {name: record._meta.get_field(name).attname for name in cited - {ROW}}
    return [ROW] if ROW in cited else sorted(name for name in cited if getattr(record, columns[name]) not in ("", None))


def uncited(record: Record) -> list[str]:
    """Values of a record for which no current citation stands."""
    needed = needs_citation(record)
    if not needed:  # nothing is to be read: of a source, `citations` are those that name it, often thousands
        return []
    cited = {citation.field for citation in record.citations.all() if citation.superseded_by_id is None}
    return [name for name in needed if name not in cited]


def lacks_a_citation(model: type[Record]) -> Q:
    """The same, asked of the database: records of which `uncited` would name a value. Not for claims."""
    name = next(name for name, subject in SUBJECTS.items() if subject is model)
    lacking = Q(pk__in=())
    for cited in model.cited_fields() - {ROW}:
        empty = Q(**{f"{cited}__isnull": True})
        if model._meta.get_field(cited).empty_strings_allowed:
            empty |= Q(**{cited: ""})
        standing = Citation.objects.current().filter(**{name: OuterRef("pk")}, field=cited)
        lacking |= ~empty & ~Q(Exists(standing))
    return lacking


@dataclass(frozen=True)
class Grounds:
    """The citations of one value, the shown one first."""

    field: str
    citations: tuple[Citation, ...]

    @cached_property
    def current(self) -> tuple[Citation, ...]:
        return tuple(citation for citation in self.citations if citation.superseded_by_id is None)

    @property
    def shown(self) -> Citation | None:
        """The citation that the shown value rests on."""
        return self.current[0] if self.current else None

    @property
    def basis(self) -> str:
        return self.shown.basis if self.shown else ""

    @property
    def superseded(self) -> tuple[Citation, ...]:
        return tuple(citation for citation in self.citations if citation.superseded_by_id is not None)

    @property
    def needs_look(self) -> bool:
        return any(citation.needs_look for citation in self.current)


def grounds(citations: Iterable[Citation]) -> dict[str, Grounds]:
    """A record's citations by field, the strongest first. `ROW` holds those of the whole record."""
    ordered = sorted(citations, key=lambda citation: _STRENGTH[citation.basis])
    by_field: dict[str, list[Citation]] = {}
    for citation in ordered:
        by_field.setdefault(citation.field, []).append(citation)
    return {field: Grounds(field, tuple(group)) for field, group in by_field.items()}


def supersede(citation: Citation) -> list[Citation]:
    """Let a confirmation by an institution replace what other sources say of the value; returns what it replaced."""
    if citation.source.kind != SourceKind.CONFIRMATION:
        return []
    older = list(_rivals(citation))
    with transaction.atomic():
        for rival in older:
            rival.superseded_by, rival.needs_look = citation, False
            rival.save()
    return older


def _rivals(citation: Citation) -> Iterator[Citation]:
    same_subject = {citation.subject_name: citation.subject, "field": citation.field}
    others = Citation.objects.current().filter(**same_subject).exclude(pk=citation.pk).exclude(source=citation.source)
    # A call of last year that is noted only now does not replace the call of this year.
    return others.exclude(source__kind=SourceKind.CONFIRMATION, source__read_on__gt=citation.source.read_on)
