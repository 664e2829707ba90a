"""Which entries hold which word in which field, and all texts in a form that tells neighbours. No stems, no queries."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, islice
from typing import TypeVar

from . import bits
from .fields import NAMES, PLACES
from .folding import END, LINE, fold, other_ways, pieces, roughly_cut, whole_words

T = TypeVar("T")
Document = Mapping[str, str]
Found = int | array
# The code of a word, the numbers of the fields that hold it, and for each of those fields the entries.
Holding = tuple[int, tuple[int, ...], tuple[Found, ...]]

# A set is kept as an int once it has more members than one in so many entries, before that as an array.
_COMMON = 64
# Documents read at once: many enough that Python's loops over whole texts count, not those over words.
_BATCH = 250

# Fields whose texts stand in many entries: each text is cut only once.
_SHARED = frozenset(PLACES.values()) - {
    PLACES[name] for name in ("title", "other_titles", "skills", "parts", "summary", "audience")
}

_BITS = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]
_NOT_EMPTY = re.compile(rb"[^\0]").finditer

# Texts are kept as strings of one letter a word. The first letters stand for the fields, then come the signs.
OTHER_WAY = "\x1d"  # the word after it is another way to write what stands before it
_END_OF_LINE = "\x1e"
_END_OF_TEXT = "\x1f"
FIRST_WORD = 32


class _Letters(dict):
    """Letters for what stands in texts, made up as they are asked for.

    Words already held keep theirs, letters set free are used again. A word held together by hyphens has several.
    """

    def __init__(self, words: list[str], held: Mapping[str, Holding]) -> None:
        super().__init__({LINE: _END_OF_LINE, END: _END_OF_TEXT})
        self.words = words
        self._codes = {word: holding[0] for word, holding in held.items()}
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


class _Reading:
    """Documents read one batch after another: the entries by field and letter, and each text in letters."""

    def __init__(self, letters: _Letters) -> None:
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


class Postings:
    """All entries' words. Never changed after it is made: `changed` makes another one."""

    def __init__(self, documents: Iterable[Document], size: int) -> None:
        self.size = size
        self.words: list[str] = []
        self.held: dict[str, Holding] = {}
        self.texts: list[str] = []
        reading, numbered = _Reading(_Letters(self.words, {})), enumerate(documents)
        while batch := list(islice(numbered, _BATCH)):
            self.texts += reading.read(batch)
        for letter, known in reading.words():
            code = ord(letter) - FIRST_WORD
            self.held[self.words[code]] = code, tuple(known), tuple([_compact(found, size) for found in known.values()])
        self.vocabulary = sorted(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Postings) and self.state() == other.state()

    def state(self) -> tuple[object, ...]:
        """All that is known here, whatever order it became known in."""
        held = {
            word: {place: self.set_of(found) for place, found in zip(places, sets, strict=True)}
            for word, (_, places, sets) in self.held.items()
        }
        return self.size, held, [list(self.read(text)) for text in self.texts], self.vocabulary

    def changed(self, step: bits.Renumbering, size: int, documents: Mapping[int, Document]) -> Postings:
        """The same for other entries: some have gone, others come, and of those only the documents are read."""
        changed = Postings((), size)
        changed.words, changed.texts = list(self.words), list(self.texts)
        reading = _Reading(_Letters(changed.words, self.held))
        gone = [changed.texts.pop(number) for number in reversed(step.removed)]
        added = reading.read((number, documents[number]) for number in step.added)
        for number, text in zip(step.added, added, strict=True):
            changed.texts.insert(number, text)
        losing = {word for text in gone for _, word in self.read(text) if word}
        changed.held, changed.vocabulary = self._renumbered(step, losing), list(self.vocabulary)
        changed._take_in(reading)
        changed._forget(losing)
        return changed

    def set_of(self, found: Found) -> int:
        return found if type(found) is int else bits.of(found, self.size)

    def read(self, text: str) -> Iterator[tuple[int, str]]:
        """Numbers of fields and words in the order of a text, "" for its signs."""
        place = 0
        for code in map(ord, text):
            if code < len(NAMES):
                place = code
            yield place, self.words[code - FIRST_WORD] if code >= FIRST_WORD else ""

    def _renumbered(self, step: bits.Renumbering, losing: set[str]) -> dict[str, Holding]:
        """Who stays, by new numbers. Where no number moves, all words but those of the entries that go stay as is."""
        still = step.removed == step.added
        places = range(self.size) if still else step.places(self.size)
        moved = {
            word: (code, fields, tuple([_renumbered(step, found, places) for found in sets]))
            for word in (losing if still else self.held)
            for code, fields, sets in (self.held[word],)
        }
        return self.held | moved if still else moved

    def _take_in(self, reading: _Reading) -> None:
        """Add what was read of new documents."""
        for letter, numbers in reading.words():
            code = ord(letter) - FIRST_WORD
            word = self.words[code]
            if word not in self.held:
                insort(self.vocabulary, word)
                self.held[word] = code, (), ()
            known = dict(zip(*self.held[word][1:], strict=True))
            for place, found in numbers.items():
                old = known.get(place, array("I"))
                more = bits.of(found, self.size)
                known[place] = old | more if type(old) is int else _compact([*old, *found], self.size)
            self.held[word] = code, *_holding(known.items())

    def _forget(self, losing: set[str]) -> None:
        """Let go of fields and words that nobody holds any more."""
        for word in losing:
            code, places, sets = self.held[word]
            known = [(place, found) for place, found in zip(places, sets, strict=True) if found]
            self.held[word] = code, *_holding(known)
            if not known:
                del self.held[word]
                del self.vocabulary[bisect_left(self.vocabulary, word)]
                self.words[code] = ""


def _holding(known: Iterable[tuple[int, Found]]) -> tuple[tuple[int, ...], tuple[Found, ...]]:
    known = sorted(known)
    return tuple([place for place, _ in known]), tuple([found for _, found in known])


def _renumbered(step: bits.Renumbering, found: Found, places: Sequence[int]) -> Found:
    if type(found) is int:
        return step.bits(found)
    touched = (*step.removed, *step.added)
    first = bisect_left(found, min(touched))
    last = max(touched) if len(step.removed) == len(step.added) else found[-1]
    # Whoever stands before all that goes and comes keeps the number; whoever stands behind, if as many come as go.
    if first == len(found) or found[first] > last:
        return found
    return array("I", [places[number] for number in found if number not in step.removed])


def members(found: int) -> list[int]:
    """Members in ascending order."""
    data = found.to_bytes(found.bit_length() // 8 + 1, "little")
    if found.bit_count() * 16 > len(data):
        return [start + bit for start, byte in zip(count(0, 8), data) if byte for bit in _BITS[byte]]
    return [at.start() * 8 + bit for at in _NOT_EMPTY(data) for bit in _BITS[at.group()[0]]]


def _compact(numbers: list[int], size: int) -> Found:
    """A set as an int if that is small enough for the time it saves. A number may stand there twice."""
    if len(numbers) * _COMMON <= size:
        return array("I", sorted(set(numbers))) if len(numbers) > 1 else array("I", numbers)
    return _dense(numbers, size) if len(numbers) * 16 > size else bits.of(numbers, size)


def _dense(members: Iterable[int], size: int) -> int:
    """The set of many numbers: Python reads a row of noughts and ones faster than it sets bit after bit."""
    row = bytearray(b"0") * size
    for number in members:
        row[~number] = 49
    return int(bytes(row), 2)
