"""Made-up entries in any number, for tests and measurements: the shapes of real ones, with all their gaps. No facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, product
from random import Random
from typing import Any, TypeVar

from django.utils.text import slugify

from catalogue.models import (
    Audience,
    AudienceTag,
    Claim,
    FundingLink,
    Measure,
    Microcredential,
    Participation,
    Recognition,
    Sector,
    SectorTag,
)
from catalogue.models.vocabulary import (
    Approximation,
    Assessed,
    Availability,
    Delivery,
    Force,
    Kind,
    Level,
    Pace,
    Quantity,
    Role,
    Scope,
    State,
    Target,
    Unit,
)
from funding.models import FundingSource
from institutions.changes import Way, recording
from institutions.models import Institution, InstitutionKind, Region
from institutions.records import Record

T = TypeVar("T")
Create = Callable[[list[Record]], list[Record]]
KEY = "generated"
BATCH = 500
_FIRST_CHECK = date(2024, 1, 1)

_SUBJECTS = """micro-credential design management data health digital community building leadership clean-tech care
safety marketing timber analysis energy food Indigenous media project nursing software welding forestry tourism early
childhood accounting web security climate water trades hospitality agriculture film transportation supply chain
language teaching wildfire fisheries mining aviation coding robotics genomics café bookkeeping payroll drone mapping
housing mental youth elder sign carpentry plumbing electrical hydrogen battery recycling mass innovation ethics writing
speaking public policy""".split()
_ENDINGS = "basics practice methods systems skills essentials foundations planning tools studies".split()
_SYLLABLES = ("bar den fol gim har jun kel mon", "a e i o u", "bel cor dis fan gor hil", "an er is on um", "s d")
_WORDS = [*_SUBJECTS, *("".join(syllables) for syllables in product(*map(str.split, _SYLLABLES)))]
# Words that only larger catalogues hold, in no order.
_RARE_WORDS = ["".join(syllables) for syllables in product(*map(str.split, (*_SYLLABLES[:4], *_SYLLABLES[2:])))]
Random(1).shuffle(_RARE_WORDS)


def _shares(words: list[str]) -> list[float]:
    """The first subject is about as common as the next three together, as words in real texts are."""
    return list(accumulate(1 / (rank + 1) for rank in range(len(words))))


_SHARES = _shares(_WORDS)

_STATES = {State.PUBLISHED: 85, State.DRAFT: 7, State.IN_REVIEW: 3, State.WITHDRAWN: 5}
_AVAILABILITIES = {
    "": 8,
    Availability.LISTED: 52,
    Availability.DESCRIBED: 12,
    Availability.PILOT: 5,
    Availability.IN_DEVELOPMENT: 6,
    Availability.ENDED: 4,
    Availability.OFFERED: 13,
}


@dataclass(frozen=True)
class _Ground:
    """The rows that generated entries refer to."""

    institutions: list[Institution]
    sectors: list[Sector]
    audiences: list[Audience]
    funding: list[FundingSource]


class _Dice(Random):
    """Chances in the words of this module; the same seed gives the same entries."""

    vocabulary = _WORDS
    shares = _SHARES

    def learn(self, more: int) -> None:
        """Know so many more rare words."""
        self.vocabulary = [*_WORDS, *_RARE_WORDS[:more]]
        self.shares = _shares(self.vocabulary)

    def chance(self, percent: int) -> bool:
        return self.random() * 100 < percent

    def perhaps(self, percent: int, values: Any) -> str:
        """One of the values, or "" for not stated."""
        return self.choice(list(values)) if self.chance(percent) else ""

    def share(self, weights: dict[T, int]) -> T:
        return self.choices(list(weights), list(weights.values()))[0]

    def words(self, least: int, most: int) -> str:
        return " ".join(self.choices(self.vocabulary, cum_weights=self.shares, k=self.randint(least, most)))

    def lines(self, most: int) -> str:
        return "\n".join(self.words(1, 3).capitalize() for _ in range(self.randint(0, most)))

    def favourites(self, rows: list[T], most: int) -> list[T]:
        """A few different rows, the first ones far more often than the last."""
        picked = {int(len(rows) * self.random() ** 3) for _ in range(self.randint(1, most))}
        return [rows[number] for number in sorted(picked)]


def _recorded(rows: list[Record]) -> list[Record]:
    return type(rows[0]).objects.bulk_create(rows)


def generate_entries(count: int, seed: int, create: Create = _recorded, more_words: int = 0) -> None:
    """Add `count` entries, with parts and claims beside them, in one recorded act.

    `create` stores rows of one model and gives them their primary keys. `more_words` makes the vocabulary larger.
    """
    dice = _Dice(seed)
    dice.learn(more_words)
    with recording(way=Way.SHELL, why=f"generate_entries {count} --seed {seed}"):
        ground = _Ground(
            _rows(Institution, 40, dice, _institution),
            _rows(Sector, 5, dice, _term),
            _rows(Audience, 6, dice, _term),
            _rows(FundingSource, 5, dice, _term),
        )
        first = _next_number()
        for start in range(first, first + count, BATCH):
            _generate_batch(dice, ground, range(start, min(start + BATCH, first + count)), create)


def _rows(model: type[Record], enough: int, dice: _Dice, fields: Any) -> list[Any]:
    """Rows that are there, filled up with generated ones."""
    rows = list(model.objects.order_by("key")[:enough])
    numbers = range(len(rows) + 1, enough + 1)
    made = [model(key=f"{KEY}-{number}", slug=f"{KEY}-{number}", **fields(dice, number)) for number in numbers]
    return rows + model.objects.bulk_create(made)


def _institution(dice: _Dice, number: int) -> dict[str, str]:
    name = f"{dice.words(1, 1).title()} {dice.choice(['College', 'University', 'Institute'])} {number}"
    short_name = "".join(word[0] for word in name.split()) if dice.chance(50) else ""
    kinds = [InstitutionKind.UNIVERSITY, InstitutionKind.COLLEGE, InstitutionKind.INSTITUTE]
    return {"name": name, "short_name": short_name, "kind": dice.choice(kinds), "region": dice.perhaps(85, Region)}


def _term(dice: _Dice, number: int) -> dict[str, str]:
    return {"name": f"{dice.words(1, 2).capitalize()} {number}"}


def _next_number() -> int:
    keys = Microcredential.objects.filter(key__startswith=f"{KEY}-").values_list("key", flat=True)
    return max((int(key.split("-")[1]) for key in keys), default=0) + 1


def _generate_batch(dice: _Dice, ground: _Ground, numbers: range, create: Create) -> None:
    entries = create([_entry(dice, number) for number in numbers])
    rows = defaultdict(list)
    rows[Microcredential] += (part for entry in entries for part in _parts(dice, entry))
    for entry in entries:
        for claim in _claims(dice, entry, ground):
            claim.key = f"{entry.key}-{len(rows[type(claim)])}"
            rows[type(claim)].append(claim)
    for each in filter(None, rows.values()):
        create(each)


def _entry(dice: _Dice, number: int, **fields: Any) -> Microcredential:
    title = f"{dice.words(1, 3)} {dice.choice(_ENDINGS)}"
    availability = dice.share(_AVAILABILITIES)
    verified = availability == Availability.OFFERED or dice.chance(3)
    values = {
        "key": f"{KEY}-{number}",
        "title": title[0].upper() + title[1:],
        "slug": f"{slugify(title)}-{number}",
        "other_titles": dice.lines(1) if dice.chance(10) else "",
        "summary": f"You learn {dice.words(6, 25)}.",
        "kind": dice.perhaps(80, Kind),
        "availability": availability,
        "availability_as_of": dice.choice(["2021", "2022-05", "2024-09-01"]) if availability else "",
        "state": dice.share(_STATES),
        "last_verified": _FIRST_CHECK + timedelta(days=dice.randrange(900)) if verified else None,
    }
    return Microcredential(**{**values, **_details(dice), **fields})


def _details(dice: _Dice) -> dict[str, str]:
    return {
        "delivery": dice.perhaps(55, Delivery),
        "pace": dice.perhaps(15, Pace),
        "audience": f"For {dice.words(2, 6)}." if dice.chance(40) else "",
        "skills": dice.lines(6),
        "assessed": dice.perhaps(10, Assessed),
        "level": dice.perhaps(15, Level),
        "entry_requirements": dice.perhaps(10, ["A high school diploma.", "A year of work in the field."]),
    }


def _parts(dice: _Dice, entry: Microcredential) -> Iterator[Microcredential]:
    """Some entries have parts; some parts of a published entry are still drafts."""
    for number in range(dice.randint(2, 4) if dice.chance(8) else 0):
        state = entry.state if dice.chance(90) else State.DRAFT
        slug = f"{entry.slug}-part-{number}"
        yield _entry(dice, number, key=f"{entry.key}-part-{number}", slug=slug, parent=entry, state=state)


def _claims(dice: _Dice, entry: Microcredential, ground: _Ground) -> Iterator[Claim]:
    yield from _participations(dice, entry, ground.institutions)
    yield from _recognitions(dice, entry, ground.institutions)
    yield from _measures(dice, entry)
    if dice.chance(70):
        yield from (SectorTag(microcredential=entry, sector=row) for row in dice.favourites(ground.sectors, 2))
    if dice.chance(40):
        yield from (AudienceTag(microcredential=entry, audience=row) for row in dice.favourites(ground.audiences, 2))
    if dice.chance(15):
        yield from (
            FundingLink(microcredential=entry, funding_source=row) for row in dice.favourites(ground.funding, 2)
        )


def _participations(dice: _Dice, entry: Microcredential, institutions: list[Institution]) -> Iterator[Participation]:
    role = Role.TESTING if entry.kind == Kind.EXAM else Role.PROVIDER
    for institution in dice.favourites(institutions, 2):
        yield Participation(microcredential=entry, institution=institution, role=role)
    if dice.chance(8):
        yield Participation(microcredential=entry, institution=dice.choice(institutions), role=Role.CREDIT)
    if dice.chance(15):
        partner = dice.choice(institutions) if dice.chance(70) else None
        yield Participation(microcredential=entry, institution=partner, role=Role.INDUSTRY_PARTNER)


def _recognitions(dice: _Dice, entry: Microcredential, institutions: list[Institution]) -> Iterator[Recognition]:
    if dice.chance(45):
        for target in dice.sample(list(Target), dice.choice([1, 1, 1, 2])):
            school = dice.choice(institutions) if dice.chance(70) else None
            yield Recognition(microcredential=entry, institution=school, target=target, force=dice.choice(list(Force)))


def _measures(dice: _Dice, entry: Microcredential) -> Iterator[Measure]:
    if dice.chance(35):
        unit = dice.choice([Unit.HOUR, Unit.WEEK, Unit.WEEK, Unit.MONTH])
        yield _measure(dice, entry, Quantity.DURATION, dice.choice([1, 2, 4, 6, 8, 12, 30, 40]), unit)
    if dice.chance(30):
        currency = dice.choice([Unit.CAD, Unit.CAD, ""])
        yield _measure(
            dice, entry, Quantity.PRICE, dice.choice([0, 95, 250, 300, 495, 1200, 2000, 3000, 4500]), currency
        )
    if dice.chance(20):
        yield _measure(dice, entry, Quantity.COURSES, dice.randint(2, 8), Unit.COURSE, measures=Scope.PROGRAM)


def _measure(dice: _Dice, entry: Microcredential, quantity: str, number: int, unit: str, **fields: Any) -> Measure:
    """A figure, or in one of seven cases a word in its place."""
    values = {"measures": dice.choice([Scope.PROGRAM, Scope.PROGRAM, Scope.COURSE]), **fields}
    if dice.chance(15):
        word = {Quantity.PRICE: dice.choice([Approximation.FREE, Approximation.LOW])}.get(
            quantity, Approximation.SEVERAL
        )
        return Measure(microcredential=entry, quantity=quantity, approximation=word, unit=unit, **values)
    exactly = dice.choice(
        [
            Approximation.EXACT,
            Approximation.EXACT,
            Approximation.ABOUT,
            Approximation.LESS_THAN,
            Approximation.MORE_THAN,
        ]
    )
    return Measure(microcredential=entry, quantity=quantity, minimum=number, approximation=exactly, unit=unit, **values)
