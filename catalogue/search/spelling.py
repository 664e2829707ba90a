"""What a misspelt word was meant to be, among the words of the entries. Not what the corrected text finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import and_

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .asking import GENERAL, STOP_WORDS, Asked, Word
from .folding import stem
from .lookup import Lookup
from .matching import Cover

_SHORTEST, _SURE, _ANY_LETTER, _TWO_SLIPS, _LONGEST = 3, 4, 8, 10, 30
# In a word of so few letters one more consonant makes another word, baking is not banking; in a shorter one another
# first letter does.
_FIRST_LETTER = 6
# Shorter words are not corrected by a slip more, and shorter ones together are not one word misspelt.
_LOOSE, _TOGETHER = 5, 6
# Letters typed for one another: those that sound alike, and neighbours on the keyboard.
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm", "ik", "ol")
_VOWELS = "aeiouy"
_ALIKE = [frozenset(letters) for letters in (_VOWELS, "ckqsxz", "td", "bp", "fvw", "gj", "mn", "lr")]
_ALIKE += [frozenset(pair) for keys in _KEYS for pair in pairwise(keys)]
_MOST_CANDIDATES, _MOST_MISSPELT = 8, 6
_MOST_TRACKS = 6
_SLIP, _OTHER_BEGINNING = 8, 5


# Words instead of others, by the part of the text and the piece of it where they stand.
Words = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Candidate:
    """A word that may be meant. Unless it is `plain`, another word of the query must speak for it."""

    word: str
    cost: float
    plain: bool
    found: int


@dataclass(frozen=True)
class Track:
    """Words chosen so far, and the entries that hold all of them."""

    found: int
    cost: float = 0
    doubts: int = 0
    words: tuple[tuple[Word, str], ...] = ()

    def on(self, word: Word, candidate: Candidate) -> Track:
        words = (*self.words, (word, candidate.word))
        doubts = self.doubts + (not candidate.plain)
        return Track(self.found & candidate.found, self.cost + candidate.cost, doubts, words)


class Spelling:
    """The words of the entries by length, ready to be compared with a misspelt one."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted({*lookup.postings.vocabulary, *lookup.synonym_words}):
            if word not in STOP_WORDS and not word.isdigit():
                self._by_length[len(word)].append(word)

    def corrected(self, asked: Asked, covers: list[Cover], allowed: int) -> str:
        """The text with other words for those that no entry holds, "" where that finds nothing or cannot be trusted."""
        for is_misspelt in (_is_unknown, _is_only_begun):
            misspelt, others = [], [cover for cover in covers if cover.required and not is_misspelt(cover)]
            for each, cover in zip(asked.wanted, covers, strict=True):
                if is_misspelt(cover):
                    misspelt.append(each)
            if 0 < len(misspelt) <= _MOST_MISSPELT and all(isinstance(each, Word) for each in misspelt):
                found = reduce(and_, (cover.found for cover in others), allowed)
                words = (
                    self._one_by_one(misspelt, Track(found), len(others))
                    or self._together(asked, misspelt, covers, allowed)
                    or self._beside(asked, misspelt, found)
                )
                if words:
                    return asked.with_words({**self._as_entries_write(asked), **words})
        return ""

    def _as_entries_write(self, asked: Asked) -> Words:
        """Words that are found though no entry writes them so: «marketting» has the stem of «marketing».

        An ending more or less is no slip: whoever types «managers» means no other word than «manager».
        """
        words = {}
        for word in asked.wanted:
            if isinstance(word, Word) and word.text not in self._lookup.postings.held:
                forms = self._lookup.forms.get(stem(word.text), ())
                slips = [form for form in forms if not form.startswith(word.text) and not word.text.startswith(form)]
                if slips and len(slips) == len(forms):
                    words[word.part, word.piece] = min(slips, key=lambda form: OSA.distance(word.text, form))
        return words

    def _one_by_one(self, misspelt: list[Word], start: Track, known: int) -> Words:
        """A word for each, such that some entry holds all of them."""
        tracks = [start]
        for word in misspelt:
            candidates = self._candidates(word)
            longer = (track.on(word, each) for track in tracks for each in candidates)
            tracks = sorted((track for track in longer if track.found), key=lambda track: track.cost)[:_MOST_TRACKS]
        count = known + len(misspelt)
        best = next((track for track in tracks if not track.doubts or 2 * track.doubts <= count), None)
        return {(word.part, word.piece): said for word, said in best.words} if best else {}

    def _together(self, asked: Asked, misspelt: list[Word], covers: list[Cover], allowed: int) -> Words:
        """One word for two that were typed apart: «micro-credencial», «work palce»."""
        for joined in dict.fromkeys(way for word in misspelt for way in word.joined):
            if not _TOGETHER <= len(joined) <= _LONGEST:
                continue
            inside = [each for each in asked.wanted if isinstance(each, Word) and joined in each.joined]
            others = [cover.found for each, cover in zip(asked.wanted, covers, strict=True) if each not in inside]
            found = reduce(and_, others, allowed)
            for other, _ in sorted(self._near(joined, 1), key=lambda near: near[1]):
                if found & self._lookup.found(other):
                    first, *rest = [(word.part, word.piece) for word in inside]
                    return {first: other, **dict.fromkeys(rest, "")}
        return {}

    def _beside(self, asked: Asked, misspelt: list[Word], found: int) -> Words:
        """One word with a slip more than usual, if that stands beside another one of the query in some entry."""
        word, *more = misspelt
        if more or not _LOOSE <= len(word.text) < _TWO_SLIPS:
            return {}
        at = asked.wanted.index(word)
        pairs = [(asked.wanted[at - 1 : at], ()), ((), asked.wanted[at + 1 : at + 2])]
        for other, _ in sorted(self._near(word.text, 2), key=lambda near: (near[0][0] != word.text[0], near[1])):
            if found & self._lookup.found(other):
                for before, after in pairs:
                    words = [*(each.text for each in before), other, *(each.text for each in after)]
                    if len(words) > 1 and self._lookup.follow(words):
                        return {(word.part, word.piece): other}
        return {}

    def _candidates(self, word: Word) -> list[Candidate]:
        text = word.text
        if not _SHORTEST <= len(text) <= _LONGEST or text.isdigit():
            return []
        near = [*self._near(text, 2 if len(text) >= _TWO_SLIPS else 1)]
        if not near and text in word.begun and len(text) >= _LOOSE:
            near = [*self._beginning_near(text)]
        found = [self._candidate(text, other, slips) for other, slips in near]
        return sorted(found, key=lambda candidate: candidate.cost)[:_MOST_CANDIDATES]

    def _near(self, word: str, slips: int) -> Iterator[tuple[str, int]]:
        for length in range(len(word) - slips, len(word) + slips + 1):
            words = self._by_length.get(length, ())
            for other, distance, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=20):
                yield other, distance

    def _beginning_near(self, word: str) -> Iterator[tuple[str, int]]:
        """Words of which a misspelt beginning was typed."""
        words = self._lookup.beginning(word[0])
        begun = [other[: len(word)] for other in words]
        for _, distance, at in process.extract(word, begun, scorer=OSA.distance, score_cutoff=1, limit=20):
            yield words[at], distance + 1

    def _candidate(self, word: str, other: str, slips: int) -> Candidate:
        found = self._lookup.found(other) & ((1 << self._lookup.postings.size) - 1)
        begins = word[0] == other[0]
        cost = _SLIP * slips + _OTHER_BEGINNING * (not begins) - found.bit_count().bit_length() / 4
        return Candidate(other, cost, other not in GENERAL and _is_likely(word, other, slips), found)


def _is_likely(word: str, other: str, slips: int) -> bool:
    """Whether a word may be taken for another one though nothing else speaks for it: many words are a letter apart."""
    if len(word) < _SURE or abs(len(word) - len(other)) > slips:
        return False
    if word[0] != other[0]:
        swapped = word[:2] == other[1::-1] and word[2:] == other[2:]
        return len(word) >= _FIRST_LETTER and (swapped or word == other[1:] or word[1:] == other)
    if slips > 1:
        return len(word) >= _TWO_SLIPS
    if len(word) == len(other):
        return sorted(word) == sorted(other) or len(word) >= _ANY_LETTER or _is_like(word, other)
    longer, shorter = sorted((word, other), key=len, reverse=True)
    at = next((place for place, letter in enumerate(shorter) if longer[place] != letter), len(shorter))
    return len(word) > _FIRST_LETTER or longer[at] in _VOWELS or longer[at] in longer[max(0, at - 1) : at]


def _is_like(word: str, other: str) -> bool:
    """Whether the one letter that differs sounds like the other or lies beside it."""
    differing = next({one, two} for one, two in zip(word, other, strict=True) if one != two)
    return any(differing <= letters for letters in _ALIKE)


def _is_unknown(cover: Cover) -> bool:
    return cover.required and not cover.found and not cover.words.whole


def _is_only_begun(cover: Cover) -> bool:
    """Whether no entry holds the word, though it may be the beginning of some other word."""
    return cover.required and not cover.words.whole and not cover.meant
