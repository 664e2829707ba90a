"""What is read of the database for a search: one offering's facts, everything at one moment, and what changed since.

Plain rows without a query, a word or a bitset. How they are read is in reading.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from catalogue.models.vocabulary import Availability, Role

from .folding import sort_key

NEVER = datetime.max.replace(tzinfo=UTC)
# As plain text: they are asked of every entry, and Python is slow to find a word of a vocabulary.
PROVIDING, HAS_ENDED = frozenset(map(str, Role.providing())), str(Availability.ENDED)
# What people type, and the words of programs that are searched beside it, in order.
Synonyms = tuple[tuple[str, tuple[str, ...]], ...]


def place_in_list(ended: bool, title: str, slug: str) -> tuple[bool, str, str]:
    """What the list is sorted by: by title, what has ended after all others."""
    return ended, sort_key(title), slug


class Mark(NamedTuple):
    """Tells one state of the catalogue from another: a generation, and what the transaction in hand has written.

    `in_hand` is 0 outside a transaction that wrote. Another value means something in this process only.
    """

    epoch: str
    generation: int
    in_hand: int = 0


class Place(NamedTuple):
    """An institution."""

    slug: str
    name: str
    short_name: str
    other_names: str
    region: str
    unit_of__slug: str | None = None
    city: str = ""
    unit_of__name: str | None = None
    unit_of__short_name: str | None = None

    @property
    def brief_name(self) -> str:
        return self.short_name or self.name


class Term(NamedTuple):
    """A sector, an audience or a funding source."""

    slug: str
    name: str


class Offering(NamedTuple):
    """First what it says in words of its own, then what many offerings say alike."""

    pk: int
    slug: str
    title: str
    other_titles: str = ""
    summary: str = ""
    audience: str = ""
    skills: str = ""
    place_taught: str = ""
    kind: str = ""
    availability: str = ""
    availability_as_of: str = ""
    delivery: str = ""
    pace: str = ""
    level: str = ""
    last_verified: date | None = None
    named_kind__name: str | None = None

    @property
    def own(self) -> tuple[str, ...]:
        return self[_OWN]

    @property
    def alike(self) -> tuple[str | date | None, ...]:
        return self[8:]

    @property
    def place_in_list(self) -> tuple[bool, str, str]:
        return place_in_list(self.availability == HAS_ENDED, self.title, self.slug)


_OWN = slice(2, 8)
OWN = Offering._fields[_OWN]


class Part(NamedTuple):
    slug: str
    title: str
    other_titles: str
    skills: str
    summary: str = ""


class Involvement(NamedTuple):
    role: str
    place: Place | None


class Credit(NamedTuple):
    target: str
    target_name: str
    force: str
    since: str
    place: Place | None


class Figure(NamedTuple):
    quantity: str
    minimum: Decimal | None
    maximum: Decimal | None
    approximation: str
    unit: str
    measures: str


class Facts(NamedTuple):
    """What the database holds about one offering."""

    offering: Offering
    parts: Sequence[Part]
    involved: Sequence[Involvement]
    credits: Sequence[Credit]
    figures: Sequence[Figure]
    sectors: Sequence[Term]
    audiences: Sequence[Term]
    funding: Sequence[Term]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything read at one moment: the primary keys of the offerings in the order of the list, the facts in any.

    The facts may be read while they are gone through, so that they need not stand in memory all at once. The
    vocabularies are by primary key. From `ends_at` on it is no longer what visitors should see, even if nobody writes.
    """

    mark: Mark
    pks: Sequence[int]
    facts: Iterable[Facts]
    places: dict[int, Place]
    sectors: dict[int, Term]
    audiences: dict[int, Term]
    funding: dict[int, Term]
    synonyms: Synonyms = ()
    ends_at: datetime = NEVER


@dataclass(frozen=True, slots=True)
class Update:
    """The step from one state of the catalogue to a later one.

    `gone` are the primary keys of all offerings that are touched. Those of them that are still public are in `facts`,
    beside any that have become so. The vocabularies are whole.
    """

    mark: Mark
    gone: frozenset[int]
    facts: list[Facts]
    places: dict[int, Place]
    sectors: dict[int, Term]
    audiences: dict[int, Term]
    funding: dict[int, Term]
    synonyms: Synonyms = ()
    ends_at: datetime = NEVER
