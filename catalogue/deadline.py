"""A limit to how long a request to another server may take, all of it. Standard library only."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer


@contextmanager
def ended_after(seconds: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """A server that sends a little now and then would never time out: after so long its connection is cut."""
    is_too_late = Event()
    clock = Timer(seconds, lambda: _cut(connection, is_too_late))
    clock.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if is_too_late.is_set():
            raise TimeoutError from None
        raise
    finally:
        clock.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection, is_too_late: Event) -> None:
    is_too_late.set()
    # It may be over already, or still be agreeing on a key, which has a limit of its own.
    with suppress(OSError):
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)
