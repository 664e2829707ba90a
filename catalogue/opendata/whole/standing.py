"""Which edition a visitor may have now. Reads what is stored and makes nothing; what makes editions is editions.py."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from catalogue.models import Edition, EditionFile, Microcredential
from catalogue.models.vocabulary import State
from catalogue.search import Snapshot


def end_of(day: date) -> datetime:
    """The midnight of Pacific Time that ends a day."""
    return datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())


def gone(now: datetime) -> list[int]:
    """The entries that visitors have seen, or could have seen, and may not see any more."""
    public = Microcredential.objects.public(now).order_by().values("pk")
    shown = Microcredential.history.filter(state=State.PUBLISHED).exclude(publish_at__gt=now)
    return sorted(set(shown.exclude(id__in=public).order_by().values_list("id", flat=True)))


def name_of(pks: Iterable[int]) -> str:
    """Tells one set of entries from every other."""
    return hashlib.sha256(" ".join(map(str, pks)).encode()).hexdigest()


def newest(snapshot: Snapshot) -> Edition | None:
    """The latest edition of all, which shows the day in hand or the last one that was."""
    return _usable(snapshot, Edition.objects.first())


def closed(snapshot: Snapshot, day: date) -> Edition | None:
    """The edition of a day that is over."""
    return _usable(snapshot, Edition.objects.filter(day=day, of=end_of(day)).first())


def closed_days() -> list[date]:
    """The days of which there is an edition for good, the latest first."""
    return [day for day, of in Edition.objects.values_list("day", "of") if of == end_of(day)]


def held(edition: Edition, name: str) -> EditionFile | None:
    return edition.files.select_related("file").filter(name=name).first()


def get_ready(snapshot: Snapshot) -> str:
    """Name what is gone, unless it is named: a long question to the history, which a server asks before any visitor."""
    return snapshot.once("gone", lambda: name_of(gone(timezone.now())))


def _usable(snapshot: Snapshot, edition: Edition | None) -> Edition | None:
    """None while it may hold an entry that visitors may not see any more, until the worker has looked."""
    return edition if edition and edition.gone == get_ready(snapshot) else None
