"""Talks to the provider of single sign-on, so that its trouble is never the site's: within seconds, and one at a time.

Standard library only. What it answers is kept for an hour; after a failure nobody asks again for a while.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from base64 import b64encode
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from catalogue.deadline import ended_after
from catalogue.sign_on_settings import WELL_KNOWN, SignOn, is_safe
from catalogue.signing_in import Refused, Turns

SIGN_ON_TOKEN = "single_sign_on_token"  # in a session: what ends it with the provider too
PATIENCE = 5.0  # seconds for one request, all of it
_KEPT_FOR = 60 * 60.0
_PAUSE = 15.0  # seconds after a failure
_LARGEST = 512 * 1024  # bytes of an answer

_turns = Turns()
_lock = Lock()
_kept: dict[str, tuple[float, dict[str, Any]]] = {}
_failed: dict[str, float] = {}


class Unavailable(Exception):
    """The provider does not answer, or not as one does. In words, for the log: they hold nothing secret."""


class NoToken(Exception):
    """The provider is there and does not take what the browser brought from it."""


def forget() -> None:
    """As a process that has just begun."""
    with _lock:
        _kept.clear()
        _failed.clear()


def configuration(sign_on: SignOn) -> dict[str, Any]:
    found = _get(sign_on.issuer.rstrip("/") + WELL_KNOWN)
    if str(found.get("issuer", "")).rstrip("/") != sign_on.issuer.rstrip("/"):
        raise Unavailable("its configuration is that of another issuer")
    return found


def endpoint(sign_on: SignOn, name: str) -> str:
    """An address of the provider; empty where it has none of the kind."""
    address = str(configuration(sign_on).get(name, ""))
    if address and not is_safe(address):
        raise Unavailable(f"its {name} is not over HTTPS")
    return address


def needed(sign_on: SignOn, name: str) -> str:
    address = endpoint(sign_on, name)
    if not address:
        raise Unavailable(f"its configuration has no {name}")
    return address


def keys(sign_on: SignOn, *, anew: bool = False) -> dict[str, Any]:
    """What it signs with. `anew`: it may have a new one; asked for at most once a minute."""
    return _get(needed(sign_on, "jwks_uri"), older_than=60.0 if anew else _KEPT_FOR)


def tokens(sign_on: SignOn, code: str, verifier: str, back: str) -> dict[str, Any]:
    """What it gives for the code that the browser brought."""
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": back}
    pair = f"{quote(sign_on.client_id, safe='')}:{quote(sign_on.client_secret, safe='')}"
    headers = {
        "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return _asked(needed(sign_on, "token_endpoint"), headers, urlencode(form))


def user_information(sign_on: SignOn, access_token: str) -> dict[str, Any]:
    address = endpoint(sign_on, "userinfo_endpoint")
    return _asked(address, {"Authorization": f"Bearer {access_token}"}) if address and access_token else {}


def sign_out_address(sign_on: SignOn, id_token: str) -> str:
    """Where a browser ends its session with the provider; empty where that is not known now."""
    try:
        address = endpoint(sign_on, "end_session_endpoint")
    except (Unavailable, Refused):
        return ""
    back = {"id_token_hint": id_token, "post_logout_redirect_uri": f"{settings.SITE_ORIGIN}/admin/login/"}
    return f"{address}?{urlencode(back)}" if address else ""


def _get(address: str, older_than: float = _KEPT_FOR) -> dict[str, Any]:
    with _lock:
        at, answer = _kept.get(address, (0.0, {}))
    if answer and time.monotonic() - at < older_than:
        return answer
    fresh = _asked(address, {})
    with _lock:
        _kept[address] = (time.monotonic(), fresh)
    return fresh


def _asked(address: str, headers: Mapping[str, str], body: str | None = None) -> dict[str, Any]:
    host = urlsplit(address).netloc
    with _turns.take():
        if time.monotonic() < _failed.get(host, 0.0):
            raise Unavailable("it did not answer a moment ago")
        try:
            return _request(address, headers, body)
        except (OSError, http.client.HTTPException, ValueError) as problem:
            _failed[host] = time.monotonic() + _PAUSE
            raise Unavailable(f"{type(problem).__name__} at {host}") from None


def _request(address: str, headers: Mapping[str, str], body: str | None) -> dict[str, Any]:
    parts = urlsplit(address)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        tls = ssl.create_default_context()
        connection = http.client.HTTPSConnection(parts.netloc, timeout=PATIENCE, context=tls)
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    with ended_after(PATIENCE, connection):
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        method = "GET" if body is None else "POST"
        connection.request(
            method, target or "/", body, {"Accept": "application/json", "Connection": "close", **headers}
        )
        answer = connection.getresponse()
        content = answer.read(_LARGEST + 1)
    if 400 <= answer.status < 500 and (body is not None or "Authorization" in headers):
        raise NoToken(f"the provider answered {answer.status}")
    read = json.loads(content) if answer.status == 200 and len(content) <= _LARGEST else None
    if not isinstance(read, dict):
        raise ValueError
    return read
