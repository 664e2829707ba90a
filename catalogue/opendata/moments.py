"""When each public offering appeared and when visitors last saw it change: for feeds, calendars and the map.

Only moments of what visitors can see. What was written while an entry was hidden counts from when it appeared.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Min

from catalogue.models import CLAIMS, SUBJECTS, Microcredential
from catalogue.models.vocabulary import State
from catalogue.search import Snapshot


class Moments(NamedTuple):
    published: datetime
    changed: datetime


def moments(snapshot: Snapshot) -> dict[int, Moments]:
    """By primary key, without entries whose history is missing. Asked of the database once in a snapshot's life."""
    if "moments" not in snapshot.made:
        snapshot.made["moments"] = dict(_moments())
    return snapshot.made["moments"]


def _moments() -> Iterator[tuple[int, Moments]]:
    shown = Microcredential.history.filter(state=State.PUBLISHED).order_by().values_list("id")
    own = {pk: (first, last) for pk, first, last in shown.annotate(Min("history_date"), Max("history_date"))}
    claims = _changes_of_claims()
    for pk, publish_at in Microcredential.objects.public().results().values_list("pk", "publish_at"):
        if pk not in own:  # written past the record, which check_catalogue tells of
            continue
        first, last = own[pk]
        published = max(first, publish_at or first)
        yield pk, Moments(published, max(last, published, claims.get(pk, last)))


def _changes_of_claims() -> dict[int, datetime]:
    """When something was last said, or no longer said, of each offering, be it public or not."""
    latest: dict[int, datetime] = {}
    for name in CLAIMS:
        written = SUBJECTS[name].history.filter(microcredential__isnull=False).order_by()
        for pk, moment in written.values_list("microcredential_id").annotate(Max("history_date")):
            latest[pk] = max(moment, latest.get(pk, moment))
    return latest
