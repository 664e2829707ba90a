"""`?as_of=2026-11-27` at an address of an entry: how it stood when that day of Pacific Time ended."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.dossier import Dossier, read_dossier
from catalogue.models import Microcredential
from catalogue.opendata.past import read_past
from catalogue.opendata.whole.standing import end_of
from catalogue.search import Snapshot

PARAMETER = "as_of"


class NoSuchDay(ValueError):
    """What is wrong with the day that was asked for, in words."""

    status = 400


class NotYet(NoSuchDay):
    """It is a day, but one to come, of which there is nothing."""

    status = 404


def day_asked(request: HttpRequest) -> date | None:
    """The day, None where none is asked for. Raises NoSuchDay where what is asked for is no day, or not yet."""
    text = request.GET.get(PARAMETER, "")
    if not text:
        return None
    day = day_of(text)
    if day > timezone.localdate():
        raise NotYet(_("{day} has not come yet.").format(day=text))
    return day


def day_of(text: str) -> date:
    """Raises NoSuchDay where a text is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay(_("“{text}” is no day. Write it as 2026-11-27.").format(text=text)) from None


def one_way_to_ask(request: HttpRequest, snapshot: Snapshot) -> str | None:
    """For `kept`: the day is all that makes another page of the same address."""
    try:
        day = day_asked(request)
    except NoSuchDay:
        return None
    return asking_for(day).removeprefix("?")


def asking_for(day: date | None) -> str:
    """The end of an address that asks for a day."""
    return f"?{PARAMETER}={day.isoformat()}" if day else ""


def dossier_of(entry: Microcredential, day: date | None) -> Dossier | None:
    """What is known of a public entry, or was when a day ended; None where visitors could not see it then."""
    return read_past(entry, end_of(day)) if day else read_dossier(entry)
