"""Which questions about an offering count, and how its answers stand. Those of all at once: catalogue/tallies.py.

An answer stands as its strongest source does; where sources differ it stands as that and as nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import (
    AudienceTag,
    Citation,
    Claim,
    Disagreement,
    DisagreementSide,
    FundingLink,
    Measure,
    Microcredential,
    Participation,
    Recognition,
    SectorTag,
)
from .models.vocabulary import Basis, Quantity, Role

FIRM = (Basis.CONFIRMED, Basis.STATED)


class Answer(Enum):
    """How an answer stands, the firmest first."""

    STATED = "stated"
    OURS = "our-reading"
    OUTSIDE = "outside"
    UNSOURCED = "unsourced"
    DIFFERS = "differs"
    NOT_STATED = "not-stated"


# How an answer stands that rests on these; the weakest first.
_FROM_THE_WEAKEST = ((Answer.OUTSIDE, (Basis.OUTSIDE,)), (Answer.OURS, (Basis.INFERRED,)), (Answer.STATED, FIRM))
# More offerings than this are looked for by the first and the last of them.
_NAMED_ONE_BY_ONE = 500
# By the name of a question, and by offering.
Answers = dict[str, dict[int, Answer]]
# By basis: which offerings rest on it.
_Sources = dict[str, set[int]]


@dataclass(frozen=True)
class Question:
    """One thing that a learner asks of every offering: a field of it, or claims about it.

    `facet` is the filter of the list that finds those which do not say, where there is one.
    """

    name: str
    label: Promise
    facet: str = ""
    claim: type[Claim] | None = None
    where: dict[str, Any] = field(default_factory=dict)


def _measure(quantity: Quantity, label: Promise, facet: str = "") -> Question:
    return Question(quantity.value, label, facet, Measure, {"quantity": quantity})


QUESTIONS = (
    Question("provider", _("Who runs it"), "provider", Participation, {"role__in": Role.providing()}),
    Question("availability", _("Can you take it"), "availability"),
    Question("kind", _("What you get"), "kind"),
    Question("audience", _("Who it is for")),
    Question("listed_for", _("Who it is listed for"), "audience", AudienceTag),
    Question("skills", _("What you learn")),
    Question("topic", _("Topic"), "sector", SectorTag),
    Question("delivery", _("How you learn"), "delivery"),
    Question("pace", _("Pace")),
    _measure(Quantity.DURATION, _("How long it takes"), "duration"),
    _measure(Quantity.COURSES, _("How many courses")),
    _measure(Quantity.CREDITS, _("How many credits")),
    _measure(Quantity.PRICE, _("What it costs"), "cost"),
    Question("funding", _("Money behind it"), "funding", FundingLink),
    Question("credit", _("What it counts toward"), "credit_toward", Recognition),
    Question("awarding_body", _("Who awards it"), "", Participation, {"role": Role.AWARDING_BODY}),
    Question("level", _("Level")),
    Question("assessed", _("Tests or assessment")),
    Question("entry_requirements", _("What you need to get in")),
    Question("place_taught", _("Where it is taught")),
    Question("language", _("In which language")),
    Question("application_deadline", _("When to apply")),
    Question("web_address", _("Its own web page")),
)
# Cited values that answer no question of a learner: what it is called, and what it is a part of.
NOT_ASKED = frozenset({"title", "other_titles", "parent", "named_kind"})
FIELDS = tuple(question.name for question in QUESTIONS if question.claim is None)


def unanswered(name: str, path: str = "") -> Q:
    """Whether a field has no answer; `path` leads to the offering."""
    return Q(**{f"{path}{name}": None if name == "application_deadline" else ""})


def counted_entries() -> QuerySet:
    """The offerings that are asked: those in their own right that visitors see."""
    return Microcredential.objects.public().results().order_by()


@dataclass(frozen=True)
class Differing:
    """Where public sources differ: the offerings by the name of the question."""

    entries: dict[str, frozenset[int]]

    def of(self, question: Question) -> frozenset[int]:
        return self.entries.get(question.name, frozenset())


def read_differing() -> Differing:
    """Asked in steps, and only of the conflicts that visitors see."""
    conflicts = set(Disagreement.objects.conflicts().public().values_list("pk", flat=True))
    sides = DisagreementSide.objects.filter(disagreement__in=conflicts)
    found: dict[str, set[int]] = defaultdict(set)
    for side in sides.values(*_COLUMNS):
        for question in QUESTIONS:
            if side[_entry_of(question)] and _speaks_of(side, question):
                found[question.name].add(side[_entry_of(question)])
    public = set(
        counted_entries().filter(pk__in={pk for pks in found.values() for pk in pks}).values_list("pk", flat=True)
    )
    return Differing({name: frozenset(pks & public) for name, pks in found.items()})


def _claim_name(question: Question) -> str:
    return {
        Participation: "participation",
        Recognition: "recognition",
        Measure: "measure",
        FundingLink: "funding_link",
        SectorTag: "sector_tag",
        AudienceTag: "audience_tag",
    }[question.claim]


def _entry_of(question: Question) -> str:
    claim = f"{_claim_name(question)}__" if question.claim else ""
    return f"citation__{claim}microcredential"


def _allowed(name: str, wanted: Any) -> tuple:
    return wanted if name.endswith("__in") else (wanted,)


def _narrowed_by(question: Question) -> dict[str, tuple]:
    """The columns of a side that tell which claims the question is about, with the values that they are to have."""
    path = f"citation__{_claim_name(question)}__"
    return {path + name.removesuffix("__in"): _allowed(name, value) for name, value in question.where.items()}


def _speaks_of(side: dict[str, Any], question: Question) -> bool:
    if question.claim is None:
        return side["citation__field"] == question.name
    return all(side[column] in values for column, values in _narrowed_by(question).items())


# All that tells which answers the sides of a conflict are about, read at once.
_COLUMNS = {
    "citation__field",
    *map(_entry_of, QUESTIONS),
    *(column for question in QUESTIONS if question.claim for column in _narrowed_by(question)),
}


def answered_by(citation: Citation) -> str:
    """The name of the question about an offering that a citation answers; empty where it answers none."""
    for question in QUESTIONS:
        if question.claim is None:
            if citation.microcredential_id and citation.field == question.name:
                return question.name
        elif (claim := getattr(citation, _claim_name(question))) and claim.microcredential_id:
            values = {name: getattr(claim, name.removesuffix("__in")) for name in question.where}
            if all(values[name] in _allowed(name, wanted) for name, wanted in question.where.items()):
                return question.name
    return ""


def among(pks: Set[int], path: str) -> Q:
    """Finds what belongs to these offerings; where they are many, quicker, and also to others between them."""
    if len(pks) > _NAMED_ONE_BY_ONE:
        return Q(**{f"{path}__gte": min(pks), f"{path}__lte": max(pks)})
    return Q(**{f"{path}__in": pks})


def answers_of(pks: Set[int], differing: Differing) -> Answers:
    """How the answers of these offerings stand, by the name of the question; one that is not there is not stated."""
    answered = _answered_fields(pks)
    sources: dict[str, _Sources] = {name: defaultdict(set) for name in FIELDS}
    cited = Citation.objects.current().filter(among(pks, "microcredential"), field__in=FIELDS).order_by()
    for name, basis, pk in cited.values_list("field", "basis", "microcredential"):
        sources[name][basis].add(pk)
    for question in QUESTIONS:
        if question.claim:
            sources[question.name] = grounds = _grounds_of(question, pks)
            answered[question.name] = {pk for some in grounds.values() for pk in some}.intersection(pks)
    return {
        question.name: _standing(answered[question.name], sources[question.name], differing.of(question))
        for question in QUESTIONS
    }


def _answered_fields(pks: Set[int]) -> dict[str, set[int]]:
    """Which offerings answer the questions that are fields of theirs."""
    rows = [*Microcredential.objects.filter(among(pks, "pk")).order_by().values_list("pk", *FIELDS)]
    found, *columns = zip(*rows, strict=True) if rows else [()] * (1 + len(FIELDS))
    return {
        name: {pk for pk, value in zip(found, column, strict=True) if value not in ("", None)}.intersection(pks)
        for name, column in zip(FIELDS, columns, strict=True)
    }


def _grounds_of(question: Question, pks: Set[int]) -> _Sources:
    """The offerings with claims that answer, by what these rest on: nothing, where a source was named no more."""
    grounds: _Sources = defaultdict(set)
    claims = question.claim.objects.filter(among(pks, "microcredential"), **question.where).order_by()
    for pk, basis, replaced in claims.values_list("microcredential", "citations__basis", "citations__superseded_by"):
        grounds["" if replaced else basis or ""].add(pk)
    return grounds


def _standing(answered: set[int], sources: _Sources, differ: frozenset[int]) -> dict[int, Answer]:
    """The firmest source counts: each overwrites what the ones before it left."""
    standing = dict.fromkeys(answered, Answer.UNSOURCED)
    for answer, bases in _FROM_THE_WEAKEST:
        for basis in bases:
            standing.update(dict.fromkeys(sources[basis] & answered, answer))
    standing.update(dict.fromkeys(differ & answered, Answer.DIFFERS))
    return standing
