"""Groups as parts of other pages: they have no page of their own, but claims, members and sources like any offering."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from catalogue.dossier import Subject
from catalogue.models import (
    AudienceTag,
    FundingLink,
    Measure,
    Membership,
    Participation,
    Recognition,
    SectorTag,
    Statement,
    StatementSubject,
)
from catalogue.models.vocabulary import Role, Standing

from .cited import CitedPage, with_citations
from .facts import Fact, FactSheet, Value, capital
from .notes import Said

_CLAIMS = {
    Participation: ["institution"],
    Recognition: ["institution"],
    Measure: [],
    FundingLink: ["funding_source"],
    SectorTag: ["sector"],
    AudienceTag: ["audience"],
}


@dataclass(frozen=True)
class GroupView:
    """A group as a page shows it; `members` are rows by how surely an entry belongs to it, `asides` stay folded."""

    anchor: str
    name: Value
    summary: str
    facts: list[Fact]
    members: list[Fact]
    asides: list[Said]
    statements: tuple[Said, ...] = ()


@dataclass(frozen=True)
class GroupRecords:
    """A group with its claims and memberships, each with its citations."""

    subject: Subject
    memberships: list[Membership]

    def view(self, page: CitedPage) -> GroupView:
        group = self.subject.record
        return GroupView(
            anchor=group.slug,
            name=page.value(_("Name"), group, group.name),
            summary=group.summary,
            facts=FactSheet(page, page.notes, self.subject).of_group(),
            members=[self._members(page, standing) for standing in Standing if self._of(standing)],
            asides=page.said(self.subject.statements),
        )

    def _of(self, standing: Standing) -> list[Membership]:
        return [membership for membership in self.memberships if membership.standing == standing]

    def _members(self, page: CitedPage, standing: Standing) -> Fact:
        label = capital(str(standing.label))
        entries = ((membership, membership.microcredential) for membership in self._of(standing))
        values = (page.value(label, row, entry.title, entry.get_absolute_url()) for row, entry in entries)
        return Fact(label, tuple(values))


def read_groups(groups: QuerySet) -> list[GroupRecords]:
    """Groups with everything said of them, in a fixed number of queries."""
    subjects = {group.pk: Subject(group) for group in with_citations(groups)}
    for model, related in _CLAIMS.items():
        claims = model.objects.filter(group__in=subjects).select_related(*related).order_by("pk")
        for claim in with_citations(claims):
            subjects[claim.group_id].add(claim)
    said = StatementSubject.objects.filter(group__in=subjects, statement__in=Statement.objects.public())
    said = said.select_related("statement").order_by("statement__topic", "statement", "pk")
    for row in with_citations(said, of="statement__citations"):
        subjects[row.group_id].add(row.statement)
    memberships = _memberships(subjects)
    return [GroupRecords(subject, memberships[pk]) for pk, subject in subjects.items()]


def group_pages() -> dict[int, str]:
    """Where each group is told of: at the money behind it, or else at the school that runs it."""
    whole_school_first = F("institution__unit_of").asc(nulls_first=True)
    links = FundingLink.objects.filter(group__isnull=False).select_related("funding_source", "group").order_by("pk")
    runs = Participation.objects.filter(group__isnull=False, role__in=Role.providing())
    runs = runs.select_related("institution", "group").order_by(whole_school_first, "pk")
    pages: dict[int, str] = {}
    for group, place in [*((c.group, c.funding_source) for c in links), *((c.group, c.institution) for c in runs)]:
        pages.setdefault(group.pk, f"{place.get_absolute_url()}#{group.slug}")
    return pages


def _memberships(groups: dict[int, Subject]) -> dict[int, list[Membership]]:
    rows = Membership.objects.public().filter(group__in=groups).select_related("microcredential__parent")
    found = defaultdict(list)
    for row in with_citations(rows.order_by("microcredential__title", "pk")):
        found[row.group_id].append(row)
    return found
