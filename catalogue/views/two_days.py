"""Two days of the stored editions, as an address names them, and what lies stored of them. How it is shown: others."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalogue.models import Edition
from catalogue.opendata import changes as feed
from catalogue.opendata.record import Data
from catalogue.opendata.whole import standing
from catalogue.opendata.whole.difference import Difference
from catalogue.opendata.whole.files import PACKAGE
from catalogue.search import current_snapshot

from .as_of import NoSuchDay, day_of

_HEADINGS = ("from", "to")


class Asked(NamedTuple):
    """The two days of an address, and what is wrong with it, by parameter."""

    texts: dict[str, str]
    days: tuple[date, ...]
    problems: dict[str, str]
    status: int  # 404 where every day was understood; while one is missing the page goes on asking
    editions: int  # of how many days there is one

    @property
    def query(self) -> str:
        return "&".join(f"{name}={day.isoformat()}" for name, day in zip(_HEADINGS, self.days, strict=True))


def asked_of(request: HttpRequest) -> Asked:
    """The days that an address names. Without any it is a question still to be asked, and nothing is wrong."""
    texts = {name: request.GET.get(name, "").strip() for name in _HEADINGS}
    problems = {name: _("“{name}” means nothing here.").format(name=name) for name in request.GET if name not in texts}
    found: list[date] = []
    refusals = {400} if problems else set()
    there_are = standing.closed_days()
    for name, text in texts.items() if any(texts.values()) else ():
        day, wrong = _day_of(text, there_are)
        if wrong:
            problems[name] = wrong
            refusals |= {404 if day else 400} if text else set()
        else:
            found.append(day)
    if len(found) == 2 and found[0] >= found[1]:
        problems["to"] = _("The second day must come after the first.")
        refusals.add(404)
    return Asked(texts, () if problems else tuple(found), problems, min(refusals, default=200), len(there_are))


def _day_of(text: str, there_are: list[date]) -> tuple[date | None, str]:
    """The day, if it is one, and what is wrong with it."""
    if not text:
        return None, _("Please give both days.")
    try:
        day = day_of(text)
    except NoSuchDay as refused:
        return None, str(refused)
    if day not in there_are:
        return day, _("There is no edition of {day}.").format(day=day.isoformat())
    return day, ""


def editions_of(asked: Asked) -> list[Edition] | None:
    """Those of both days; None while one may hold what visitors may not see any more."""
    snapshot = current_snapshot()
    found = [standing.closed(snapshot, day) for day in asked.days]
    return found if all(found) else None


def difference_of(editions: list[Edition], files: ExitStack) -> Difference:
    return Difference(*(_package(edition, files) for edition in editions))


def _package(edition: Edition, files: ExitStack) -> IO[bytes]:
    """The data package of an edition, as a file that one can go about in."""
    file = files.enter_context(TemporaryFile())  # noqa: SIM115
    for piece in standing.held(edition, PACKAGE).file.pieces():
        file.write(piece)
    return file


def withdrawn_between(asked: Asked) -> list[Data]:
    """What was taken out after the first day and until the end of the last: slug, day and reason."""
    first, last = asked.days
    return [gone for gone in feed.tombstones(first + timedelta(days=1)) if gone["withdrawn_on"] <= last.isoformat()]
