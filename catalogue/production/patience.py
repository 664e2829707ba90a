"""A connection to PostgreSQL that notices within two seconds that the server says nothing any more.

A server that was stopped is noticed at once, by the closed connection. One that hangs, with its machine or its disk,
keeps connections open for good. A slow statement must not be taken for that, so what is asked is not the time it takes
but whether the server greets somebody who comes anew; that costs it nothing.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import psycopg

UNTIL_FIRST_LOOK, BETWEEN_LOOKS = 1.0, 5.0  # seconds that a statement takes
FOR_A_GREETING = 0.7
# After a server was silent the next statement does not wait that long to find out the same.
KNOWN_FOR, UNTIL_SECOND_LOOK = 3.0, 0.1
_MAY_WE_ENCRYPT = struct.pack("!ii", 8, 80877103)  # the server answers with one letter, whoever asks


class _Silence:
    """When a server was last found silent in this process."""

    since = float("-inf")


class PatientConnection(psycopg.Connection):
    def wait(self, gen: Generator, *args: Any, **named: Any) -> Any:
        return super().wait(_watched(gen, self.pgconn), *args, **named)


def _watched(gen: Generator, server: psycopg.pq.PGconn) -> Generator:
    """The same steps, until the server is silent."""
    began = time.monotonic()
    look = began + (UNTIL_SECOND_LOOK if began - _Silence.since < KNOWN_FOR else UNTIL_FIRST_LOOK)
    ready = None
    try:
        while True:
            ready = yield gen.send(ready)
            if not ready and time.monotonic() > look:
                if not greets(server.host.decode(), server.port.decode()):
                    _Silence.since = time.monotonic()
                    server.finish()
                    raise psycopg.OperationalError("the server says nothing any more")
                look = time.monotonic() + BETWEEN_LOOKS
    except StopIteration as end:
        return end.value


def greets(host: str, port: str) -> bool:
    """Whether a server is there and not frozen."""
    is_file = host.startswith("/")
    with suppress(OSError), socket.socket(socket.AF_UNIX if is_file else _family(host), socket.SOCK_STREAM) as caller:
        caller.settimeout(FOR_A_GREETING)
        caller.connect(f"{host}/.s.PGSQL.{port}" if is_file else (host, int(port)))
        caller.sendall(_MAY_WE_ENCRYPT)
        return bool(caller.recv(1))
    return False


def _family(host: str) -> int:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
