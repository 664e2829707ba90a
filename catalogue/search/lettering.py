"""Texts in letters, one for each word, and which entries hold which letter. Read here, kept in postings.py."""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain, repeat

from .fields import NAMES, PLACES
from .folding import LINE, cut_each, other_ways, pieces, whole_words

Document = Mapping[str, str]

# Fields whose texts stand in many entries: each text is cut only once.
_SHARED = frozenset(PLACES.values()) - {
    PLACES[name] for name in ("title", "other_titles", "skills", "parts", "summary", "audience")
}

# So many of them are remembered of a field.
_MOST_SHARED = 10_000

# Texts are kept as strings of one letter a word. The first letters stand for the fields, then come the signs.
OTHER_WAY = "\x1d"  # the word after it is another way to write what stands before it
_END_OF_LINE = "\x1e"
FIRST_WORD = 32


class Letters(dict):
    """Letters for what stands in texts, made up as they are asked for.

    Words already held keep theirs, letters set free are used again. A word held together by hyphens has several.
    """

    def __init__(self, words: list[str], codes: Mapping[str, int]) -> None:
        super().__init__({LINE: _END_OF_LINE})
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
        self._shared: dict[int, dict[str, list[str]]] = {place: {} for place in _SHARED}

    def read(self, numbered: Iterable[tuple[int, Document]]) -> list[str]:
        """Texts in letters, in the order of the documents."""
        fields: dict[str, tuple[list[int], list[str]]] = {name: ([], []) for name in NAMES}
        written: dict[int, list[str]] = {}
        for number, document in numbered:
            written[number] = []
            for name, text in document.items():
                numbers, texts = fields[name]
                numbers.append(number)
                texts.append(text)
        for place, (numbers, texts) in enumerate(fields.values()):
            letters = self._letters_of_shared(place, texts) if place in _SHARED else self._letters(texts)
            self._note(place, numbers, letters)
            texts_in_letters = map(chr(place).__add__, map("".join, letters))
            deque(map(list.append, map(written.__getitem__, numbers), texts_in_letters), maxlen=0)
        return list(map("".join, written.values()))

    def words(self) -> Iterable[tuple[str, dict[int, array]]]:
        """Every letter with its entries by field, in the order of fields; an entry may stand there twice."""
        holdings: dict[str, dict[int, array]] = defaultdict(dict)
        for place, found in enumerate(self.found):
            for written in [written for written in found if len(written) != 1]:
                numbers = found.pop(written)
                for letter in dict.fromkeys(written.replace(OTHER_WAY, "").replace(_END_OF_LINE, "")):
                    found[letter] += numbers
            for letter, numbers in found.items():
                holdings[letter][place] = numbers
        holdings.pop(_END_OF_LINE, None)
        return holdings.items()

    def _letters_of_shared(self, place: int, texts: list[str]) -> list[list[str]]:
        known = self._shared[place]
        if len(known) > _MOST_SHARED:
            known.clear()
        new = [text for text in dict.fromkeys(texts) if text not in known]
        # In one piece, so that an entry is noted once for the whole text: `words` takes it apart.
        known.update((text, ["".join(letters)]) for text, letters in zip(new, self._letters(new), strict=True))
        return list(map(known.__getitem__, texts))

    def _letters(self, texts: list[str]) -> list[list[str]]:
        """The letters of the words of each text."""
        letter = self.letters.__getitem__
        return [list(map(letter, words)) for words in cut_each(texts)]

    def _note(self, place: int, numbers: list[int], letters: list[list[str]]) -> None:
        """Add each text's number to those of its letters, all by Python's own loops: there are millions of words."""
        owners = chain.from_iterable(map(repeat, numbers, map(len, letters)))
        found = map(self.found[place].__getitem__, chain.from_iterable(letters))
        deque(map(array.append, found, owners), maxlen=0)
