"""When each public offering appeared and when visitors last saw it change: for feeds, calendars and the map.

Only moments of what visitors can see. What was written while an entry was hidden counts from when it appeared. Each
process keeps what it has read of the history and after an edit reads anew of what was written, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Aggregate, Max, Min, QuerySet

from catalogue.models import CLAIMS, SUBJECTS, Microcredential
from catalogue.models.vocabulary import State
from catalogue.search import Snapshot
from catalogue.search.facts import Mark
from catalogue.search.reading import newest_mark, one_moment
from catalogue.search.touched import MOST
from institutions.generation import changes_since


class Moments(NamedTuple):
    published: datetime
    changed: datetime


class _Told(NamedTuple):
    """What the history tells up to a mark. Never changed after it is made."""

    mark: Mark
    moments: dict[int, Moments]


_told: _Told | None = None


def moments(snapshot: Snapshot) -> dict[int, Moments]:
    """By primary key, of all that visitors see in this snapshot, and more; without those whose history is missing."""
    return snapshot.once("moments", _told_now)


def _told_now() -> dict[int, Moments]:
    global _told
    with one_moment():
        mark = newest_mark()
        if _told is None or _told.mark != mark:
            _told = _Told(mark, _read_on(_told, mark))
        return _told.moments


def _read_on(told: _Told | None, mark: Mark) -> dict[int, Moments]:
    written = _written_between(told.mark, mark) if told else None
    if written is None:
        return dict(_moments())
    found = {pk: each for pk, each in told.moments.items() if pk not in written}
    return found | dict(_moments(written))


def _written_between(since: Mark, until: Mark) -> set[int] | None:
    """The offerings of which something was written between two states; None where all have to be read."""
    if since.epoch != until.epoch or since.in_hand or until.in_hand:
        return None
    changes = changes_since(since.generation, until.generation)
    if changes is None:
        return None
    histories = [(Microcredential.history, "id"), *((SUBJECTS[name].history, "microcredential_id") for name in CLAIMS)]
    written: set[int] = set()
    for history, offering in histories:
        rows = history.filter(change__in=changes).exclude(**{offering: None}).order_by()
        written.update(rows.values_list(offering, flat=True).distinct()[: MOST + 1])
        if len(written) > MOST:
            return None
    return written


def _moments(some: set[int] | None = None) -> Iterator[tuple[int, Moments]]:
    """Of some offerings, or of all. What came in together shares its moments, and the memory for them."""
    times: dict[tuple, tuple] = {}
    same: dict[Moments, Moments] = {}
    written = Microcredential.history.filter(state=State.PUBLISHED, **_among("id", some))
    shown = _rows(written.order_by().values_list("id"), Min("history_date"), Max("history_date"))
    own = {pk: times.setdefault(both, both) for pk, both in ((pk, (first, last)) for pk, first, last in shown)}
    claims = _changes_of_claims(some)
    offerings = Microcredential.objects.filter(**_among("pk", some)).order_by().values_list("pk", "publish_at")
    for pk, publish_at in _rows(offerings):
        if pk not in own:  # never shown; or written past the record, which check_catalogue tells of
            continue
        first, last = own[pk]
        published = max(first, publish_at or first)
        found = Moments(published, max(last, published, claims.get(pk, last)))
        yield pk, same.setdefault(found, found)


def _changes_of_claims(some: set[int] | None) -> dict[int, datetime]:
    """When something was last said, or no longer said, of each offering, be it public or not."""
    latest: dict[int, datetime] = {}
    same: dict[datetime, datetime] = {}
    for name in CLAIMS:
        written = SUBJECTS[name].history.filter(microcredential__isnull=False, **_among("microcredential", some))
        for pk, moment in _rows(written.order_by().values_list("microcredential_id"), Max("history_date")):
            latest[pk] = max(same.setdefault(moment, moment), latest.get(pk, moment))
    return latest


def _rows(asked: QuerySet, *told: Aggregate) -> Iterator[tuple]:
    """Few at a time: all of them at once leave holes in the memory of a server."""
    return asked.annotate(*told).iterator(chunk_size=2000)


def _among(field: str, some: set[int] | None) -> dict[str, set[int]]:
    return {} if some is None else {f"{field}__in": some}
