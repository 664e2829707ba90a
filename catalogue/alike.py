"""Names that are alike: what is compared of a name, and which entries and pairs of entries are found by it.

Nothing here asks the database, and nothing here is changed once it is made: what an edit makes of it is another one.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz, process

from .search.folding import LINE, base, cut, fold, pieces

_ALIKE = 90  # of 100, of letters that two names share in order
_MOST_FOUND = 5
_RAREST = 2  # words of a name by which others are looked up: its common ones are those of hundreds
_MOST_COMPARED = 200
# What says nothing of which program it is.
_EMPTY_WORDS = {
    base(word)
    for word in "a an and by certificate course for in micro microcredential microcredentials of on program programme "
    "the to training with".split()
}
_FIGURES = {"i", "ii", "iii", "iv", "v", "vi", "one", "two", "three", "introductory", "intermediate", "advanced"}
Word = tuple[str, frozenset[str]]  # with the figures of its name, which must agree
Place = tuple[int, int]  # the key of an entry, and which of its names


@dataclass(frozen=True)
class Name:
    """One name as it is compared."""

    words: frozenset[str]
    in_any_order: str
    without_spaces: str
    figures: frozenset[str]

    @property
    def looked_up(self) -> Iterator[Word]:
        return ((word, self.figures) for word in self.words)


@dataclass(frozen=True)
class Named:
    """One entry by its names, the schools that run it, and the whole that it is a part of."""

    pk: int | None
    names: tuple[Name, ...]
    schools: frozenset[int]
    parent: int | None = None

    @property
    def looked_up(self) -> Iterator[Word]:
        return chain.from_iterable(name.looked_up for name in self.names)


class Names:
    """The names of many entries, ready to be asked which are like another."""

    def __init__(self, entries: Iterable[Named], units: dict[int, int]) -> None:
        self.units = units
        self._entries: dict[int, Named] = {}
        self._having: dict[Word, list[Place]] = defaultdict(list)  # in order
        for entry in sorted(entries, key=lambda entry: entry.pk):
            self._entries[entry.pk] = entry
            for number, name in enumerate(entry.names):
                for word in name.looked_up:
                    self._having[word].append((entry.pk, number))

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, pk: int) -> bool:
        return pk in self._entries

    def __iter__(self) -> Iterator[int]:
        return iter(self._entries)

    def renewed(self, changed: Iterable[Named], gone: Iterable[int]) -> Names:
        """The same as if all were read anew, after these entries were written and those went away."""
        new = Names((), self.units)
        new._entries, new._having = dict(self._entries), defaultdict(list, self._having)
        changed = {entry.pk: entry for entry in changed}
        before = [new._entries.pop(pk) for pk in {*changed, *gone} & self._entries.keys()]
        for word in {word for entry in [*before, *changed.values()] for word in entry.looked_up}:
            new._having[word] = [place for place in new._having[word] if place[0] not in changed.keys() | {*gone}]
        for entry in changed.values():
            new._entries[entry.pk] = entry
            for number, name in enumerate(entry.names):
                for word in name.looked_up:
                    insort(new._having[word], (entry.pk, number))
        return new

    def differing(self, older: Names) -> set[int]:
        """The entries of which these and older names do not say the same."""
        return {
            pk
            for pk in self._entries.keys() | older._entries.keys()
            if (now := self._entries.get(pk)) is not (was := older._entries.get(pk)) and now != was
        }

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
        asked = Named(but, names_of(title, other_titles), wholes(schools, self.units), parent)
        return self._like(asked)

    def like_entry(self, pk: int) -> list[int]:
        return self._like(self._entries[pk]) if pk in self._entries else []

    def _looks_up(self, pk: int, words: set[Word]) -> bool:
        """Whether others are looked up for an entry by one of these words."""
        entry = self._entries.get(pk)
        return entry is not None and any(not words.isdisjoint(self._rarest(name)) for name in entry.names)

    def asked_again(self, older: Names, differ: set[int]) -> set[int]:
        """Entries that others may be like now, or no longer, since these ones differ: a word of theirs is looked up."""
        both = [names._entries[pk] for names in (self, older) for pk in differ if pk in names._entries]
        touched = {word for entry in both for word in entry.looked_up}
        either = (self, older)
        near = {pk for names in either for word in touched for pk, _ in names._having.get(word, ())}
        return differ | {pk for pk in near if any(names._looks_up(pk, touched) for names in either)}

    def _like(self, asked: Named) -> list[int]:
        found: dict[int, float] = {}
        for pk, score in (near for name in asked.names for near in self._near(name)):
            if pk != asked.pk and score > found.get(pk, 0) and _may_be_one(asked, self._entries[pk]):
                found[pk] = score
        return sorted(found, key=lambda pk: (-found[pk], pk))[:_MOST_FOUND]

    def _rarest(self, name: Name) -> list[Word]:
        """The words by which a name is looked up."""
        known = ((len(places), word) for word in name.looked_up if (places := self._having.get(word)))
        return [word for _, word in sorted(known, key=lambda each: (each[0], each[1][0]))[:_RAREST]]

    def _near(self, name: Name) -> Iterator[tuple[int, float]]:
        """The entries with names that are alike, and how much so."""
        places = {place for word in self._rarest(name) for place in self._having[word][:_MOST_COMPARED]}
        names = {(pk, number): self._entries[pk].names[number] for pk, number in places}
        in_any_order = {place: each.in_any_order for place, each in names.items()}
        without_spaces = {place: each.without_spaces for place, each in names.items()}
        both = ((name.in_any_order, in_any_order), (name.without_spaces, without_spaces))
        for letters, among in both if places else ():
            near = process.extract(letters, among, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
            yield from ((pk, score) for _, score, (pk, _) in near)


@dataclass(frozen=True)
class Pairs:
    """All pairs of entries that are alike: by entry the younger ones."""

    names: Names
    _younger: dict[int, list[int]]

    @classmethod
    def of(cls, names: Names) -> Pairs:
        return cls(names, {pk: found for pk in names if (found := _younger(names, pk))})

    def renewed(self, names: Names, differ: set[int]) -> Pairs:
        """The same as if all were compared anew, where these entries differ in newer names."""
        younger = {pk: found for pk, found in self._younger.items() if pk in names}
        for pk in names.asked_again(self.names, differ):
            younger.pop(pk, None)
            if found := _younger(names, pk):
                younger[pk] = found
        return Pairs(names, younger)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Each pair once, the older entry first."""
        return ((pk, other) for pk in sorted(self._younger) for other in self._younger[pk])


def _younger(names: Names, pk: int) -> list[int]:
    return [other for other in names.like_entry(pk) if other > pk]


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
