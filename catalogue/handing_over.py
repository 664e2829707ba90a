"""A worker that is replaced goes on answering until its successors can: for a reload under load.

gunicorn starts new workers and at once tells the old ones to end, while the new ones still load the code and make the
search index. Which workers were started, and which are ready, is known to all by memory that they inherit.
"""

from __future__ import annotations

import mmap
import struct
import time
from contextlib import suppress
from socket import socket
from threading import Thread
from types import FrameType

from gunicorn.http.message import Request
from gunicorn.util import write_nonblock
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import ThreadWorker

from catalogue.environment import read_environment
from catalogue.unreadable import is_unreadable, refusal_of

LONGEST = 25.0  # seconds; gunicorn itself waits 30 for a worker that was told to end
BETWEEN_LOOKS = 0.05
_ROWS = 256
IS_HTTPS = read_environment().https

_NEWEST = struct.Struct("=I")
_memory = mmap.mmap(-1, _NEWEST.size + _ROWS)


def note_start(worker: Worker) -> None:
    """By the process that starts workers, before each."""
    _memory[_NEWEST.size + worker.age % _ROWS] = 0
    _NEWEST.pack_into(_memory, 0, worker.age)


def note_ready(worker: Worker) -> None:
    _memory[_NEWEST.size + worker.age % _ROWS] = 1


def successors_ready(age: int) -> bool:
    """Whether every worker that was started after this one answers; so it is when there is none."""
    newest = _NEWEST.unpack_from(_memory)[0]
    return all(_memory[_NEWEST.size + each % _ROWS] for each in range(age + 1, newest + 1))


class HandingOver(ThreadWorker):
    _is_told = False

    def handle_error(self, req: Request | None, client: socket, addr: tuple, exc: Exception) -> None:
        """Beside the handing over, because gunicorn asks its worker what to say to bytes that are no request."""
        if not is_unreadable(exc):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("No request could be read: %s", type(exc).__name__)
        with suppress(OSError):  # whoever sends such things may be gone
            write_nonblock(client, refusal_of(exc, IS_HTTPS))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self._is_told:
            self._is_told = True
            Thread(target=self._end_in_time, args=[sig], daemon=True).start()

    def _end_in_time(self, sig: int) -> None:
        deadline = time.monotonic() + LONGEST
        while not successors_ready(self.age) and time.monotonic() < deadline:
            time.sleep(BETWEEN_LOOKS)
        super().handle_exit(sig, None)
