"""The programs that an announcement counted: which the documents let us name, which only others, who counts otherwise.

Who belongs to a group is a membership; what others name is a statement about a school and the money.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from catalogue.models import Citation, FundingLink, Membership, Participation, Statement
from catalogue.models.vocabulary import Role, Standing, Topic
from catalogue.wording import NOT_STATED
from funding.models import FundingSource
from institutions.dates import day_in_words, in_words
from institutions.models import Institution

from .cited import CitedPage, citations_of, conflicts_about, statements_about, with_citations
from .facts import Value
from .notes import BasisLook, Conflict, Said

_COUNTED = ("microcredentials_reached", "institutions_reached")


@dataclass(frozen=True)
class Count:
    """What one source counts, in its own words as far as we keep them, with its date and the day we read it."""

    source: str
    url: str
    dated: str
    read: str
    programs: str
    schools: str
    basis: BasisLook


@dataclass(frozen=True)
class Announced:
    """One announcement set against what can be named. Names are counted once, however many sources give them."""

    fund: FundingSource
    programs: Value
    schools: Value
    members: list[Value]
    excluded: list[Value]
    by_others: list[Said]
    also_by_others: list[Said]
    schools_by_documents: list[Value]
    schools_by_others: list[Value]
    counts: list[Count]
    conflicts: list[Conflict]

    @property
    def unnamed(self) -> int:
        """How many programs neither the documents nor others name, as far as we know."""
        return max(0, (self.fund.microcredentials_reached or 0) - len(self.members) - len(self.by_others))

    @property
    def unnamed_schools(self) -> int:
        named = len(self.schools_by_documents) + len(self.schools_by_others)
        return max(0, (self.fund.institutions_reached or 0) - named)


def announced(page: CitedPage) -> Announced | None:
    """The largest sum of which a source counts the programs; None where there is none."""
    counted = FundingSource.objects.filter(microcredentials_reached__isnull=False).order_by("-amount", "pk")
    fund = with_citations(counted).first()
    return _announced(fund, page) if fund else None


def read_conflicts() -> dict:
    """Conflicts about what sums of money are for, for a `CitedPage`."""
    return conflicts_about(Q(funding_source__isnull=False, field__in=_COUNTED))


def _announced(fund: FundingSource, page: CitedPage) -> Announced:
    groups = FundingLink.objects.filter(funding_source=fund, group__isnull=False).values("group")
    memberships = Membership.objects.public().filter(group__in=groups).select_related("microcredential__parent")
    rows = list(with_citations(memberships.order_by("microcredential__title", "pk")))
    running = Participation.objects.filter(group__in=groups, role=Role.PROVIDER, institution__isnull=False)
    providers = list(with_citations(running.select_related("institution").order_by("institution__name", "pk")))
    known = {claim.institution_id for claim in providers}
    said, schools = _said_by_others(fund)
    others = [one for one in said if one.topic != Topic.INSTITUTION]
    new = [one for one in others if not known & schools[one.pk].keys()]
    return Announced(
        fund=fund,
        programs=_figure(fund, "microcredentials_reached", page),
        schools=_figure(fund, "institutions_reached", page),
        members=[_entry(row, page) for row in rows if row.standing != Standing.NOT],
        excluded=[_entry(row, page) for row in rows if row.standing == Standing.NOT],
        by_others=page.said(new),
        also_by_others=page.said(one for one in others if one not in new),
        schools_by_documents=[
            page.value(_("Run by"), claim, claim.institution.name, claim.institution.get_absolute_url())
            for claim in providers
        ],
        schools_by_others=_schools(said, schools, known, page),
        counts=_counts(fund),
        conflicts=page.conflicts(),
    )


def _said_by_others(fund: FundingSource) -> tuple[list[Statement], dict[int, dict[int, Institution]]]:
    """Statements that a school got some of the money, and the schools that each speaks of."""
    of_bc = {school.pk: school for school in Institution.objects.schools_of_bc()}
    about = Q(subjects__funding_source=fund, topic__in=[Topic.PROGRAM, Topic.INSTITUTION])
    schools: dict[int, dict[int, Institution]] = {}
    found = []
    for statement in _with_subjects(statements_about(about)):
        about_schools = (each.institution_id for each in statement.subjects.all() if each.institution_id in of_bc)
        named = {pk: of_bc[pk] for pk in about_schools}
        if named:
            schools[statement.pk] = named
            found.append(statement)
    return found, schools


def _with_subjects(statements: list[Statement]) -> list[Statement]:
    prefetch_related_objects(statements, "subjects")
    return statements


def _schools(
    said: Iterable[Statement], schools: dict[int, dict[int, Institution]], known: set[int], page: CitedPage
) -> list[Value]:
    """Each school once, with everything that names it."""
    found: dict[Institution, list[Citation]] = {}
    for statement in said:
        for school in schools[statement.pk].values():
            if school.pk not in known:
                found.setdefault(school, []).extend(citations_of(statement))
    ordered = sorted(found.items(), key=lambda each: each[0].name)
    return [
        Value(school.name, page.notes.cite(school.name, citations), school.get_absolute_url())
        for school, citations in ordered
    ]


def _figure(fund: FundingSource, field: str, page: CitedPage) -> Value:
    number = getattr(fund, field)
    return page.value(_("Announced"), fund, NOT_STATED if number is None else f"{number}", field=field)


def _entry(row: Membership, page: CitedPage) -> Value:
    entry = row.microcredential
    return page.value(_("Belongs to it"), row, entry.title, entry.get_absolute_url())


def _counts(fund: FundingSource) -> list[Count]:
    """Every source that counts programs or schools, in the order of the sources' dates as far as they have one."""
    by_source: dict[int, dict[str, list[Citation]]] = {}
    for citation in citations_of(fund):
        if citation.field in _COUNTED and citation.superseded_by_id is None:
            by_source.setdefault(citation.source_id, {}).setdefault(citation.field, []).append(citation)
    return [_count(fields) for fields in by_source.values()]


def _count(fields: dict[str, list[Citation]]) -> Count:
    first = next(citation for found in fields.values() for citation in found)
    programs, schools = (" ".join(one.says for one in fields.get(field, [])) for field in _COUNTED)
    source = first.source
    return Count(
        source.short_title,
        source.get_absolute_url(),
        in_words(source.dated),
        day_in_words(source.read_on) if source.read_on else "",
        programs,
        schools,
        BasisLook.of(first),
    )
