"""Finds entries that are likely the same: alike in name, and run by the same school as far as anybody states it.

Names are compared as search folds them, other names too: small letters, no accents, no inflections, words in any order,
without the words that every program has. Figures must agree: “Welding 1” is not “Welding 2”. What was said to be two
different entries is left out by whoever asks (`NotDuplicate`).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock, Thread

from django.db import connections
from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from institutions.changes import state_in_hand
from institutions.generation import newest
from institutions.models import Institution

from .models import Microcredential, NotDuplicate, Participation
from .models.vocabulary import Role, State
from .search.folding import LINE, base, cut, fold, pieces

_ALIKE = 90  # of 100, of letters that two names share in order
_MOST_FOUND = 5
_RAREST = 2  # words of a name by which others are looked up: its common ones are those of hundreds
_MOST_COMPARED = 200
COMPARED_AT_ONCE = 1_000  # entries whose names are all compared while somebody waits: a tenth of a second
_REST = 10
# What says nothing of which program it is.
_EMPTY_WORDS = {
    base(word)
    for word in "a an and by certificate course for in micro microcredential microcredentials of on program programme "
    "the to training with".split()
}
_FIGURES = {"i", "ii", "iii", "iv", "v", "vi", "one", "two", "three", "introductory", "intermediate", "advanced"}


@dataclass(frozen=True)
class Name:
    """One name as it is compared."""

    words: frozenset[str]
    in_any_order: str
    without_spaces: str
    figures: frozenset[str]


@dataclass(frozen=True)
class Named:
    """One entry by its names, the schools that run it, and the whole that it is a part of."""

    pk: int | None
    names: tuple[Name, ...]
    schools: frozenset[int]
    parent: int | None = None


class Names:
    """The names of all entries that are not withdrawn, ready to be asked which are like another."""

    def __init__(self, entries: Iterable[Named], units: dict[int, int]) -> None:
        self._units = units
        self._entries = {entry.pk: entry for entry in entries}
        named = [(name, entry.pk) for entry in self._entries.values() for name in entry.names]
        self._owners = [pk for _, pk in named]
        self._in_any_order = [name.in_any_order for name, _ in named]
        self._without_spaces = [name.without_spaces for name, _ in named]
        # Places in these lists, by a word and by the figures, which must agree.
        self._having: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
        for place, (name, _) in enumerate(named):
            for word in name.words:
                self._having[word, name.figures].append(place)

    def like(
        self,
        title: str,
        other_titles: str = "",
        schools: Iterable[int] = (),
        *,
        parent: int | None = None,
        but: int | None = None,
    ) -> list[int]:
        """The keys of entries that are likely the same as one of these names, the likeliest first."""
        asked = Named(but, names_of(title, other_titles), wholes(schools, self._units), parent)
        return self._like(asked)

    def like_entry(self, pk: int) -> list[int]:
        return self._like(self._entries[pk]) if pk in self._entries else []

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each pair once, the older entry first."""
        for pk in self._entries:
            yield from ((pk, other) for other in self.like_entry(pk) if other > pk)

    def _like(self, asked: Named) -> list[int]:
        found: dict[int, float] = {}
        for place, score in (near for name in asked.names for near in self._near(name)):
            pk = self._owners[place]
            if pk != asked.pk and score > found.get(pk, 0) and _may_be_one(asked, self._entries[pk]):
                found[pk] = score
        return sorted(found, key=lambda pk: (-found[pk], pk))[:_MOST_FOUND]

    def _near(self, name: Name) -> Iterator[tuple[int, float]]:
        """The places of names that are alike, and how much so."""
        having = sorted((self._having.get((word, name.figures), ()) for word in name.words), key=len)
        known = [*filter(None, having)][:_RAREST]
        places = {place for each in known for place in each[:_MOST_COMPARED]}
        both = ((name.in_any_order, self._in_any_order), (name.without_spaces, self._without_spaces))
        for letters, texts in both if places else ():
            among = {place: texts[place] for place in places}
            near = process.extract(letters, among, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
            yield from ((place, score) for _, score, place in near)


def names_of(title: str, other_titles: str = "") -> tuple[Name, ...]:
    names = (_name(each) for each in (title, *other_titles.splitlines()))
    return tuple(dict.fromkeys(name for name in names if name.words))


def _name(text: str) -> Name:
    words = [base(piece) for word in cut(fold(text)) if word != LINE for piece in pieces(word)]
    telling = [word for word in words if word not in _EMPTY_WORDS] or words
    figures = frozenset(word for word in words if word in _FIGURES or any(letter.isdigit() for letter in word))
    return Name(frozenset(telling), " ".join(sorted(telling)), "".join(telling), figures)


def _may_be_one(one: Named, other: Named) -> bool:
    """Parts of different programs are not the same, nor are entries of different schools."""
    return one.parent == other.parent and (bool(one.schools & other.schools) or not (one.schools and other.schools))


def wholes(schools: Iterable[int], units: dict[int, int]) -> frozenset[int]:
    """These schools, and those that they are part of."""
    found: set[int] = set()
    for school in schools:
        above: int | None = school
        while above is not None and above not in found:
            found.add(above)
            above = units.get(above)
    return frozenset(found)


def read_names() -> Names:
    """In three queries, however many entries there are."""
    units = dict(Institution.objects.exclude(unit_of=None).order_by().values_list("pk", "unit_of"))
    schools: dict[int, list[int]] = defaultdict(list)
    providing = Participation.objects.filter(role__in=Role.providing(), microcredential__isnull=False)
    for entry, school in providing.exclude(institution=None).order_by().values_list("microcredential", "institution"):
        schools[entry].append(school)
    entries = _compared().order_by("pk")
    return Names(
        (
            Named(pk, names_of(title, other_titles), wholes(schools[pk], units), parent)
            for pk, title, other_titles, parent in entries.values_list("pk", "title", "other_titles", "parent")
        ),
        units,
    )


def current_names() -> Names:
    """Read once for each state of the database."""
    return _kept(newest(), state_in_hand())


@lru_cache(maxsize=1)
def _kept(generation: tuple[str, int], in_hand: int) -> Names:
    return read_names()


def possible_duplicates() -> list[tuple[int, int]] | None:
    """Pairs that nobody has said to be two.

    In a large catalogue they are those of some moments ago, and None as long as none were looked for yet: to compare
    all names takes half a second for 5,000 of them and twenty for 100,000, and each edit asks for it again.
    """
    generation, in_hand = newest(), state_in_hand()
    is_small = _how_many(generation, in_hand) <= COMPARED_AT_ONCE
    pairs = _pairs(generation, in_hand) if is_small else behind.pairs(generation)
    if not pairs:
        return pairs
    told = NotDuplicate.objects.pairs()
    return [pair for pair in pairs if pair not in told]


def look_at_once() -> None:
    """For whoever has the time: the pairs of a large catalogue are those of this moment then."""
    if _how_many(newest(), state_in_hand()) > COMPARED_AT_ONCE:
        behind.look()


@lru_cache(maxsize=1)
def _how_many(generation: tuple[str, int], in_hand: int) -> int:
    return _compared().count()


@lru_cache(maxsize=1)
def _pairs(generation: tuple[str, int], in_hand: int) -> list[tuple[int, int]]:
    return [*_kept(generation, in_hand).pairs()]


class Behind:
    """Looks for the pairs in a thread of its own, while the last ones that were found are shown.

    It rests ten times as long as it has looked, so edits one after the other cost no more than a tenth of a processor.
    """

    def __init__(self, start: Callable[[Callable[[], None]], None]) -> None:
        self._start = start
        self._turn = Lock()
        self._pairs: list[tuple[int, int]] | None = None
        self._looked_at: tuple[str, int] | None = None
        self._rests_until = 0.0

    def pairs(self, generation: tuple[str, int]) -> list[tuple[int, int]] | None:
        """Without entries that are gone since, or withdrawn. Begins to look anew where anything was edited."""
        due = generation != self._looked_at and time.monotonic() >= self._rests_until
        if due and self._turn.acquire(blocking=False):
            self._start(self._look)
        if not self._pairs:
            return self._pairs
        named = {pk for pair in self._pairs for pk in pair}
        there = {*_compared().filter(pk__in=named).values_list("pk", flat=True)}
        return [pair for pair in self._pairs if there.issuperset(pair)]

    def look(self) -> None:
        self._turn.acquire()
        self._look()

    def _look(self) -> None:
        began = time.monotonic()
        try:
            generation = newest()
            self._pairs = [*read_names().pairs()]
            self._looked_at = generation
        finally:
            self._rests_until = time.monotonic() + _REST * (time.monotonic() - began)
            self._turn.release()


def _in_a_thread(look: Callable[[], None]) -> None:
    def looking() -> None:
        try:
            look()
        finally:
            connections.close_all()

    Thread(target=looking, name="duplicates", daemon=True).start()


behind = Behind(_in_a_thread)


def likely_the_same(entry: Microcredential) -> list[Microcredential]:
    """The entries that one looks like, the likeliest first, without those that were said to be others."""
    found = current_names().like_entry(entry.pk)
    told = NotDuplicate.objects.pairs() if found else set()
    others = [pk for pk in found if (min(pk, entry.pk), max(pk, entry.pk)) not in told]
    by_pk = Microcredential.objects.in_bulk(others)
    return [by_pk[pk] for pk in others if pk in by_pk]


def _compared() -> QuerySet[Microcredential]:
    return Microcredential.objects.exclude(state=State.WITHDRAWN)
