"""The last days to apply of a list, as a calendar (RFC 5545): all-day events, for the entries that state one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from catalogue.models import Microcredential
from catalogue.search import Search

from .addresses import page_of
from .feed import name_for_good
from .moments import moments

LONGEST = 75  # bytes of a line, after which it goes on in the next
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar(search: Search, title: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//BC Microcredential Catalogue//EN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_text(title)}", *_events(search), "END:VCALENDAR"]
    return b"".join(map(_folded, lines))


def _events(search: Search) -> Iterator[str]:
    known, found = moments(search.snapshot), set(search.all_pks())
    dated = Microcredential.objects.public().results().filter(application_deadline__isnull=False)
    for entry in dated.order_by("application_deadline", "title", "pk"):
        if entry.pk in found and entry.pk in known:
            yield from _event(entry, known[entry.pk].changed)


def _event(entry: Microcredential, changed: datetime) -> Iterator[str]:
    day = entry.application_deadline
    stamp = changed.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(name_for_good(entry.key))}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'Last day to apply: {entry.title}')}"
    yield f"DESCRIPTION:{_text(entry.summary)}"
    yield f"URL:{page_of(entry.slug)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    shown = "".join(sign for sign in value if sign == "\n" or sign.isprintable())
    return shown.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """The line in pieces that are short enough, none cut within a letter; each but the first begins with a space."""
    pieces, piece = [], b""
    for letter in line:
        coded = letter.encode()
        if len(piece) + len(coded) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += coded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
