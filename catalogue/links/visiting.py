"""One visit to one web address: asks for its head, then for the page, follows a few redirects, reads no body.

Standard library only: a client library resolves names by itself, and the one thing that matters here is to connect to
the very address that was looked at.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from catalogue.deadline import ended_after

from .reach import OutOfReach, Resolve, is_public, public_address, resolve

MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
# It is there, and wants a sign-in, or no programs, or fewer of them.
_THERE_ALL_THE_SAME = {401, 403, 407, 429}
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Found:
    """How a visit ended: whether there is something at the address, and what was met, in words."""

    is_there: bool
    words: str


@dataclass(frozen=True)
class Visitor:
    """How visits are made. `manners` keeps others away from a host meanwhile: see rounds.py."""

    user_agent: str
    resolve: Resolve = resolve
    is_allowed: Callable[[str], bool] = is_public
    manners: Callable[[str], AbstractContextManager] = lambda host: nullcontext()
    patience: float = 15.0  # seconds for one request, all of it
    tls: ssl.SSLContext | None = None

    def visit(self, address: str) -> Found:
        try:
            return self._follow(address)
        except OutOfReach as problem:
            return Found(False, str(problem))
        except ssl.SSLError:
            return Found(False, "Its certificate is not right.")
        except TimeoutError:
            return Found(False, "It did not answer in time.")
        except (OSError, http.client.HTTPException, ValueError):
            # What a server sends need not be HTTP, and what it names as the next address need not be one.
            return Found(False, "It did not answer as a web server does.")

    def _follow(self, address: str) -> Found:
        moved = ""
        for _ in range(MOST_REDIRECTS + 1):
            status, following = self._ask(address)
            if status not in _REDIRECTS or not following:
                return _judged(status, moved)
            address = urljoin(address, following)
            moved = address
        return Found(False, f"It sends on more than {MOST_REDIRECTS} times.")

    def _ask(self, address: str) -> tuple[int, str]:
        """Status and next address. Some servers know no HEAD: what seems to be missing is asked for once more."""
        place = _place(address)
        port = place.port or _PORTS[place.scheme]
        at = public_address(place.hostname, port, resolve=self.resolve, is_allowed=self.is_allowed)
        answer = self._request("HEAD", place, at, port)
        return answer if answer[0] < 400 else self._request("GET", place, at, port)

    def _request(self, method: str, place: SplitResult, at: str, port: int) -> tuple[int, str]:
        target = (place.path or "/") + (f"?{place.query}" if place.query else "")
        connection = self._connection(place, at, port)
        with self.manners(place.hostname), ended_after(self.patience, connection):
            connection.request(method, target, headers={"User-Agent": self.user_agent, "Connection": "close"})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location", "")

    def _connection(self, place: SplitResult, at: str, port: int) -> http.client.HTTPConnection:
        if place.scheme == "http":
            connection = http.client.HTTPConnection(place.hostname, port, timeout=self.patience)
        else:
            context = self.tls or ssl.create_default_context()
            connection = http.client.HTTPSConnection(place.hostname, port, timeout=self.patience, context=context)
        # Both kinds make their socket with this. The name stays in the Host header and in the certificate.
        connection._create_connection = lambda name, *args: socket.create_connection((at, name[1]), *args)
        return connection


def _place(address: str) -> SplitResult:
    """An address in the letters that a request may have, its host name too."""
    place = urlsplit(address)
    if place.scheme not in _PORTS or not place.hostname or "@" in place.netloc:
        raise OutOfReach("It leads to something that is no web address.")
    name = place.hostname if place.hostname.isascii() else place.hostname.encode("idna").decode()
    host = f"[{name}]" if ":" in name else name
    netloc = host if place.port is None else f"{host}:{place.port}"
    return urlsplit(iri_to_uri(place._replace(netloc=netloc).geturl()))


def _judged(status: int, moved: str) -> Found:
    is_there = status < 400 or status in _THERE_ALL_THE_SAME
    words = f"{status} {http.client.responses.get(status, '')}".strip()
    return Found(is_there, f"{words}, after it sent on to {moved}"[:200] if moved else words)
