"""`FactsPacking`: what is known of an offering, in little memory and quickly there again. Not a format for files."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import count
from typing import Any

from .facts import Facts, Offering, Part

# Fields of facts in which many say alike.
ALIKE = tuple(field for field in Facts._fields if field != "parts")
_END = "\0"
# Bytes that no text in UTF-8 has: between the texts of an offering, and behind the title of each of its parts.
_BETWEEN, _PART = b"\xff", b"\xfe"
_NOTHING_OWN = [""] * 7  # a slug, and words of its own
_names = count()


class _Letters(dict):
    """Letters for things, made up as they are asked for, a new one for each. `things`: by the codes of letters.

    `of_itself`: by the identity of the things that stand in `things`, which lives as long as they do.
    """

    def __init__(self) -> None:
        self.things: list[Hashable] = [_END]
        self.of_itself: dict[int, str] = {}

    def __missing__(self, thing: Hashable) -> str:
        letter = self[thing] = self.of_itself[id(thing)] = chr(len(self.things))
        self.things.append(thing)
        return letter


class FactsPacking:
    """Packs facts, and unpacks what it packed itself: own words as they are, and a letter for each claim and value.

    Many offerings share those, so this takes half the room. One thread may pack while others unpack. No two packings
    have the same `name`, since what one has packed means something else to another.
    """

    def __init__(self) -> None:
        self.name = next(_names)
        self._letters = _Letters()

    def alike(self, facts: Facts) -> list[str]:
        """What many say alike, in letters: by field of the facts, without their parts, which nobody shares."""
        offering, _, *claims = facts
        letter, of_itself = self._letters.__getitem__, self._letters.of_itself.get
        # A claim is made of many values, each of which would be hashed; and most are read as one and the same object.
        letters = ["".join([of_itself(id(claim)) or letter(claim) for claim in some]) for some in claims]
        return ["".join(map(letter, offering.alike)), *letters]

    def pack(self, facts: Facts, alike: list[str] | None = None) -> bytes:
        """Without primary key and slug, which the snapshot has beside it; of parts, only the titles are shown."""
        shared = _END.join(alike or self.alike(facts))
        parts = b"".join([_bytes(part.title) + _PART for part in facts.parts])
        return _BETWEEN.join([_bytes(shared), parts, *map(_bytes, facts.offering.own)])

    def told(self, field: str, letters: str) -> Offering | list[Any]:
        """What these letters say in a field of the facts; of the offering itself, only what others say alike."""
        things = self._read(letters)
        return Offering(0, *_NOTHING_OWN, *things) if field == "offering" else things

    def unpack(self, packed: bytes, pk: int, slug: str) -> Facts:
        shared, parts, *own = packed.split(_BETWEEN)
        alike, *claims = map(self._read, _text(shared).split(_END))
        titles = map(_text, parts.split(_PART)[:-1])
        return Facts(
            Offering(pk, slug, *map(_text, own), *alike), [Part("", title, "", "") for title in titles], *claims
        )

    def _read(self, letters: str) -> list[Any]:
        things = self._letters.things
        return [things[code] for code in map(ord, letters)]


def own_words(packed: bytes) -> list[bytes]:
    """What an offering says in words of its own, in UTF-8, as `Offering.own` has it."""
    return packed.split(_BETWEEN)[2:]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # some things have a letter that is none elsewhere


def _text(packed: bytes) -> str:
    return packed.decode("utf-8", "surrogatepass")
