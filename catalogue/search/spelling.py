"""What a misspelt word was meant to be, among the words of the entries. Not what the corrected text finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .asking import GENERAL, STOP_WORDS, Asked, Word
from .lookup import Lookup
from .matching import Cover

_SHORTEST, _SURE, _TWO_SLIPS, _LONGEST = 3, 4, 8, 30
# In a shorter word another first letter makes another word: baking is not banking.
_FIRST_LETTER = 6
# Shorter words are not corrected by a slip more, and shorter ones together are not one word misspelt.
_LOOSE, _TOGETHER = 5, 6
_MOST_CANDIDATES = 8
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
        for word in {*lookup.postings.vocabulary, *lookup.synonym_words}:
            if word not in STOP_WORDS and not word.isdigit():
                self._by_length[len(word)].append(word)

    def corrected(self, asked: Asked, covers: list[Cover], allowed: int) -> str:
        """The text with other words for those that no entry holds, "" where that finds nothing or cannot be trusted."""
        for is_misspelt in (_is_unknown, _is_only_begun):
            misspelt, others = [], [cover for cover in covers if cover.required and not is_misspelt(cover)]
            for each, cover in zip(asked.wanted, covers, strict=True):
                if is_misspelt(cover):
                    misspelt.append(each)
            if misspelt and all(isinstance(each, Word) for each in misspelt):
                found = reduce(and_, (cover.found for cover in others), allowed)
                words = (
                    self._one_by_one(misspelt, Track(found), len(others))
                    or self._together(asked, misspelt, covers, allowed)
                    or self._beside(asked, misspelt, found)
                )
                if words:
                    return asked.with_words(words)
        return ""

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
        for joined in {way for word in misspelt for way in word.joined if _TOGETHER <= len(way) <= _LONGEST}:
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
            yield words[at], distance

    def _candidate(self, word: str, other: str, slips: int) -> Candidate:
        everything = (1 << self._lookup.postings.size) - 1
        found = self._lookup.found(other) & everything
        begins = word[0] == other[0]
        cost = _SLIP * slips + _OTHER_BEGINNING * (not begins) - found.bit_count().bit_length() / 4
        sure = len(word) >= _SURE and other not in GENERAL and (begins or _slipped_at_start(word, other))
        return Candidate(other, cost, sure, found)


def _is_unknown(cover: Cover) -> bool:
    return cover.required and not cover.found and not cover.words.whole


def _is_only_begun(cover: Cover) -> bool:
    """Whether no entry holds the word, though it may be the beginning of some other word."""
    return cover.required and not cover.words.whole and not cover.meant


def _slipped_at_start(word: str, other: str) -> bool:
    """Whether a long word differs by its first letter only in that this is missing, doubled or comes second."""
    if len(word) < _FIRST_LETTER:
        return False
    return word == other[1:] or word[1:] == other or word[:2] == other[1::-1]
