"""The snapshot: everything public in memory, as bitsets. Not the meaning of a query, and not when it is renewed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from . import bits
from .documents import document_of
from .entries import Entry, entry_of, pack, unpack
from .facets import FACETS, NOT_STATED, credit_givers
from .keeping import Kept
from .options import ENDED, GIVES_CREDIT, Options
from .orders import SORTS, Order
from .reading import Catalogue, Facts, Mark, Place, Update
from .text import Match, TextIndex, sort_key

Key = tuple[str, str]
PlaceInList = tuple[bool, str, str]
# Bytes that a match is taken to weigh for each entry of the catalogue: its planes and covers, each a bit an entry.
_PER_MATCH = 4
SORTED = tuple(sort for sort in SORTS if sort.stated)


class _Coming(NamedTuple):
    """What is taken from the facts of one entry."""

    place: PlaceInList
    facts: Facts
    entry: Entry
    keys: frozenset[Key]


class Snapshot:
    """All public offerings at one moment, never changed after it is made.

    Entries are numbered by title, those that have ended after all others. `sets[facet, value]` is the bitset of the
    entries with that value. What is rendered from a snapshot is kept in `kept` and goes when the snapshot goes.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        coming = sorted(map(_coming, catalogue.facts), key=lambda each: each.place)
        members: dict[Key, list[int]] = defaultdict(list)
        for number, each in enumerate(coming):
            for key in each.keys:
                members[key].append(number)
        self.packed: tuple[bytes, ...] = tuple(pack(each.entry) for each in coming)
        self.slugs: tuple[str, ...] = tuple(each.entry.slug for each in coming)
        self.pks = array("Q", (each.facts.offering.pk for each in coming))
        self.size = len(coming)
        self.sets = {key: bits.of(numbers, self.size) for key, numbers in members.items()}
        self.orders = {
            sort.value: Order.of(array("d", (sort.key(each.facts) for each in coming)), self.sets) for sort in SORTED
        }
        self.text = TextIndex((document_of(each.facts) for each in coming), self.size)
        self._describe(catalogue)

    def renewed(self, update: Update) -> Snapshot:
        """The snapshot of a later state, equal to one made from nothing. Only what changed is looked at anew."""
        going = [number for number, pk in enumerate(self.pks) if pk in update.gone]
        coming = sorted(map(_coming, update.facts), key=lambda each: each.place)
        step = bits.Renumbering(tuple(going), tuple(self._numbers_of(coming, going)))
        added = list(zip(step.added, coming, strict=True))
        later = object.__new__(Snapshot)
        later.packed = tuple(step.renewed(self.packed, [pack(each.entry) for each in coming]))
        later.slugs = tuple(step.renewed(self.slugs, [each.entry.slug for each in coming]))
        later.pks = array("Q", step.renewed(self.pks, [each.facts.offering.pk for each in coming]))
        later.size = len(later.slugs)
        later.sets = bits.renewed(self.sets, step, [(number, each.keys) for number, each in added])
        later.orders = {
            sort.value: self.orders[sort.value].renewed(
                step, [(number, sort.key(each.facts), each.keys) for number, each in added]
            )
            for sort in SORTED
        }
        later.text = self.text.changed(step, later.size, {number: document_of(each.facts) for number, each in added})
        later._describe(update)
        return later

    def _numbers_of(self, coming: Iterable[_Coming], going: list[int]) -> Iterator[int]:
        """Where those that come, in the order of the list, will stand when others have gone."""
        for already, each in enumerate(coming):
            place = bisect_left(range(self.size), each.place, key=lambda number: _place_in_list(self.entry(number)))
            yield place - bisect_left(going, place) + already

    def _describe(self, catalogue: Catalogue | Update) -> None:
        """What follows from the sets and the vocabularies."""
        self.mark: Mark = catalogue.mark
        self.ends_at = catalogue.ends_at
        self.everything = (1 << self.size) - 1
        self.ended = self.sets.get(ENDED, 0)
        self.places: dict[str, Place] = {place.slug: place for place in catalogue.places.values()}
        self.options = {facet.name: Options(facet, catalogue, self.sets, self.size) for facet in FACETS}
        self.labels = {name: options.labels for name, options in self.options.items()}
        self.kept, self._matches = Kept(), Kept()

    @property
    def state(self) -> str:
        """Tells this snapshot from every other one; the same in every process that shows the same."""
        return f"{self.mark} {self.ends_at}"

    def stated(self, facet: str) -> int:
        """How many entries state an answer."""
        return self.options[facet].stated

    def entry(self, number: int) -> Entry:
        return unpack(self.packed[number])

    def match(self, text: str, as_typed: bool = False) -> Match:
        """What a text finds; the last few are remembered, since one text is asked with many filters."""
        key = ("match", text, as_typed)
        return self._matches.get(key) or self._matches.put(
            key, self.text.match(text, as_typed), _PER_MATCH * (self.size + 1)
        )

    def gives_credit(self, slug: str) -> int:
        """The set of what an institution gives credit for."""
        return self.sets.get((GIVES_CREDIT, slug), 0)


def _coming(facts: Facts) -> _Coming:
    entry = entry_of(facts)
    return _Coming(_place_in_list(entry), facts, entry, frozenset(_keys(facts, entry)))


def _place_in_list(entry: Entry) -> PlaceInList:
    return entry.ended, sort_key(entry.title), entry.slug


def _keys(facts: Facts, entry: Entry) -> Iterator[Key]:
    """The sets that an entry belongs to."""
    for facet in FACETS:
        values = {value for value in facet.values(facts) if value} or (NOT_STATED,)
        yield from ((facet.name, value) for value in values)
    yield from ((GIVES_CREDIT, place.slug) for place in credit_givers(facts))
    if entry.ended:
        yield ENDED
