"""What is asked for, looked up among the words of the entries: stems, beginnings, neighbours, synonyms. Not scores."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import chain
from operator import and_, or_

from . import bits
from .asking import Asked, Phrase, Word
from .fields import NAMES
from .folding import stem
from .matching import Cover, Fields, Words
from .postings import FIRST_WORD, OTHER_WAY, Postings

Synonyms = tuple[tuple[str, tuple[str, ...]], ...]

_SHORTEST_PREFIX = 2
_SHORTEST_HALF = 2
_MOST_BEGUN = 2000

_INSIDE = f"[^{chr(0)}-{chr(len(NAMES) - 1)}]*?"


class Lookup:
    """The words of the entries by their stems, and what people call things otherwise."""

    def __init__(self, postings: Postings, forms: Mapping[str, tuple[str, ...]], synonyms: Synonyms) -> None:
        self.postings = postings
        self.forms = forms
        self._synonyms = synonyms

    def covers(self, asked: Asked) -> list[Cover]:
        return [self._phrase(each) if isinstance(each, Phrase) else self._word(each) for each in asked.wanted]

    def unwanted(self, asked: Asked) -> int:
        """Entries that hold something not wanted; of a hyphenated word that means all its parts."""
        parts: dict[int, list[int]] = {}
        for number, each in enumerate(asked.unwanted):
            if isinstance(each, Phrase):
                parts[-1 - number] = [self._phrase(each).found]
            else:
                parts.setdefault(each.part, []).append(self._word(each).found)
        return reduce(or_, (reduce(and_, found) for found in parts.values()), 0)

    def holding(self, words: Iterable[str]) -> dict[int, int]:
        """The entries that hold any of these words, by field."""
        postings = self.postings
        total: dict[int, int] = {}
        rare: dict[int, list[Iterable[int]]] = {}
        for word in words:
            _, places, sets = postings.held[word]
            for place, found in zip(places, sets, strict=True):
                if type(found) is int:
                    total[place] = total[place] | found if place in total else found
                elif place in rare:
                    rare[place].append(found)
                else:
                    rare[place] = [found]
        for place, arrays in rare.items():
            found = bits.of(chain.from_iterable(arrays), postings.size)
            total[place] = total[place] | found if place in total else found
        return total

    def beginning(self, prefix: str) -> list[str]:
        """Words of the entries that begin so."""
        if len(prefix) < _SHORTEST_PREFIX:
            return []
        vocabulary = self.postings.vocabulary
        start = bisect_left(vocabulary, prefix)
        end = bisect_left(vocabulary, prefix + "\U0010ffff", start)
        return vocabulary[start : min(end, start + _MOST_BEGUN)]

    def following(self, words: list[Iterable[str]]) -> Fields:
        """The entries in which words follow one another in one field; for each place there may be several words."""
        held = [self.holding(each) for each in words]
        letters = ["".join(self._letter(word) for word in each) for each in words]
        then = f"(?:{OTHER_WAY}.)*".join(f"[{re.escape(each)}]" for each in letters)
        found = {}
        for place in held[0]:
            candidates = reduce(and_, (fields.get(place, 0) for fields in held))
            if candidates:
                search = re.compile(chr(place) + _INSIDE + then, re.DOTALL).search
                texts = self.postings.texts
                members = [number for number in bits.page(candidates, 0, self.postings.size) if search(texts[number])]
                if members:
                    found[place] = bits.of(members, self.postings.size)
        return found

    def _letter(self, word: str) -> str:
        return chr(FIRST_WORD + self.postings.held[word][0])

    def _word(self, word: Word) -> Cover:
        whole = {form for way in (word.text, *word.joined) for form in self.forms.get(stem(way), ())}
        begun = {form for way in word.begun for form in self.beginning(way)} - whole
        if not whole and not begun:
            return self._apart(word)
        hyphenated = {f"{one}-{two}" for one, (two, *_) in self.halves(word.text)}
        beginnings = frozenset(way for way in word.begun if len(way) >= _SHORTEST_PREFIX)
        words = Words(frozenset(whole | hyphenated), beginnings)
        return Cover(self.holding(whole), self.holding(begun), words=words, required=not word.general)

    def _apart(self, word: Word) -> Cover:
        """One word for what the entries write as two: «masstimber»."""
        said: dict[int, int] = {}
        whole: set[str] = set()
        for one, two in self.halves(word.text, bool(word.begun)):
            found = self.following([[one], two])
            whole.update((one, *two) if found else ())
            for place, entries in found.items():
                said[place] = said.get(place, 0) | entries
        return Cover(said, words=Words(frozenset(whole)), required=not word.general)

    def halves(self, text: str, unfinished: bool = False) -> Iterator[tuple[str, list[str]]]:
        """Ways to cut a word into two that the entries hold."""
        held = self.postings.held
        for at in range(_SHORTEST_HALF, len(text) - _SHORTEST_HALF + 1):
            one, two = text[:at], text[at:]
            if one in held:
                words = self.beginning(two) if unfinished else self.forms.get(stem(two), ())
                if words:
                    yield one, list(words)

    def _phrase(self, phrase: Phrase) -> Cover:
        if not all(word in self.postings.held for word in phrase.words):
            return Cover({})
        words = Words(frozenset(phrase.words))
        if len(phrase.words) == 1:
            return Cover(self.holding(phrase.words), words=words)
        return Cover(self.following([[word] for word in phrase.words]), words=words)
