"""The snapshot: everything public in memory, as bitsets. Not the meaning of a query, and not when it is renewed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import chain, islice
from math import ceil
from threading import Lock
from time import time
from typing import Any

from django.utils.http import http_date

from catalogue.languages import current_language

from . import bits
from .documents import document_of
from .entries import Entry, entry_of
from .facets import FACETS, NOT_STATED, credit_givers
from .facts import HAS_ENDED, OWN, Catalogue, Facts, Mark, Place, Update
from .keeping import Kept
from .matching import Match
from .options import ENDED, GIVES_CREDIT, Options
from .orders import SORTS, Order
from .packing import ALIKE, FactsPacking, own_words
from .pieces import Gathering
from .text import TextIndex

Key = tuple[str, str]
# Bytes that a match is taken to weigh, as measured: its words and sets, and for each entry of the catalogue its bits
# in planes and covers.
_PER_MATCH, _PER_ENTRY = 8000, 4
# Bytes of what is kept: some forty pages as they are sent, what five hundred addresses ask for, fifty matches.
_MOST_PAGES, _MOST_ADDRESSES, _MOST_MATCHES = 2**18, 2**18, 2**20
_KEY = 250
# Seconds: more than the clocks of two servers differ by, and much more than one worker is quicker than the next.
PROBATION, _STEP = 3, 10
_LONGEST_WAIT = 0.5  # seconds for somebody else to make what is needed
# Entries that a build looks at at once.
_AT_ONCE = 500
SORTED = tuple(sort for sort in SORTS if sort.stated)
# By what they read of the facts.
_FACETS = {field: [facet for facet in FACETS if facet.reads == field] for field in ALIKE}


class _Taken:
    """What a build has noted so far. Entries come in any order, and numbers tell where they belong."""

    def __init__(self, size: int) -> None:
        # Entries that say alike belong to the same sets: those entries, for each field by what is said in letters.
        self.alike: list[dict[str, array]] = [defaultdict(partial(array, "I")) for _ in ALIKE]
        self.sort_keys = {sort.value: array("d", bytes(8 * size)) for sort in SORTED}
        self.packed, self.slugs = Gathering(size), Gathering(size)

    def members(self, packing: FactsPacking) -> dict[Key, array]:
        """The members of each set; one may stand there twice."""
        members = defaultdict(partial(array, "I"))
        for field, groups in zip(ALIKE, self.alike, strict=True):
            for letters, numbers in groups.items():
                for key in _keys_of(field, packing.told(field, letters)):
                    members[key] += numbers
        return members


class Snapshot:
    """All public offerings at one moment, never changed after it is made.

    Entries are numbered by title, those that have ended after all others. `sets[facet, value]` is the bitset of the
    entries with that value. What is rendered from a snapshot is kept in `kept` as far as there is room, what is made of
    it `once` in `made`; both go when the snapshot goes. So do `addresses`, what pages the latest addresses asked for,
    and `turns`, a lock for each thing that is being made.
    `modified` says since when it stands, as HTTP writes it; empty while that is not sure.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.size, self.pks = len(catalogue.pks), array("Q", catalogue.pks)
        self._packing = FactsPacking()
        taken = _Taken(self.size)
        # The index of the text draws one entry after another through all the rest, so that none is kept as it was read.
        self.text = TextIndex(self._take(catalogue.facts, taken), self.size, catalogue.synonyms)
        self.packed, self.slugs = taken.packed.pieces(), taken.slugs.pieces()
        members = taken.members(self._packing)
        self.sets = {key: bits.of(numbers, self.size) for key, numbers in members.items()}
        self.orders = {value: Order.of(keys, members) for value, keys in taken.sort_keys.items()}
        self._describe(catalogue)

    def _take(self, all_facts: Iterable[Facts], taken: _Taken) -> Iterator[tuple[int, dict[str, str]]]:
        """Note what is asked of each entry, and give its number and its text. Some at once, in Python's own loops."""
        numbers, all_facts = {pk: number for number, pk in enumerate(self.pks)}, iter(all_facts)
        while some := [*islice(all_facts, _AT_ONCE)]:
            places = [numbers[facts.offering.pk] for facts in some]
            alike = [*map(self._packing.alike, some)]
            for groups, letters in zip(taken.alike, zip(*alike, strict=True), strict=True):
                deque(map(array.append, map(groups.__getitem__, letters), places), maxlen=0)
            for sort in SORTED:
                deque(map(taken.sort_keys[sort.value].__setitem__, places, map(sort.key, some)), maxlen=0)
            taken.packed.add(places, map(self._packing.pack, some, alike))
            taken.slugs.add(places, [facts.offering.slug.encode() for facts in some])
            yield from zip(places, map(document_of, some), strict=True)

    def renewed(self, update: Update) -> Snapshot:
        """The snapshot of a later state, equal to one made from nothing. Only what changed is looked at anew."""
        going = [number for number, pk in enumerate(self.pks) if pk in update.gone]
        coming = sorted(update.facts, key=lambda each: each.offering.place_in_list)
        step = bits.Renumbering(tuple(going), tuple(self._numbers_of(coming, going)))
        added = dict(zip(step.added, coming, strict=True))
        keys = {number: frozenset(_keys(facts)) for number, facts in added.items()}
        later = object.__new__(Snapshot)
        later._packing = self._packing
        later.packed = self.packed.renewed(step, [self._packing.pack(facts) for facts in coming])
        later.slugs = self.slugs.renewed(step, [facts.offering.slug.encode() for facts in coming])
        later.pks = array("Q", step.renewed(self.pks, [facts.offering.pk for facts in coming]))
        later.size = len(later.slugs)
        later.sets = bits.renewed(self.sets, step, keys.items())
        later.orders = {
            sort.value: self.orders[sort.value].renewed(
                step, [(number, sort.key(facts), keys[number]) for number, facts in added.items()]
            )
            for sort in SORTED
        }
        documents = {number: document_of(facts) for number, facts in added.items()}
        later.text = self.text.changed(step, later.size, documents, update.synonyms)
        later._describe(update)
        return later

    def _numbers_of(self, coming: Iterable[Facts], going: list[int]) -> Iterator[int]:
        """Where those that come, in the order of the list, will stand when others have gone."""
        for already, facts in enumerate(coming):
            place = bisect_left(range(self.size), facts.offering.place_in_list, key=self._place_in_list)
            yield place - bisect_left(going, place) + already

    def _place_in_list(self, number: int) -> tuple[bool, str, str]:
        return self._facts(number).offering.place_in_list

    def _describe(self, catalogue: Catalogue | Update) -> None:
        """What follows from the sets and the vocabularies."""
        self.mark: Mark = catalogue.mark
        self.ends_at = catalogue.ends_at
        self.everything = (1 << self.size) - 1
        self.ended = self.sets.get(ENDED, 0)
        self.ended_row = bits.countable(self.ended, self.size)
        self.places: dict[str, Place] = {place.slug: place for place in catalogue.places.values()}
        self.options = {facet.name: Options(facet, catalogue, self.sets, self.size) for facet in FACETS}
        self.labels = {name: options.labels for name, options in self.options.items()}
        self.kept = Kept(_MOST_PAGES, weigh=lambda page: len(page[0]) + _KEY)
        self.addresses = Kept(_MOST_ADDRESSES, weigh=lambda named: 2 * _KEY)
        # Not by `self`: a snapshot that pointed to itself would outlive its time.
        of_a_match = _PER_MATCH + _PER_ENTRY * self.size
        self._matches = Kept(_MOST_MATCHES, weigh=lambda match: of_a_match)
        self.made: dict[Hashable, object] = {}
        self.turns: dict[Hashable, Lock] = {}
        self.stands_since = ceil(time() / _STEP) * _STEP
        self.modified = ""

    def stood_until(self, moment: float) -> None:
        """It was still the newest at this moment: from some seconds on it may say since when (`modified`).

        No other state can then claim the same moment: docs/decisions/0121.
        """
        if not self.modified and moment >= self.stands_since + PROBATION:
            self.modified = http_date(self.stands_since)

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is made of the snapshot by whoever needs it first."""
        if key not in self.made:
            with self.turn(key):
                if key not in self.made:
                    self.made[key] = make()
        return self.made[key]

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """After an edit many ask for the same thing at once: the first makes it, and the others find it made.

        Whoever has waited for as long as it may take makes it too, so one that hangs keeps nobody.
        """
        turn = self.turns.setdefault(key, Lock())
        is_ours = turn.acquire(timeout=_LONGEST_WAIT)
        try:
            yield
        finally:
            if is_ours:
                self.turns.pop(key, None)  # who comes now finds what was made, or makes what is not kept
                turn.release()

    @cached_property
    def state(self) -> str:
        """Tells this snapshot from every other one; the same in every process that shows the same."""
        return f"{self.mark} {self.ends_at}"

    def words(self, facet: str) -> dict[str, str]:
        """The labels of the options of a facet in the language of the page."""
        key = (current_language(), "words", facet)
        return self.once(key, lambda: {value: str(label) for value, label in self.labels[facet].items()})

    def stated(self, facet: str) -> int:
        """How many entries state an answer."""
        return self.options[facet].stated

    def entry(self, number: int) -> Entry:
        return entry_of(self._facts(number))

    def _facts(self, number: int) -> Facts:
        return self._packing.unpack(self.packed[number], self.pks[number], self.slugs[number].decode())

    def find(self, slug: str) -> Entry | None:
        """The public offering with this slug."""
        number = self.slugs.find(slug.encode()) if slug else None
        return None if number is None else self.entry(number)

    def own(self, name: str, numbers: Iterable[int]) -> list[str]:
        """What entries say in words of their own, of one field in OWN. To unpack them takes ten times as long."""
        place = OWN.index(name)
        return [own_words(packed)[place].decode() for packed in self.packed.of(numbers)]

    def versions(self, numbers: Iterable[int]) -> list[tuple[int, list[bytes]]]:
        """What tells what an entry says from what any other one, of any snapshot of this process, says; and its words.

        The words are its own, in UTF-8, as `Offering.own` has them.
        """
        name = self._packing.name
        return [(hash((name, packed)), own_words(packed)) for packed in self.packed.of(numbers)]  # 64 bits, and quick

    def match(self, text: str, as_typed: bool = False) -> Match:
        """What a text finds; the last few are remembered, since one text is asked with many filters."""
        key = ("match", text, as_typed)
        return self._matches.get(key) or self._matches.put(key, self.text.match(text, as_typed))

    def gives_credit(self, slug: str) -> int:
        """The set of what an institution gives credit for."""
        return self.sets.get((GIVES_CREDIT, slug), 0)


def _keys(facts: Facts) -> Iterator[Key]:
    """The sets that an entry belongs to; one may come twice."""
    return chain.from_iterable(_keys_of(field, getattr(facts, field)) for field in ALIKE)


def _keys_of(field: str, told: Any) -> Iterator[Key]:
    """Those that it belongs to for what is told in one field of its facts."""
    for facet in _FACETS[field]:
        stated = [(facet.name, value) for value in facet.values(told) if value]
        yield from stated or ((facet.name, NOT_STATED),)
    if field == "involved":
        for place in credit_givers(told):
            yield GIVES_CREDIT, place.slug
    if field == "offering" and told.availability == HAS_ENDED:
        yield ENDED
