"""Counts searches that found nothing, in memory first, then in the database. Which ones those are its caller says.

What is noted is a text and a day: no address, no cookie, no browser. Only words that find nothing even without filters
are meant: where a filter is the reason, no synonym would help. What looks like something that was pasted or
that tells who somebody is (an e-mail address, a telephone number, a postal code) is not noted at all.

A process that ends loses what it has not written yet. Visitors cannot fill the memory or the database: so many
different texts are kept between two writings, and so many a day.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from threading import Lock
from typing import NamedTuple

from django.db import Error, connection
from django.utils import timezone

from catalogue.models import FruitlessSearch
from catalogue.models.synonym import LONGEST_ASKED, as_typed
from institutions.moment import in_a_moment

MOST_IN_MEMORY = 500
MOST_A_DAY = 1000
KEPT_FOR = timedelta(days=365)

_MOST_DIGITS = 5  # a year has four; a student number or a telephone number more
_PASTED = re.compile(r"@|://|\bwww\.|\b[a-z]\d[a-z][\s-]*\d[a-z]\d\b", re.IGNORECASE)


class Noted(NamedTuple):
    text: str
    day: date


class Notes:
    """What one process has counted and not written yet. Any thread may note, any may write."""

    def __init__(self) -> None:
        self._counts: Counter[Noted] = Counter()
        self._lock = Lock()
        self._tidied: date | None = None

    def note(self, text: str) -> None:
        plain = worth_noting(text)
        if plain:
            self._add({Noted(plain, timezone.localdate()): 1})

    def flush(self) -> bool:
        """Write what was counted. False when the database was busy or away: then it waits for the next time."""
        today = timezone.localdate()
        taken = self._take()
        if not taken and self._tidied == today:
            return True
        try:
            with in_a_moment():
                FruitlessSearch.objects.filter(day__lt=today - KEPT_FOR).delete()
                _store(taken)
        except Error:
            self._add(taken)
            return False
        self._tidied = today
        return True

    def _take(self) -> Counter[Noted]:
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def _add(self, counts: Mapping[Noted, int]) -> None:
        with self._lock:
            for noted, count in counts.items():
                if noted in self._counts or len(self._counts) < MOST_IN_MEMORY:
                    self._counts[noted] += count


_of_this_process = Notes()
note = _of_this_process.note
flush = _of_this_process.flush


def worth_noting(text: str) -> str:
    """The words as a synonym would have them; empty for what is not kept."""
    seen = unicodedata.normalize("NFKC", text)
    plain = as_typed(text)
    is_pasted = _PASTED.search(seen) or sum(letter.isdigit() for letter in plain) > _MOST_DIGITS
    return "" if is_pasted or len(plain) > LONGEST_ASKED else plain


def _store(counts: Counter[Noted]) -> None:
    """Add the counts to those of other processes, the most frequent first where the day is nearly full."""
    kept: dict[Noted, int] = {}
    for day in {noted.day for noted in counts}:
        of_day = {noted: count for noted, count in counts.most_common() if noted.day == day}
        stored = FruitlessSearch.objects.filter(day=day)
        known = set(stored.filter(text__in=[noted.text for noted in of_day]).values_list("text", flat=True))
        room = max(0, MOST_A_DAY - stored.count())
        new = [noted for noted in of_day if noted.text not in known][:room]
        kept |= {noted: count for noted, count in of_day.items() if noted.text in known or noted in new}
    # In one order for all processes, else two of them could wait for each other.
    rows = [(text, connection.ops.adapt_datefield_value(day), kept[text, day]) for text, day in sorted(kept)]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


# The ORM has no words for adding to what stands there already.
_ADD = """
    INSERT INTO catalogue_fruitlesssearch (text, day, count) VALUES (%s, %s, %s)
    ON CONFLICT (text, day) DO UPDATE SET count = catalogue_fruitlesssearch.count + excluded.count
"""
