"""Which answers our sources give on credit: counted, chosen and read, a page of them at a time. Nothing is drawn here.

An answer is one `Recognition` of a public entry, a part or a group: whether it counts toward one larger credential at
one school, and how firmly. Silence is no answer, and none of these pages makes one of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from catalogue.models import Participation, Recognition
from catalogue.models.vocabulary import Force, Role, Target
from institutions.models import Institution

from .cited import with_citations
from .pathway_query import Asked

PER_PAGE = 40


@dataclass(frozen=True)
class Tally:
    """So many answers of one kind."""

    target: str
    institution: int | None
    force: str
    others: bool
    count: int


class Answers:
    """All public answers, counted by kind in one query, and the schools that stand in them."""

    def __init__(self) -> None:
        kinds = _answers().order_by().values_list("target", "institution", "force", "others")
        self._tallies = [Tally(*row) for row in kinds.annotate(number=Count("pk"))]
        schools = Institution.objects.filter(pk__in={tally.institution for tally in self._tallies})
        self.schools = {school.slug: school for school in schools.order_by("slug")}

    @property
    def targets(self) -> set[str]:
        return {tally.target for tally in self._tallies}

    def total(self, asked: Asked) -> int:
        return sum(tally.count for tally in self._matching(asked))

    def by_target(self, asked: Asked) -> Counter[str]:
        """How many answers each target would show if it were the one chosen."""
        return self._counted(asked.without("target"), lambda tally: tally.target)

    def by_school(self, asked: Asked) -> Counter[int | None]:
        return self._counted(asked.without("institution"), lambda tally: tally.institution)

    def by_force(self, asked: Asked) -> Counter[str]:
        return self._counted(asked, lambda tally: tally.force)

    def read(self, asked: Asked) -> list[Recognition]:
        """One page of the answers, with their subjects and citations: those that say no or not yet come last."""
        found = _answers().filter(target=asked.target) if asked.target else _answers()
        if asked.institution:
            found = found.filter(institution__slug=asked.institution)
        if asked.others:
            found = found.filter(others=True)
        found = found.select_related("microcredential__parent", "group", "institution").order_by(*_ORDER)
        start = (asked.page - 1) * PER_PAGE
        return list(with_citations(found)[start : start + PER_PAGE])

    def _counted(self, asked: Asked, kind: Callable[[Tally], str | int | None]) -> Counter:
        counts: Counter = Counter()
        for tally in self._matching(asked):
            counts[kind(tally)] += tally.count
        return counts

    def _matching(self, asked: Asked) -> Iterable[Tally]:
        school = self.schools.get(asked.institution)
        return (
            tally
            for tally in self._tallies
            if (not asked.target or tally.target == asked.target)
            and (not asked.institution or (school and tally.institution == school.pk))
            and (not asked.others or tally.others)
        )


def runs_of(claims: Iterable[Recognition]) -> dict[int, list[Participation]]:
    """Who runs what each answer speaks of, by the answer: for a part that names nobody, who runs the whole."""
    claims = list(claims)
    entries = {claim.microcredential_id for claim in claims}
    entries |= {claim.microcredential.parent_id for claim in claims if claim.microcredential}
    rows = Participation.objects.public().filter(role__in=Role.providing(), institution__isnull=False)
    rows = rows.filter(Q(microcredential__in=entries) | Q(group__in={claim.group_id for claim in claims}))
    by_subject = defaultdict(list)
    for row in with_citations(rows.select_related("institution").order_by("pk")):
        by_subject[row.microcredential_id, row.group_id].append(row)
    found = {}
    for claim in claims:
        own = by_subject[claim.microcredential_id, claim.group_id]
        parent = claim.microcredential and claim.microcredential.parent_id
        found[claim.pk] = own or (by_subject[parent, None] if parent else [])
    return found


def _answers() -> QuerySet[Recognition]:
    return with_others(Recognition.objects.public())


def with_others(claims: QuerySet) -> QuerySet:
    """`others` says that somebody is known to run it, and that it is not the school of the claim."""
    own, whole = _runs("microcredential"), _runs("microcredential__parent")
    of_group = _runs("group")
    known = Exists(own) | Exists(whole) | Exists(of_group)
    same = Exists(_by_school(own)) | Exists(_by_school(whole)) | Exists(_by_school(of_group))
    others = Case(
        When(known & ~same & Q(institution__isnull=False), then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return claims.annotate(others=others)


def _runs(subject: str) -> QuerySet[Participation]:
    of = "group" if subject == "group" else "microcredential"
    return Participation.objects.filter(
        role__in=Role.providing(), institution__isnull=False, **{of: OuterRef(f"{subject}_id")}
    )


def _by_school(runs: QuerySet[Participation]) -> QuerySet[Participation]:
    """Of these, what the school of the answer runs, or a unit of it, or the school that it is a unit of."""
    return runs.filter(
        Q(institution=OuterRef("institution"))
        | Q(institution__unit_of=OuterRef("institution"))
        | Q(institution=OuterRef("institution__unit_of"))
    )


def _place(field: str, words: Iterable[str]) -> Case:
    """The place of a word in the order of its vocabulary."""
    whens = [When(**{field: word}, then=Value(place)) for place, word in enumerate(words)]
    return Case(*whens, default=Value(len(whens)), output_field=IntegerField())


# By slugs, which both databases put in the same order. A refusal stands after all that counts toward its target.
_ORDER = (
    _place("target", Target.values),
    Case(When(force__in=Force.negative(), then=Value(1)), default=Value(0), output_field=IntegerField()),
    F("institution__slug").asc(nulls_last=True),
    # A whole stands before its parts.
    Coalesce("microcredential__parent__slug", "microcredential__slug", "group__slug"),
    F("microcredential__parent__slug").asc(nulls_first=True),
    F("microcredential__slug").asc(nulls_last=True),
    _place("force", Force.values),
    "pk",
)
