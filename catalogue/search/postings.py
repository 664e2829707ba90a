"""Which entries hold which word in which field, and all texts in a form that tells neighbours. No stems, no queries."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from . import bits
from .fields import NAMES
from .lettering import FIRST_WORD, Document, Letters, Reading
from .pieces import Gathering

Found = int | array
# The code of a word, the numbers of the fields that hold it, and for each of those fields the entries.
Holding = tuple[int, tuple[int, ...], tuple[Found, ...]]

# A set is kept as an int once it has more members than one in so many entries, before that as an array.
_COMMON = 64
# Documents read at once: many enough that Python's loops over whole texts count, not those over words.
_BATCH = 500


class Postings:
    """All entries' words. Never changed after it is made: `changed` makes another one."""

    def __init__(self, numbered: Iterable[tuple[int, Document]], size: int) -> None:
        """From documents in any order, each with the number of its entry."""
        self.size = size
        self.words: list[str] = []
        self.held: dict[str, Holding] = {}
        reading, numbered, texts = Reading(Letters(self.words, {})), iter(numbered), Gathering(size)
        while batch := list(islice(numbered, _BATCH)):
            texts.add((number for number, _ in batch), map(packed_text, reading.read(batch)))
        self._texts = texts.pieces()
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
        return self.size, held, [list(self.read(unpacked_text(text))) for text in self._texts], self.vocabulary

    def changed(self, step: bits.Renumbering, size: int, documents: Mapping[int, Document]) -> Postings:
        """The same for other entries: some have gone, others come, and of those only the documents are read."""
        changed = Postings((), 0)
        changed.size = size
        changed.words = list(self.words)
        reading = Reading(Letters(changed.words, {word: holding[0] for word, holding in self.held.items()}))
        added = reading.read((number, documents[number]) for number in step.added)
        changed._texts = self._texts.renewed(step, map(packed_text, added))
        losing = {word for number in step.removed for _, word in self.read(self.text(number)) if word}
        changed.held, changed.vocabulary = self._renumbered(step, losing), list(self.vocabulary)
        changed._take_in(reading)
        changed._forget(losing)
        return changed

    def text(self, number: int) -> str:
        """All words of an entry, one letter each."""
        return unpacked_text(self._texts[number])

    def packed(self, numbers: Iterable[int]) -> list[bytes]:
        """Texts of several entries as they lie in memory: letters stand in them one after another, each in bytes."""
        return self._texts.of(numbers)

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

    def _take_in(self, reading: Reading) -> None:
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


def packed_text(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # some words have a letter that is none elsewhere


def unpacked_text(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def _holding(known: Iterable[tuple[int, Found]]) -> tuple[tuple[int, ...], tuple[Found, ...]]:
    known = sorted(known)
    return tuple([place for place, _ in known]), tuple([found for _, found in known])


def _renumbered(step: bits.Renumbering, found: Found, places: Sequence[int]) -> Found:
    if type(found) is int:
        return step.bits(found)
    least, greatest = step.ends
    first = bisect_left(found, least)
    last = greatest if len(step.removed) == len(step.added) else found[-1]
    # Whoever stands before all that goes and comes keeps the number; whoever stands behind, if as many come as go.
    if first == len(found) or found[first] > last:
        return found
    going = step.going
    return array("I", [places[number] for number in found if number not in going])


def _compact(numbers: list[int], size: int) -> Found:
    """A set as an int if that is small enough for the time it saves. A number may stand there twice."""
    if len(numbers) * _COMMON <= size:
        return array("I", sorted(set(numbers))) if len(numbers) > 1 else array("I", numbers)
    return bits.of(numbers, size)
