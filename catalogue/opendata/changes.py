"""What is new, changed or gone since a moment, the oldest first: for whoever keeps a copy."""

from __future__ import annotations

from datetime import date, datetime, time
from heapq import nsmallest
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils import timezone

from catalogue.models import Microcredential
from catalogue.search import Snapshot

from .addresses import absolute, form_of, list_of, page_of
from .moments import moments
from .record import VERSION, Data

MOST = 1000  # changes of one answer; the next ones are a link away


class Change(NamedTuple):
    """When visitors last saw an entry change; in the order of the feed."""

    changed: datetime
    slug: str
    published: datetime


class Since(NamedTuple):
    """After which change to go on: those of this moment are taken up after this slug."""

    moment: datetime
    slug: str = ""

    @property
    def query(self) -> str:
        asked = {"since": timezone.localtime(self.moment).isoformat(), "after": self.slug}
        return urlencode({name: value for name, value in asked.items() if value})


def moment_of(text: str) -> datetime:
    """The moment that a text names: one with its distance from UTC, or the beginning of a Pacific day.

    Raises ValueError when it names none.
    """
    here = timezone.get_current_timezone()
    if len(text) <= len("2026-11-27"):
        return datetime.combine(date.fromisoformat(text), time(), here)
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=here)
    return moment.astimezone(here)


def changes(snapshot: Snapshot, since: Since | None) -> Data:
    """One answer of the feed; without a moment everything that there is."""
    found = _first(snapshot, since)
    some = found[:MOST]
    last = some[-1] if some else None
    following = Since(last.changed, last.slug).query if last else since.query if since else ""
    return {
        "format": VERSION,
        "links": {
            "self": list_of("data-changes", since.query if since else ""),
            "next": list_of("data-changes", following) if len(found) > MOST else None,
            "later": list_of("data-changes", following),
        },
        "changes": [_change(each, since) for each in some],
        "withdrawn": tombstones(timezone.localdate(since.moment) if since else None),
    }


def tombstones(since: date | None = None) -> list[Data]:
    """What visitors have seen and is gone since a day, that day included: the day and the reason, nothing else."""
    gone = Microcredential.objects.withdrawn().order_by("withdrawn_on", "slug")
    gone = gone.filter(withdrawn_on__gte=since) if since else gone
    return [
        {"slug": slug, "withdrawn_on": day.isoformat(), "reason": reason}
        for slug, day, reason in gone.values_list("slug", "withdrawn_on", "withdrawal_reason")
    ]


def _first(snapshot: Snapshot, since: Since | None) -> list[Change]:
    """The first changes after that one, and one more than an answer holds where there are more."""
    when = moments(snapshot)
    slugs = snapshot.slugs.of(range(snapshot.size))
    found = ((when[pk].changed, slug, pk) for pk, slug in zip(snapshot.pks, slugs, strict=True) if pk in when)
    if since:
        before = since.moment, since.slug.encode() or b"\0"
        found = (each for each in found if each[:2] > before)
    return [Change(changed, slug.decode(), when[pk].published) for changed, slug, pk in nsmallest(MOST + 1, found)]


def _change(change: Change, since: Since | None) -> Data:
    is_new = since is None or change.published >= since.moment
    return {
        "slug": change.slug,
        "change": "new" if is_new else "changed",
        "published": timezone.localtime(change.published).isoformat(),
        "changed": timezone.localtime(change.changed).isoformat(),
        "address": page_of(change.slug),
        "record": absolute(form_of(change.slug, "json")),
    }
