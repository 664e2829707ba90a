"""Texts in letters, one for each word, and which entries hold which letter. Read here, kept in postings.py."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from .fields import NAMES, PLACES
from .folding import END, LINE, fold, other_ways, pieces, roughly_cut, whole_words

T = TypeVar("T")
Document = Mapping[str, str]

# Fields whose texts stand in many entries: each text is cut only once.
_SHARED = frozenset(PLACES.values()) - {
    PLACES[name] for name in ("title", "other_titles", "skills", "parts", "summary", "audience")
}

# Texts are kept as strings of one letter a word. The first letters stand for the fields, then come the signs.
OTHER_WAY = "\x1d"  # the word after it is another way to write what stands before it
_END_OF_LINE = "\x1e"
_END_OF_TEXT = "\x1f"
FIRST_WORD = 32


class Letters(dict):
    """Letters for what stands in texts, made up as they are asked for.

    Words already held keep theirs, letters set free are used again. A word held together by hyphens has several.
    """

    def __init__(self, words: list[str], codes: Mapping[str, int]) -> None:
        super().__init__({LINE: _END_OF_LINE, END: _END_OF_TEXT})
        self.words = words
        self._codes = dict(codes)
        self._free = [code for code, word in enumerate(words) if not word]

    def __missing__(self, written: str) -> str:
        if written.isalpha():
            letter = self[written] = self._letter(written)
            return letter
        letters: list[str] = []
        for word in whole_words(written):
            parts = pieces(word)
            letters += map(self._letter, parts)
            for other in other_ways(word, parts):
                letters += OTHER_WAY, self._letter(other)
        self[written] = "".join(letters)
        return self[written]

    def _letter(self, word: str) -> str:
        code = self._codes.get(word)
        if code is None:
            if not self._free:
                self._free.append(len(self.words))
                self.words.append(word)
            code = self._codes[word] = self._free.pop()
            self.words[code] = word
        return chr(FIRST_WORD + code)


class Reading:
    """Documents read one batch after another: the entries by field and letter, and each text in letters."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        self.found: list[dict[str, array]] = [defaultdict(partial(array, "I")) for _ in NAMES]

    def read(self, numbered: Iterable[tuple[int, Document]]) -> list[str]:
        """Texts in letters, in the order of the documents."""
        alone: list[tuple[list[str], list[int]]] = [([], []) for _ in NAMES]
        shared: list[dict[str, list[int]]] = [defaultdict(list) for _ in NAMES]
        written: dict[int, str] = {}
        for number, document in numbered:
            written[number] = ""
            for name, text in document.items():
                place = PLACES[name]
                if place in _SHARED:
                    shared[place][text].append(number)
                else:
                    texts, numbers = alone[place]
                    texts.append(text)
                    numbers.append(number)
        for place, ((texts, numbers), groups) in enumerate(zip(alone, shared, strict=True)):
            for text, number in self._read(place, texts, numbers, _note_one):
                written[number] += text
            for text, entries in self._read(place, list(groups), list(groups.values()), _note_many):
                for number in entries:
                    written[number] += text
        return list(written.values())

    def words(self) -> Iterable[tuple[str, dict[int, array]]]:
        """Every letter with its entries by field, in the order of fields; an entry may stand there twice."""
        holdings: dict[str, dict[int, array]] = defaultdict(dict)
        for place, found in enumerate(self.found):
            for written in [written for written in found if len(written) != 1]:
                numbers = found.pop(written)
                for letter in written.replace(OTHER_WAY, ""):
                    found[letter] += numbers
            for letter, numbers in found.items():
                holdings[letter][place] = numbers
        holdings.pop(_END_OF_LINE, None)
        return holdings.items()

    def _read(
        self, place: int, texts: list[str], owners: list[T], note: Callable[[dict, list[str], list[T]], None]
    ) -> Iterator[tuple[str, T]]:
        """Each text in letters with its owner: one entry, or all that share the text."""
        if not all(map(str.isascii, texts)):
            order = sorted(range(len(texts)), key=lambda number: not texts[number].isascii())
            texts, owners = [texts[number] for number in order], [owners[number] for number in order]
        letters = self._letters(texts)
        note(self.found[place], letters, owners)
        field = chr(place)
        written = "".join(letters).split(_END_OF_TEXT)
        return ((field + text, owner) for text, owner in zip(written, owners, strict=False))

    def _letters(self, texts: list[str]) -> list[str]:
        """The letters of all words of plain texts, then of all others, with a sign after each text."""
        plain = [text for text in texts if text.isascii()]
        joined = "\0".join([*plain, ""])
        if joined.count("\0") != len(plain):
            joined = "\0".join([text.replace("\0", " ") for text in (*plain, "")])
        words = roughly_cut(fold(joined))
        for text in texts[len(plain) :]:
            words += (*roughly_cut(fold(text.replace("\0", " "))), END)
        return list(map(self.letters.__getitem__, words))


def _note_one(found: dict[str, array], letters: list[str], numbers: list[int]) -> None:
    """Note the words of texts that stand in one entry each."""
    following = iter(numbers)
    number = next(following, 0)
    for letter in letters:
        if letter is _END_OF_TEXT:
            number = next(following, 0)
        else:
            found[letter].append(number)


def _note_many(found: dict[str, array], letters: list[str], groups: list[list[int]]) -> None:
    """Note the words of texts that many entries share."""
    following = iter(groups)
    numbers = next(following, [])
    for letter in letters:
        if letter is _END_OF_TEXT:
            numbers = next(following, [])
        else:
            found[letter].extend(numbers)
