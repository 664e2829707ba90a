"""Answers on credit as rows of a page: what the picture draws and the list says, made once for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.languages import digits
from catalogue.models import Microcredential, Participation, Recognition
from catalogue.models.vocabulary import Availability, Force, Target
from catalogue.pictures import Stroke, stroke_key
from catalogue.wording import credit_words
from institutions.models import Institution

from .cited import CitedPage
from .facts import Value, capital
from .firmness import FIRMNESS


@dataclass(frozen=True)
class Strength:
    """How firmly, as a word and as a sample of its line; `count`: how many answers say so."""

    word: str
    stroke: Stroke
    count: int = 0

    @classmethod
    def of(cls, force: str, count: int = 0) -> Strength:
        firmness = FIRMNESS[Force(force)]
        return cls(str(firmness.word), firmness.stroke, count)

    @property
    def digits(self) -> str:
        return digits(self.count)

    @property
    def sample(self) -> SafeString:
        return stroke_key(self.stroke)


@dataclass(frozen=True)
class Thing:
    """What may count: a program, a part of one, or a group. `part_of` is the key of the whole."""

    key: str
    title: str
    url: str
    part_of: str = ""
    whole: str = ""
    whole_url: str = ""
    is_group: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Goal:
    """A larger credential at one school, or at a school that is not stated."""

    key: str
    target: str
    words: str
    school: Institution | None

    @property
    def url(self) -> str:
        return reverse("pathway", args=[self.target])

    @property
    def place(self) -> str:
        return _("at %(school)s") % {"school": self.school.brief_name} if self.school else _("school not stated")


@dataclass(frozen=True)
class Run:
    """Who runs it: short, with the ground where no source states it, and as the list says it."""

    name: str
    value: Value

    @property
    def short(self) -> str:
        ground = self.value.cited.basis.label
        return f"{self.name} ({ground})" if ground else self.name


@dataclass(frozen=True)
class Pathway:
    """One answer: whether a thing counts toward a goal, and how firmly; who runs the thing."""

    thing: Thing
    goal: Goal
    strength: Strength
    claim: Value
    runs: tuple[Run, ...]
    refused: bool

    @property
    def says(self) -> str:
        """The answer as one sentence, which picture and list must both hold."""
        return _("%(program)s: %(claim)s") % {"program": self.thing.title, "claim": self.claim.words}


@dataclass(frozen=True)
class AtSchool:
    goal: Goal
    pathways: list[Pathway]


@dataclass(frozen=True)
class Toward:
    """A kind of larger credential in the list, with its answers school by school."""

    words: str
    anchor: str
    url: str
    schools: list[AtSchool]


def pathways(
    claims: Iterable[Recognition],
    runs: Mapping[int, list[Participation]],
    group_pages: Mapping[int, str],
    page: CitedPage,
) -> list[Pathway]:
    """The answers in the order of the claims; their sources are noted among those of the page."""
    return [
        Pathway(
            thing=_thing(claim, group_pages),
            goal=_goal(claim),
            strength=Strength.of(claim.force),
            claim=page.value(str(claim.subject), claim, credit_words(claim)),
            runs=tuple(_run(claim, row, page) for row in _schools(runs[claim.pk])),
            refused=claim.force in Force.negative(),
        )
        for claim in claims
    ]


def by_target(found: Iterable[Pathway]) -> list[Toward]:
    """In the order they come: by kind of credential, then by school."""
    return [
        Toward(target_words(target), target, reverse("pathway", args=[target]), by_school(inside))
        for target, inside in groupby(found, key=lambda each: each.goal.target)
    ]


def by_school(found: Iterable[Pathway]) -> list[AtSchool]:
    schools: dict[int | None, list[Pathway]] = {}
    for each in found:
        schools.setdefault(each.goal.school and each.goal.school.pk, []).append(each)
    return [AtSchool(inside[0].goal, inside) for inside in schools.values()]


def target_words(target: str) -> str:
    return capital(str(Target(target).label))


def _thing(claim: Recognition, group_pages: Mapping[int, str]) -> Thing:
    entry = claim.microcredential
    if entry is None:
        return Thing(f"group {claim.group_id}", claim.group.name, group_pages.get(claim.group_id, ""), is_group=True)
    whole = entry.parent
    return Thing(
        _key(entry),
        entry.title,
        entry.get_absolute_url(),
        part_of=_key(whole) if whole else "",
        whole=whole.title if whole else "",
        whole_url=whole.get_absolute_url() if whole else "",
        ended=Availability.ENDED in (entry.availability, whole.availability if whole else ""),
    )


def _key(entry: Microcredential) -> str:
    return f"entry {entry.pk}"


def _goal(claim: Recognition) -> Goal:
    words = capital(claim.get_target_display())
    if claim.target_name:
        words = f"{words} ({claim.target_name})"
    # Where no school is stated, two claims need not mean the same one.
    place = claim.institution_id or f"claim {claim.pk}"
    return Goal(f"goal {claim.target} {claim.target_name} {place}", claim.target, words, claim.institution)


def _schools(rows: Iterable[Participation]) -> list[Participation]:
    """Whoever runs it; a unit only where its school does not stand there already."""
    schools = {row.institution_id for row in rows}
    return [row for row in rows if row.institution.unit_of_id not in schools]


def _run(claim: Recognition, row: Participation, page: CitedPage) -> Run:
    about = _("%(program)s, run by") % {"program": claim.subject}
    value = page.value(about, row, row.institution.name, row.institution.get_absolute_url())
    return Run(row.institution.brief_name, value)
