"""Which other entries share most with one, and what they share: a few operations on the snapshot's sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalogue.models.vocabulary import Target

from .facets import NOT_STATED
from .index import Snapshot
from .matching import Scores
from .options import GIVES_CREDIT

MOST = 4
# How much a shared value counts. What one learns and where it leads tells more of a program than who runs it.
WEIGHTS = {"credit_toward": 3, "sector": 3, "audience": 2, "provider": 2, GIVES_CREDIT: 2}
_TARGETS = frozenset(Target.values)


class Shared(NamedTuple):
    """A value that two entries have in common: a facet of `WEIGHTS` and one of its values."""

    facet: str
    value: str


class Similar(NamedTuple):
    """Another entry by its number, and all that it shares, the weightiest first."""

    number: int
    shared: tuple[Shared, ...]


def similar(snapshot: Snapshot, pk: int) -> list[Similar]:
    """At most four entries that share something with this one: most first, by weight and then by title; ended last.

    Empty where nothing is shared, and for an entry that the snapshot does not hold. To be for the same people makes two
    entries more alike, but alone it is no likeness: “people already working” says little.
    """
    if pk not in snapshot.pks:
        return []
    own = snapshot.pks.index(pk)
    values = sorted(_values(snapshot, own), key=lambda shared: (-WEIGHTS[shared.facet], shared))
    scores, found = Scores(), 0
    for shared in values:
        members = snapshot.sets[shared] & ~(1 << own)
        scores.add(members, WEIGHTS[shared.facet])
        if shared.facet != "audience":
            found |= members
    ended = found & snapshot.ended
    numbers = scores.page(found ^ ended, 0, MOST)
    numbers += scores.page(ended, 0, MOST - len(numbers))
    return [Similar(number, tuple(_held(snapshot, number, values))) for number in numbers]


def _values(snapshot: Snapshot, number: int) -> Iterator[Shared]:
    """What an entry has that others may share: nothing that is denied or not stated, no unit beside its school."""
    mine = [Shared(*key) for key, members in snapshot.sets.items() if key[0] in WEIGHTS and members >> number & 1]
    schools = {shared.value for shared in mine if shared.facet == "provider"}
    for shared in mine:
        place = snapshot.places.get(shared.value)
        if shared.facet == "credit_toward":
            keep = shared.value in _TARGETS
        elif shared.facet in ("provider", GIVES_CREDIT):
            keep = place is not None and place.unit_of__slug not in schools
        else:
            keep = shared.value != NOT_STATED
        if keep:
            yield shared


def _held(snapshot: Snapshot, number: int, values: list[Shared]) -> Iterator[Shared]:
    return (shared for shared in values if snapshot.sets[shared] >> number & 1)
