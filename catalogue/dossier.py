"""Everything that is known about one offering, read in a fixed number of queries. Not how it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from catalogue.models import (
    SUBJECTS,
    AudienceTag,
    Citation,
    Disagreement,
    DisagreementSide,
    FundingLink,
    Group,
    Measure,
    Membership,
    Microcredential,
    Participation,
    Recognition,
    SectorTag,
    Statement,
    StatementSubject,
)
from catalogue.models.vocabulary import DisagreementKind, Standing, State
from institutions.models import Institution
from institutions.records import Record

from .sides import CITED_WITH, Shown, sides_shown

RELATED = {
    Participation: ["institution"],
    Recognition: ["institution"],
    Measure: [],
    FundingLink: ["funding_source"],
    SectorTag: ["sector"],
    AudienceTag: ["audience"],
}
SUBJECT_NAMES = {model: name for name, model in SUBJECTS.items()}


@dataclass(frozen=True)
class Subject:
    """An offering, a part or a group, with the claims and statements about it."""

    record: Microcredential | Group
    participations: list[Participation] = field(default_factory=list)
    recognitions: list[Recognition] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    funding_links: list[FundingLink] = field(default_factory=list)
    sector_tags: list[SectorTag] = field(default_factory=list)
    audience_tags: list[AudienceTag] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def add(self, claim: Record) -> None:
        self._lists()[type(claim)].append(claim)

    @property
    def claims(self) -> list[Record]:
        return [claim for claims in self._lists().values() for claim in claims]

    def _lists(self) -> dict[type[Record], list]:
        return {
            Participation: self.participations,
            Recognition: self.recognitions,
            Measure: self.measures,
            FundingLink: self.funding_links,
            SectorTag: self.sector_tags,
            AudienceTag: self.audience_tags,
            Statement: self.statements,
        }


@dataclass(frozen=True)
class Dossier:
    """One public offering with its parts, its groups, every citation and the conflicts between them."""

    offering: Subject
    parts: list[Subject]
    memberships: list[Membership]
    groups: dict[int, Subject]
    citations: dict[Record, list[Citation]]
    conflicts: dict[Disagreement, list[Citation]]

    def citations_of(self, record: Record, field_name: str | None = None) -> list[Citation]:
        """What sources say of a record, or of one of its fields only."""
        found = self.citations.get(record, [])
        return found if field_name is None else [citation for citation in found if citation.field == field_name]

    def naming(self, part: Subject) -> list[Citation]:
        """What sources say of a part's name, and that it is a part."""
        return [one for one in self.citations_of(part.record) if one.field in ("title", "parent")]


def read_dossier(entry: Microcredential) -> Dossier:
    return _read(entry, Microcredential.objects.public(), Statement.objects.public(), Citation.objects.public)


def read_preview(entry: Microcredential) -> Dossier:
    """For staff alone: what the page would hold if all that is in work on it were published. Ask who reads it first."""
    parts = Microcredential.objects.exclude(state=State.WITHDRAWN)
    return _read(entry, parts, Statement.objects.all(), Citation.objects.all)


def _read(entry: Microcredential, parts: QuerySet, statements: QuerySet, citations_shown: Shown) -> Dossier:
    parts = parts.filter(parent=entry).select_related("named_kind").order_by("title", "pk")
    subjects = [Subject(record) for record in (entry, *parts)]
    memberships = list(entry.memberships.select_related("group").order_by("group__name"))
    groups = {m.group_id: Subject(m.group) for m in memberships if m.standing != Standing.NOT}
    _add_claims(subjects, groups, statements)
    citations = _citations([*subjects, *groups.values()], memberships)
    conflicts = _conflicts(citations, citations_shown)
    return Dossier(subjects[0], subjects[1:], memberships, groups, citations, conflicts)


def read_side_by_side(entries: Iterable[Microcredential]) -> list[Dossier]:
    """What is known of several offerings and of the names of their parts, without groups; as many queries as for one.

    Citations and conflicts are the same in each, and hold those of all.
    """
    subjects = [Subject(record) for record in entries]
    _add_claims(subjects, {}, Statement.objects.public())
    parts = Microcredential.objects.public().filter(parent__in=[subject.record.pk for subject in subjects])
    of_parts = [Subject(record) for record in parts.select_related("parent").order_by("title", "pk")]
    citations = _citations([*subjects, *of_parts], [])
    of_wholes = {record: found for record, found in citations.items() if not _is_part(record)}
    conflicts = _conflicts(of_wholes, Citation.objects.public)
    return [
        Dossier(each, [part for part in of_parts if part.record.parent == each.record], [], {}, citations, conflicts)
        for each in subjects
    ]


def _is_part(record: Record) -> bool:
    return isinstance(record, Microcredential) and record.parent_id is not None


def _add_claims(subjects: list[Subject], groups: dict[int, Subject], statements: QuerySet) -> None:
    by_pk = {subject.record.pk: subject for subject in subjects}
    about = Q(microcredential__in=by_pk) | Q(group__in=groups)
    for model, related in RELATED.items():
        for claim in model.objects.filter(about).select_related(*related).order_by("pk"):
            _owner(claim, by_pk, groups).add(claim)
    said = StatementSubject.objects.filter(about, statement__in=statements)
    for row in said.select_related("statement").order_by("statement__topic", "statement", "pk"):
        _owner(row, by_pk, groups).add(row.statement)


def _owner(row: Record, by_pk: dict[int, Subject], groups: dict[int, Subject]) -> Subject:
    return by_pk[row.microcredential_id] if row.microcredential_id else groups[row.group_id]


def _citations(subjects: list[Subject], memberships: list[Membership]) -> dict[Record, list[Citation]]:
    """Citations of all these records in one query, by record."""
    records = [record for subject in subjects for record in (subject.record, *subject.claims)]
    by_field: dict[str, dict[int, Record]] = defaultdict(dict)
    for record in (*records, *memberships):
        by_field[SUBJECT_NAMES[type(record)]][record.pk] = record
    websites = {place.pk: place for place in _schools(subjects)}
    wanted = Q(institution__in=websites, field="website")
    for name, found in by_field.items():
        wanted |= Q(**{f"{name}__in": found})
    by_field["institution"] = websites
    by_record = defaultdict(list)
    for citation in Citation.objects.filter(wanted).select_related(*CITED_WITH).order_by("source", "paragraph", "pk"):
        name = citation.subject_name
        by_record[by_field[name][getattr(citation, f"{name}_id")]].append(citation)
    return dict(by_record)


def _schools(subjects: Iterable[Subject]) -> list[Institution]:
    return [claim.institution for subject in subjects for claim in subject.participations if claim.institution]


def _conflicts(citations: dict[Record, list[Citation]], shown: Shown) -> dict[Disagreement, list[Citation]]:
    """Conflicts about a value of the page, with all their sides; none of them if a side is hidden.

    A statement brings no conflict along: it may speak of many offerings, and its own conflict of others.
    """
    cited = [one.pk for record, found in citations.items() if not isinstance(record, Statement) for one in found]
    touching = DisagreementSide.objects.filter(citation__in=cited).values("disagreement")
    sides = DisagreementSide.objects.filter(disagreement__kind=DisagreementKind.CONFLICT, disagreement__in=touching)
    return sides_shown(sides, shown)
