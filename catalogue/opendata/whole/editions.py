"""Keeps the editions: of the day in hand as often as something changed, and of each day that is over once for good.

Only the worker makes files; requests read what is stored. What was withdrawn is in no edition: one that holds an entry
which was taken away from visitors since is not given out any more, and is made again out of the history without it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from catalogue.models import Edition, EditionFile, Microcredential, StoredFile
from catalogue.search.reading import newest_mark, one_moment

from .files import KEPT, NAMES, digest_of, write
from .rows import Whole, offerings_at
from .standing import end_of, gone, name_of

# A day is closed some time after midnight: what was written before it has been committed by then.
_CLOSING = timedelta(minutes=10)
# The day in hand is made again no more often than this, and a large one not more than a twentieth of the time.
_PAUSE, _SHARE = timedelta(minutes=1), 20
_LEFT_ALONE = timedelta(days=1)  # somebody may still be reading a file that no edition names any more


def keep_up(now: datetime | None = None) -> bool:
    """Make the one edition that is most wanted, if any is. Says whether there was one."""
    now = now or timezone.now()
    wanted = _wanted(now)
    if wanted is None:
        return False
    make_edition(*wanted)
    _tidy(now)
    return True


def _wanted(now: datetime) -> tuple[date, datetime] | None:
    """The day of which an edition is to be made, and the moment that it is to show."""
    today = timezone.localdate(now)
    if (day := _day_to_close(now)) is not None:
        return day, end_of(day)
    current = Edition.objects.filter(day=today).first()
    if current is None or _is_behind(current, now):
        return today, now
    if (stale := _stale(gone(now))) is not None:
        return (today, now) if stale.day == today else (stale.day, stale.of)
    return None


def _day_to_close(now: datetime) -> date | None:
    """The first day that is over and has no edition of its end, from the day of the first edition on."""
    last = timezone.localdate(now - _CLOSING) - timedelta(days=1)
    latest = Edition.objects.filter(day__lte=last).first()
    if latest is None:
        return None
    day = latest.day if latest.of < end_of(latest.day) else latest.day + timedelta(days=1)
    return day if day <= last else None


def _is_behind(edition: Edition, now: datetime) -> bool:
    """Whether visitors see something else by now, and the last making is long enough ago."""
    if now - edition.of < max(_PAUSE, timedelta(seconds=_SHARE * edition.took)):
        return False
    return edition.mark != _mark() or Microcredential.objects.published_for(edition.of, now).exists()


def _stale(gone_by_now: list[int]) -> Edition | None:
    """The latest edition that shows what may not be seen any more, or leaves out what may be seen again."""
    name = name_of(gone_by_now)
    for edition in Edition.objects.exclude(gone=name):
        if sorted(offerings_at(edition.of, gone_by_now)) != edition.hidden:
            return edition
        edition.gone = name
        edition.save(update_fields=["gone"])
    return None


def _mark() -> str:
    return " ".join(map(str, newest_mark()))


def make_edition(day: date, of: datetime) -> Edition:
    """Write the files of a moment and store them as the edition of a day."""
    began = timezone.now()
    with TemporaryDirectory() as folder:
        with one_moment():
            whole = Whole(of)
            told = {"mark": _mark(), "gone": name_of(gone(began)), "hidden": whole.hidden}
            told["counts"] = write(whole, Path(folder))
        names = KEPT if of == end_of(day) else NAMES
        stored = {name: _stored(Path(folder) / name) for name in names}
    took = (timezone.now() - began).total_seconds()
    with transaction.atomic():
        told |= {"of": of, "made_at": began, "took": took}
        edition, _ = Edition.objects.update_or_create(day=day, defaults=told)
        edition.files.all().delete()
        EditionFile.objects.bulk_create(EditionFile(edition=edition, name=name, file=stored[name]) for name in names)
    return edition


def _stored(path: Path) -> StoredFile:
    """The file with these bytes, taken in if there is none yet."""
    digest = digest_of(path)
    if (known := StoredFile.objects.filter(sha256=digest).first()) is not None:
        return known
    with transaction.atomic():
        file = StoredFile.objects.create(sha256=digest, size=path.stat().st_size, stored_at=timezone.now())
        file.put(path)
    return file


def _tidy(now: datetime) -> None:
    """Files that no edition names any more."""
    StoredFile.objects.filter(names=None, stored_at__lt=now - _LEFT_ALONE).delete()
