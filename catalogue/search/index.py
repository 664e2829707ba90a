"""The snapshot: everything public in memory, as bitsets. Not which one is current, nor the meaning of a query."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from . import bits
from .documents import document_of
from .entries import Entry, entry_of
from .facets import FACETS, NOT_STATED, NOT_STATED_LABEL, Facet, credit_givers
from .orders import SORTS, Order
from .reading import Catalogue, Facts, Mark, Place, Update
from .text import TextIndex, sort_key


class Snapshot:
    """All public offerings at one moment, never changed after it is made.

    Entries are numbered by title, those that have ended after all others. `sets[facet, value]` is the bitset of the
    entries with that value. What is rendered from a snapshot is kept in `kept` and goes when the snapshot goes.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        facts = sorted(catalogue.facts, key=lambda each: each.offering.slug)
        numbered = sorted(((entry_of(each), each) for each in facts), key=lambda pair: _place_in_list(pair[0]))
        facts = [each for _, each in numbered]
        self._catalogue = catalogue
        self.mark: Mark = catalogue.mark
        self.ends_at = catalogue.ends_at
        self.entries: tuple[Entry, ...] = tuple(entry for entry, _ in numbered)
        self.size = len(facts)
        self.everything = (1 << self.size) - 1
        self.ended = bits.of([n for n, entry in enumerate(self.entries) if entry.ended], self.size)
        members = _members(facts)
        self.sets = {key: bits.of(numbers, self.size) for key, numbers in members.items()}
        is_ended = [entry.ended for entry in self.entries]
        self.orders = {sort.value: Order(sort, facts, is_ended, members) for sort in SORTS if sort.stated}
        self.text = TextIndex(map(document_of, facts), self.size)
        self.places: dict[str, Place] = {place.slug: place for place in catalogue.places.values()}
        self.gives_credit = _givers(facts, self.size)
        self.labels = {facet.name: _labels(facet, catalogue) for facet in FACETS}
        self.shown = {facet.name: self._shown(facet) for facet in FACETS}
        self.kept: dict[Any, Any] = {}

    def renewed(self, update: Update) -> Snapshot:
        """The snapshot of a later state."""
        return Snapshot(update.applied_to(self._catalogue))

    def stated(self, facet: str) -> int:
        """How many entries state an answer."""
        return self.size - self.sets.get((facet, NOT_STATED), 0).bit_count()

    def _shown(self, facet: Facet) -> frozenset[str]:
        """Options with a place on the page even when nobody chose them."""
        used = {value for value in self.labels[facet.name] if facet.shows_all or (facet.name, value) in self.sets}
        if facet.name == "provider":
            used |= self.gives_credit.keys()  # whoever looks for them is told of the credit they give
            used -= {slug for slug, place in self.places.items() if place.unit_of__slug in used}  # under their school
        return frozenset(used | {NOT_STATED})


def _place_in_list(entry: Entry) -> tuple[bool, str, str]:
    return entry.ended, sort_key(entry.title), entry.slug


def _members(facts: list[Facts]) -> dict[tuple[str, str], list[int]]:
    members = defaultdict(list)
    for number, each in enumerate(facts):
        for facet in FACETS:
            for value in {value for value in facet.values(each) if value} or (NOT_STATED,):
                members[facet.name, value].append(number)
    return members


def _labels(facet: Facet, catalogue: Catalogue) -> dict[str, str]:
    return {**dict(facet.options(catalogue)), NOT_STATED: NOT_STATED_LABEL}


def _givers(facts: list[Facts], size: int) -> dict[str, int]:
    """The bitset of what each institution gives credit for."""
    numbers = defaultdict(list)
    for number, each in enumerate(facts):
        for place in credit_givers(each):
            numbers[place.slug].append(number)
    return {slug: bits.of(found, size) for slug, found in numbers.items()}
