"""Files of whole lists keep a process busy for seconds: it makes few of them at once and rests in between.

So pages never wait long, and threads are left for them. Whoever comes when all turns are taken is asked to come again.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterable, Iterator
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue.faults import come_again

from .kept import View

Row = TypeVar("Row")

TOO_MANY_REQUESTS = 429  # nothing is wrong with the site: a limit of its own is reached
MOST_AT_ONCE = 2  # in each process, which has four threads unless WEB_THREADS says otherwise
_WORK = 0.002  # seconds of the processor between two rests, shorter than a page takes

_LONGEST_REST = 4  # times the work: whoever reads slowly takes time that is nobody's

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)
_under_way: set[object] = set()  # one for each file whose rows are being gone through


class _Pieces:
    """What is sent of a file. Its turn is over when all is made, or when the answer is closed or forgotten before."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.close = weakref.finalize(self, _turns.release)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces


def in_turn(view: View) -> View:
    """A view that makes a file of many entries, whole or in pieces, or reads one."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not _turns.acquire(blocking=False):
            return _come_again()
        keeps_its_turn = False
        try:
            response = view(request, *args, **kwargs)
            if response.streaming:
                response.streaming_content = _Pieces(response.streaming_content)
                keeps_its_turn = True
            return response
        finally:
            if not keeps_its_turn:
                _turns.release()

    return answer


def _come_again() -> HttpResponse:
    remedy = _("Several large files are being made at this moment. Please try again in a few seconds.")
    return come_again(_("This has to wait its turn"), remedy, status=TOO_MANY_REQUESTS)


def gently(rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows. After a little work on them this thread rests for as long as that took, or longer.

    However many files are made, all together work for half of the time; for less while others want the processor,
    since the same work takes longer then.
    """
    this = object()
    _under_way.add(this)
    try:
        worked, began = time.thread_time(), time.monotonic()
        for row in rows:
            yield row
            if (work := time.thread_time() - worked) > _WORK:
                took = min(time.monotonic() - began, _LONGEST_REST * work)
                time.sleep(took * (2 * len(_under_way) - 1))
                worked, began = time.thread_time(), time.monotonic()
    finally:
        _under_way.discard(this)
