"""Finds entries that are likely the same: alike in name, and run by the same school as far as anybody states it.

Names are compared as search folds them, other names too: small letters, no accents, no inflections, words in any order,
without the words that every program has. Figures must agree: “Welding 1” is not “Welding 2”. What was said to be two
different entries is left out by whoever asks (`NotDuplicate`). How names are compared: alike.py.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from threading import Lock, Thread

from django.db import connections
from django.db.models import Q, QuerySet

from institutions.changes import state_in_hand
from institutions.kept_up import KeptUp
from institutions.models import Institution

from .alike import Named, Names, Pairs, names_of, wholes
from .models import Microcredential, NotDuplicate, Participation
from .models.vocabulary import Role, State

COMPARED_AT_ONCE = 1_000  # entries whose names are all compared while somebody waits: a tenth of a second
_EDITED_AT_ONCE = 50  # of more entries, too: each is compared with all others
_REST = 10


def read_names() -> Names:
    """In three queries, however many entries there are."""
    units = _units()
    return Names(_read(Q(), Q(), units), units)


def current_names() -> Names:
    """Read once; after an edit, what was edited is."""
    return _names.current()


def _renewed(names: Names, changes: list[int]) -> Names:
    units = _units()
    if units != names.units:
        return read_names()
    running = Participation.history.filter(id__in=Participation.history.filter(change__in=changes).values("id"))
    touched = {
        *Microcredential.history.filter(change__in=changes).values_list("id", flat=True),
        # Also of which entry it was before.
        *running.filter(microcredential__isnull=False).values_list("microcredential", flat=True),
    }
    there = _read(Q(pk__in=touched), Q(microcredential__in=touched), units)
    return names.renewed(there, touched - {entry.pk for entry in there})


_names: KeptUp[Names] = KeptUp(read_names, _renewed)


def _units() -> dict[int, int]:
    return dict(Institution.objects.exclude(unit_of=None).order_by().values_list("pk", "unit_of"))


def _read(entries: Q, participations: Q, units: dict[int, int]) -> list[Named]:
    schools: dict[int, list[int]] = defaultdict(list)
    providing = Participation.objects.filter(participations, role__in=Role.providing(), microcredential__isnull=False)
    for entry, school in providing.exclude(institution=None).order_by().values_list("microcredential", "institution"):
        schools[entry].append(school)
    found = _compared().filter(entries).order_by().values_list("pk", "title", "other_titles", "parent")
    return [
        Named(pk, names_of(title, other_titles), wholes(schools[pk], units), parent)
        for pk, title, other_titles, parent in found.iterator(chunk_size=2000)
    ]


def possible_duplicates() -> list[tuple[int, int]] | None:
    """Pairs that nobody has said to be two.

    In a large catalogue None as long as all names are compared for the first time, which takes four seconds for 20,000
    of them and twenty for 100,000; and the pairs from before while those are compared that came with a large change.
    """
    pairs = behind.pairs(current_names())
    if not pairs:
        return pairs
    told = NotDuplicate.objects.pairs()
    return [pair for pair in pairs if pair not in told]


def look_at_once() -> None:
    """For whoever has the time: the pairs of a large catalogue are those of this moment then."""
    behind.look()


class Behind:
    """Keeps the pairs true after each edit. What many edits at once make of them it finds in a thread of its own.

    It rests ten times as long as it has looked, so that large changes, one after the other, cost no more than a tenth
    of a processor.
    """

    def __init__(self, start: Callable[[Callable[[], None]], None]) -> None:
        self._start = start
        self._turn = Lock()
        self._found: Pairs | None = None
        self._rests_until = 0.0

    def pairs(self, names: Names) -> list[tuple[int, int]] | None:
        found = self._found
        if found and found.names is names:
            pass
        elif found and len(differ := names.differing(found.names)) <= _EDITED_AT_ONCE:
            found = self._keep(found.renewed(names, differ))
        elif len(names) <= COMPARED_AT_ONCE:
            found = self._keep(Pairs.of(names))
        elif time.monotonic() >= self._rests_until and self._turn.acquire(blocking=False):
            self._start(self._look)
        return None if found is None else [pair for pair in found if pair[0] in names and pair[1] in names]

    def look(self) -> None:
        self._turn.acquire()
        self._look()

    def _keep(self, found: Pairs) -> Pairs:
        if not state_in_hand():  # else it may still be taken back
            self._found = found
        return found

    def _look(self) -> None:
        began = time.monotonic()
        try:
            self._found = Pairs.of(current_names())
        finally:
            self._rests_until = time.monotonic() + _REST * (time.monotonic() - began)
            self._turn.release()


def _in_a_thread(look: Callable[[], None]) -> None:
    def looking() -> None:
        try:
            look()
        finally:
            connections.close_all()

    Thread(target=looking, name="duplicates", daemon=True).start()


behind = Behind(_in_a_thread)


def likely_the_same(entry: Microcredential) -> list[Microcredential]:
    """The entries that one looks like, the likeliest first, without those that were said to be others."""
    found = current_names().like_entry(entry.pk)
    told = NotDuplicate.objects.pairs() if found else set()
    others = [pk for pk in found if (min(pk, entry.pk), max(pk, entry.pk)) not in told]
    by_pk = Microcredential.objects.in_bulk(others)
    return [by_pk[pk] for pk in others if pk in by_pk]


def _compared() -> QuerySet[Microcredential]:
    return Microcredential.objects.exclude(state=State.WITHDRAWN)
