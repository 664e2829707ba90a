"""What is asked for, looked up among the words of the entries: stems, beginnings, neighbours, synonyms. Not scores."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import chain
from operator import and_, or_

from rapidfuzz.distance import OSA

from . import bits
from .asking import Asked, Phrase, Word, query_words
from .fields import NAMES, PLACES
from .folding import base, stem
from .lettering import FIRST_WORD, OTHER_WAY
from .matching import Cover, Fields, Words
from .postings import Postings, packed_text, unpacked_text

Synonyms = tuple[tuple[str, tuple[str, ...]], ...]

# What it adds to a score that the words of a query stand side by side, begin the title, are the whole title.
_NEAR, _FIRST, _WHOLE = 64, 72, 136
_MOST_CLOSE = 1000
# Where another word of the same stem counts too: elsewhere «education» is no answer to «educational».
_TELLING = {PLACES[name] for name in ("title", "other_titles", "institutions", "skills", "parts", "sectors", "summary")}
# Letters of a text from here on are words or signs; those before begin a field.
_FIRST_SIGN = chr(len(NAMES))
_SHORTEST_HALF = 3
_MOST_BEGUN = 500

_INSIDE = f"[^{chr(0)}-{chr(len(NAMES) - 1)}]*?"


class Lookup:
    """The words of the entries by their stems, and what people call things otherwise."""

    def __init__(self, postings: Postings, forms: Mapping[str, tuple[str, ...]], synonyms: Synonyms) -> None:
        self.postings = postings
        self.forms = forms
        self._meant = _by_beginning(synonyms)

    def covers(self, asked: Asked) -> list[Cover]:
        covers = [self._phrase(each) if isinstance(each, Phrase) else self._word(each) for each in asked.wanted]
        place = 0
        while self._meant and place < len(covers):
            length, phrases = self._synonym(asked.wanted[place:])
            if phrases:
                meant, words = self._meaning(phrases)
                together = _in_one_field(covers[place : place + length], range(len(NAMES))) if length > 1 else -1
                for each in range(place, place + length):
                    both = Words(covers[each].words.whole | words, covers[each].words.begun)
                    covers[each] = replace(covers[each], meant=meant, together=together, words=both)
            place += length
        return covers

    @property
    def synonym_words(self) -> set[str]:
        """Words of what people type."""
        return {word for ways in self._meant.values() for typed, _, _ in ways for word in typed}

    def found(self, word: str) -> int:
        """The entries of a word, or of what it means; all of them where it means something only beside others."""
        forms = self.forms.get(stem(word), ())
        _, phrases = self._synonym((Word(word, 0),))
        if not forms and not phrases:
            return -1 if word in self.synonym_words else 0
        return reduce(or_, (*self.holding(forms).values(), *self._meaning(phrases)[0].values()), 0)

    def _synonym(self, asked: tuple[Word | Phrase, ...]) -> tuple[int, tuple[str, ...]]:
        """How many of the words from the first one on people type for something else, and for what."""
        first = asked[0]
        if not isinstance(first, Word):
            return 1, ()
        for _, stems, phrases in self._meant.get(stem(first.text), ()):
            words = asked[: len(stems)]
            if all(isinstance(word, Word) for word in words) and tuple(stem(word.text) for word in words) == stems:
                return len(stems), phrases
        for joined in first.joined:
            for _, stems, phrases in self._meant.get(stem(joined), ()):
                if len(stems) == 1:
                    return sum(isinstance(word, Word) and joined in word.joined for word in asked), phrases
        return 1, ()

    def _meaning(self, phrases: Iterable[str]) -> tuple[Fields, frozenset[str]]:
        """The entries that hold all the words of any of these phrases in one field, and these words.

        Singular or plural, but no other form: “programming” does not mean every program.
        """
        meant: dict[int, int] = {}
        words: set[str] = set()
        for phrase in phrases:
            forms = [
                [form for form in self.forms.get(stem(word), ()) if form.rstrip("s") == word.rstrip("s")]
                for word in query_words(phrase)
            ]
            words.update(chain.from_iterable(forms))
            held = [self.holding(each) for each in forms]
            for place in held[0] if held else ():
                meant[place] = meant.get(place, 0) | reduce(and_, (fields.get(place, 0) for fields in held))
        return meant, frozenset(words)

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
            found = bits.of([*chain.from_iterable(arrays)], postings.size)
            total[place] = total[place] | found if place in total else found
        return total

    def beginning(self, prefix: str) -> list[str]:
        """Words of the entries that begin so."""
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
                text = self.postings.text
                following = [number for number in bits.members(candidates) if search(text(number))]
                if following:
                    found[place] = bits.of(following, self.postings.size)
        return found

    def follow(self, words: Sequence[str]) -> Fields:
        """The entries in which just these words follow one another."""
        return self.following([[word] for word in words]) if all(word in self.postings.held for word in words) else {}

    def closeness(self, asked: Asked, covers: list[Cover], hits: int) -> Iterator[tuple[int, int]]:
        """Sets of entries and what it adds that all the words stand side by side in them, or are their title."""
        *before, last = asked.said or ("",)
        held = self.postings.held
        lasts = {last} if last in held else set(self.beginning(last) if asked.unfinished else ())
        hits &= _in_one_field(covers, range(len(NAMES)) if before else range(1))
        if not lasts or not hits or not all(word in held for word in before) or hits.bit_count() > _MOST_CLOSE:
            return
        first, ends = "".join(map(self._letter, before)), set(map(self._letter, lasts))
        title, length = chr(PLACES["title"]) + first, len(before) + 1
        # Most texts are seen in their packed form to hold nothing of it.
        beginnings = tuple(packed_text(title + end) for end in ends)
        together = packed_text(first + (*ends,)[0] if len(ends) == 1 else first)
        whole: list[int] = []
        begins: list[int] = []
        near: list[int] = []
        numbers = bits.members(hits)
        for number, packed in zip(numbers, self.postings.packed(numbers), strict=True):
            if packed.startswith(beginnings):
                after = unpacked_text(packed)[length + 1 : length + 2]
                (whole if after < _FIRST_SIGN else begins).append(number)
            elif before and together in packed and (len(ends) == 1 or _stands_in(unpacked_text(packed), first, ends)):
                near.append(number)
        for numbers, weight in ((near, _NEAR), (begins, _FIRST), (whole, _WHOLE)):
            if numbers:
                yield bits.of(numbers, self.postings.size), weight

    def _letter(self, word: str) -> str:
        return chr(FIRST_WORD + self.postings.held[word][0])

    def _word(self, word: Word) -> Cover:
        ways = (word.text, *word.joined)
        forms = {form for way in ways for form in self.forms.get(stem(way), ())}
        begun = {form for way in word.begun for form in self.beginning(way)}
        if not forms and not begun:
            return self._apart(word)
        bases = {base(way) for way in ways}
        said = {form for form in forms if base(form) in bases} or _nearest(word.text, forms)
        nearly = self.holding(begun - said)
        for place, found in self.holding(forms - said - begun).items():
            if place in _TELLING:
                nearly[place] = nearly.get(place, 0) | found
        hyphenated = {f"{one}-{two}" for one, (two, *_) in self.halves(word.text)}
        words = Words(frozenset(forms | hyphenated), frozenset(word.begun if begun else ()))
        return Cover(self.holding(said), nearly, words=words, required=not word.general, asked=word.text)

    def _apart(self, word: Word) -> Cover:
        """One word for what the entries write as two: «masstimber»."""
        said: dict[int, int] = {}
        whole: set[str] = set()
        for one, two in self.halves(word.text, _SHORTEST_HALF, word.text in word.begun):
            found = self.following([[one], two])
            whole.update((one, *two) if found else ())
            for place, entries in found.items():
                said[place] = said.get(place, 0) | entries
        return Cover(said, words=Words(frozenset(whole)), required=not word.general, asked=word.text)

    def halves(self, text: str, shortest: int = 1, unfinished: bool = False) -> Iterator[tuple[str, list[str]]]:
        """Ways to cut a word into two that the entries hold."""
        held = self.postings.held
        for at in range(shortest, len(text) - shortest + 1):
            one, two = text[:at], text[at:]
            if one in held:
                words = self.beginning(two) if unfinished else self.forms.get(stem(two), ())
                if words:
                    yield one, list(words)

    def _phrase(self, phrase: Phrase) -> Cover:
        word, *others = phrase.words
        found = self.follow(phrase.words) if others else self.holding({word} & self.postings.held.keys())
        return Cover(found, words=Words(frozenset(phrase.words)), asked=" ".join(phrase.words))


def _nearest(text: str, forms: set[str]) -> set[str]:
    """«managment» has the stem of «management» and is one slip away from it."""
    return {form for form in forms if OSA.distance(text, form, score_cutoff=1) <= 1}


def _stands_in(text: str, first: str, ends: set[str]) -> bool:
    """Whether some letters stand in a text with one of the others behind them."""
    at = text.find(first)
    while at >= 0:
        if text[at + len(first) : at + len(first) + 1] in ends:
            return True
        at = text.find(first, at + 1)
    return False


def _in_one_field(covers: list[Cover], places: Iterable[int]) -> int:
    """The entries that hold everything in one of these fields."""
    found = 0
    for place in places:
        together = -1
        for cover in covers:
            if cover.required:
                together &= cover.said.get(place, 0) | cover.nearly.get(place, 0)
        found |= together
    return found


Way = tuple[list[str], tuple[str, ...], tuple[str, ...]]


def _by_beginning(synonyms: Synonyms) -> dict[str, list[Way]]:
    """What people type as words and as stems, and what it means, by the first stem; the longest first."""
    ways: dict[str, list[Way]] = defaultdict(list)
    for typed, phrases in synonyms:
        words = query_words(typed)
        if words:
            ways[stem(words[0])].append((words, tuple(map(stem, words)), phrases))
    return {first: sorted(each, key=lambda way: -len(way[0])) for first, each in ways.items()}
