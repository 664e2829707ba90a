"""`FactsPacking`: what is known of an offering, in little memory and quickly there again. Not a format for files."""

from __future__ import annotations

import marshal
from collections.abc import Hashable
from itertools import count

from .facts import Facts, Offering, Part

_END = "\0"
_names = count()


class _Letters(dict):
    """Letters for things, made up as they are asked for, a new one for each. `things`: by the codes of letters."""

    def __init__(self) -> None:
        self.things: list[Hashable] = [_END]

    def __missing__(self, thing: Hashable) -> str:
        letter = self[thing] = chr(len(self.things))
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

    def pack(self, facts: Facts) -> bytes:
        """Without primary key and slug, which the snapshot has beside it; of parts, only the titles are shown."""
        offering, parts, *claims = facts
        letter = self._letters.__getitem__
        shared = _END.join(["".join(map(letter, things)) for things in (offering.alike, *claims)])
        return marshal.dumps((shared, tuple([part.title for part in parts]), *offering.own))

    def unpack(self, packed: bytes, pk: int, slug: str) -> Facts:
        shared, parts, *own = marshal.loads(packed)
        things = self._letters.things
        alike, *claims = ([things[code] for code in map(ord, letters)] for letters in shared.split(_END))
        return Facts(Offering(pk, slug, *own, *alike), [Part("", title, "", "") for title in parts], *claims)
