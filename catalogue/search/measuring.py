"""What the index costs: how long it takes to make and to renew, and what it holds. Its words are the command's."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from institutions.changes import Change
from institutions.generation import Commit

from .facts import Mark, Update
from .index import Snapshot
from .reading import read_again, read_catalogue


@dataclass(frozen=True)
class IndexStats:
    """Sizes in numbers, times in seconds, memory in bytes."""

    entries: int
    values: int
    words: int
    memory: int
    reading: float
    building: float
    renewing: float
    mark: Mark
    ends_at: datetime
    changed_at: datetime | None


def measure() -> IndexStats:
    """Make the index of what the database holds, twice: once for the time and once for the memory."""
    reading, catalogue = _timed(read_catalogue)
    building, snapshot = _timed(lambda: Snapshot(catalogue))
    some = [each.offering.pk for each in catalogue.facts[:1]]
    renewing, _ = _timed(lambda: snapshot.renewed(_as_if_edited(read_again(frozenset(some)))))
    return IndexStats(
        entries=snapshot.size,
        values=len(snapshot.sets),
        words=snapshot.text.count_of_words,
        memory=_memory_of(lambda: Snapshot(read_catalogue())),
        reading=reading,
        building=building,
        renewing=renewing,
        mark=snapshot.mark,
        ends_at=catalogue.ends_at,
        changed_at=_made_at(snapshot.mark),
    )


def _as_if_edited(update: Update) -> Update:
    """With other titles, so that the entries go elsewhere in the order. Nothing is written for it."""
    facts = [
        each._replace(offering=each.offering._replace(title=f"Zymology {each.offering.title}")) for each in update.facts
    ]
    return replace(update, facts=facts)


def _made_at(mark: Mark) -> datetime | None:
    """When the newest change was made, as far as it is known."""
    newest = Commit.objects.filter(generation=mark.generation).values("change_id")
    return Change.objects.filter(pk__in=newest).values_list("made_at", flat=True).first()


def _timed(make: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    made = make()
    return time.perf_counter() - start, made


def _memory_of(make: Callable[[], Any]) -> int:
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del made
    return held
