"""Text of entries and of visitors: folded, cut into words, stemmed and matched. Not facets, not pages of results."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

from . import bits

# Fields of an entry and what a word found there weighs, heaviest first. The title outweighs all others together.
WEIGHTS = {
    "title": 32,
    "other_titles": 7,
    "institutions": 5,
    "skills": 4,
    "parts": 4,
    "sectors": 3,
    "summary": 2,
    "audience": 1,
}

# Letters that no decomposition turns into plain ones, as in the names of First Nations languages.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ɬ": "l", "ə": "e", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "θ": "th", "χ": "x", "λ": "l", "ʔ": "",
        "ɂ": "", "ʕ": "", "'": "", "\u2018": "", "\u2019": "", "\u02bc": "", "\u02bb": "", "`": "", "\u201b": "",
        "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " ", "\u2212": "-",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_MICROCREDENTIAL = re.compile(r"\bmicro[\s-]+(?=credential)")

# Left out of a query that holds other words. Not "it", which is a trade.
_STOP_WORDS = frozenset("a an and as at by for from in into of on or that the to with".split())
_SHORTEST_PREFIX = 2

Fields = tuple[int, ...]


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and invisible characters; micro-credential is one word."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _MICROCREDENTIAL.sub("micro", text.casefold().translate(_LETTERS))


def words(text: str) -> Iterator[str]:
    """Folded words; of a hyphenated one its parts and the whole without hyphens, so that each finds it."""
    for word in _WORD.findall(fold(text)):
        if "-" in word:
            yield from word.split("-")
            yield word.replace("-", "")
        else:
            yield word


def sort_key(text: str) -> str:
    """Orders titles as a reader would, the same on every database."""
    return " ".join(_WORD.findall(fold(text)))


def query_words(text: str) -> list[str]:
    """The words that a query asks for, hyphens read as spaces."""
    found = [part for word in _WORD.findall(fold(text)) for part in word.split("-")]
    return [word for word in found if word not in _STOP_WORDS] or found


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    # A stemmer of its own for each word: one instance keeps the word in hand and would mix up two threads.
    return snowballstemmer.stemmer("english").stemWord(word)


class Match:
    """The entries that a text matches, and how well."""

    corrected = ""
    unknown: tuple[str, ...] = ()
    partial: tuple[int, ...] = ()

    def __init__(self, covers: list[Fields]) -> None:
        self.hits = -1
        for cover in covers:
            self.hits &= _any(cover)
        self._planes: list[int] = []
        for cover in covers:
            for found, weight in zip(cover, WEIGHTS.values(), strict=True):
                self._add(found & self.hits, weight)

    def tiers(self, within: int) -> list[int]:
        """Members of a set by falling score, as disjoint sets of equal score."""
        tiers = [within]
        for plane in reversed(self._planes):
            tiers = [part for tier in tiers for part in (tier & plane, tier & ~plane) if part]
        return tiers

    def _add(self, found: int, weight: int) -> None:
        """Add a weight to the score of each entry found.

        Scores are kept as planes, one int for all entries' lowest binary digits, one for the next and so on, so that
        a sum for every entry costs a few operations on ints.
        """
        for digit in range(weight.bit_length()):
            carry, plane = (found if weight >> digit & 1 else 0), digit
            while carry:
                self._planes += [0] * (plane + 1 - len(self._planes))
                carry, self._planes[plane] = carry & self._planes[plane], carry ^ self._planes[plane]
                plane += 1


class TextIndex:
    """Which entries hold which word in which field."""

    def __init__(self, documents: Iterable[Mapping[str, str]], size: int) -> None:
        vocabulary: set[str] = set()
        found: dict[str, list[list[int]]] = defaultdict(lambda: [[] for _ in WEIGHTS])
        for number, document in enumerate(documents):
            for place, name in enumerate(WEIGHTS):
                distinct = set(words(document[name]))
                vocabulary |= distinct
                for root in {stem(word) for word in distinct}:
                    found[root][place].append(number)
        self._vocabulary = sorted(vocabulary)
        self._found = {root: tuple(bits.of(each, size) for each in fields) for root, fields in found.items()}

    def changed(self, step, size, documents):
        raise NotImplementedError

    def match(self, text: str, as_typed: bool = False) -> Match:
        """Entries that hold all the words, in any fields; the last word may be unfinished."""
        asked = query_words(text)
        last = len(asked) - 1
        alone = [self._holding(word, place == last) for place, word in enumerate(asked)]
        joined = [self._holding(one + two, place + 1 == last) for place, (one, two) in enumerate(pairwise(asked))]
        nothing = _union(())
        # "clean tech" also asks for "cleantech": either half is covered by the joined word.
        return Match([_union(ways) for ways in zip(alone, [nothing, *joined], [*joined, nothing], strict=True)])

    def _holding(self, word: str, unfinished: bool) -> Fields:
        exact = self._found.get(stem(word))
        return _union((exact, self._starting(word) if unfinished else None))

    def _starting(self, prefix: str) -> Fields | None:
        if len(prefix) < _SHORTEST_PREFIX:
            return None
        start = bisect_left(self._vocabulary, prefix)
        end = bisect_left(self._vocabulary, prefix + "\U0010ffff", start)
        return _union(self._found[root] for root in {stem(word) for word in self._vocabulary[start:end]})


def _union(ways: Iterable[Fields | None]) -> Fields:
    total = [0] * len(WEIGHTS)
    for way in filter(None, ways):
        for place, found in enumerate(way):
            total[place] |= found
    return tuple(total)


def _any(cover: Fields) -> int:
    found = 0
    for each in cover:
        found |= each
    return found
