"""What a misspelt word was meant to be, among the words of the entries. Not what the corrected text finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .asking import GENERAL, STOP_WORDS, Asked, Word
from .lookup import Lookup
from .matching import Cover

_SHORTEST, _SURE, _TWO_SLIPS, _LONGEST = 3, 4, 8, 30
# In a shorter word another first letter makes another word: baking is not banking.
_FIRST_LETTER = 6
_MOST_CANDIDATES = 8
_MOST_TRACKS = 6
_SLIP, _OTHER_BEGINNING = 8, 5


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
        misspelt, known, found = [], 0, allowed
        for each, cover in zip(asked.wanted, covers, strict=True):
            if cover.found:
                found &= cover.found if cover.required else allowed
                known += cover.required
            elif isinstance(each, Word):
                misspelt.append(each)
            else:
                return ""
        tracks = [Track(found)]
        for word in misspelt:
            candidates = self._candidates(word.text)
            longer = (track.on(word, each) for track in tracks for each in candidates)
            tracks = sorted((track for track in longer if track.found), key=lambda track: track.cost)[:_MOST_TRACKS]
        words = known + len(misspelt)
        best = next((track for track in tracks if not track.doubts or 2 * track.doubts <= words), None)
        return asked.with_words({(word.part, word.piece): said for word, said in best.words}) if best else ""

    def _candidates(self, word: str) -> list[Candidate]:
        if not _SHORTEST <= len(word) <= _LONGEST or word.isdigit():
            return []
        found = sorted(self._near(word), key=lambda near: near[1])[:_MOST_CANDIDATES]
        return [self._candidate(word, other, slips) for other, slips in found]

    def _near(self, word: str) -> Iterator[tuple[str, int]]:
        slips = 2 if len(word) >= _TWO_SLIPS else 1
        for length in range(len(word) - slips, len(word) + slips + 1):
            words = self._by_length.get(length, ())
            for other, distance, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=20):
                yield other, distance

    def _candidate(self, word: str, other: str, slips: int) -> Candidate:
        everything = (1 << self._lookup.postings.size) - 1
        found = self._lookup.found(other) & everything
        begins = word[0] == other[0]
        cost = _SLIP * slips + _OTHER_BEGINNING * (not begins) - found.bit_count().bit_length() / 4
        sure = len(word) >= _SURE and other not in GENERAL and (begins or _slipped_at_start(word, other))
        return Candidate(other, cost, sure, found)


def _slipped_at_start(word: str, other: str) -> bool:
    """Whether a long word differs by its first letter only in that this is missing, doubled or comes second."""
    if len(word) < _FIRST_LETTER:
        return False
    return word == other[1:] or word[1:] == other or word[:2] == other[1::-1]
