"""A provider of single sign-on on this machine, that can be told to lie, to be slow or to be gone."""

from __future__ import annotations

import json
import time
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64encode

CLIENT, SECRET = "catalogue", "s:cret&"


@dataclass
class Provider:
    """`says` and `tells` are put over what it would say in the token and at the address for more about a person."""

    says: dict[str, Any] = field(default_factory=dict)
    tells: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    signs_with: ECKey | None = None
    drips: bool = False
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        self._is_over = Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/realm"
        Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def close(self) -> None:
        self._is_over.set()
        self.server.shutdown()
        self.server.server_close()

    def sign_in(self, address: str) -> str:
        """What a person does there. Gives the address that the browser is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        self._codes["a-code"] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': 'a-code', 'state': asked['state']})}"

    def configuration(self) -> dict[str, Any]:
        names = {"authorization": "auth", "token": "token", "userinfo": "userinfo", "end_session": "logout"}
        places = {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in names.items()}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **places}

    def token(self, form: dict[str, str], headers: Any) -> dict[str, Any] | None:
        """None for what a provider refuses."""
        asked = self._codes.pop(form["code"], None)
        pair = b64decode(headers["Authorization"].removeprefix("Basic ")).decode()
        verifier = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode()
        is_right = asked and (pair, verifier) == (f"{CLIENT}:s%3Acret%26", asked["code_challenge"])
        if not is_right or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "sub": "1234@idir", "iat": now, "exp": now + 300}
        claims = {name: value for name, value in {**usual, "nonce": asked["nonce"], **self.says}.items() if value != ""}
        key = self.signs_with or self.key
        return {"access_token": "x", "id_token": jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)}

    def answer(self, path: str, body: str, headers: Any) -> dict[str, Any] | None:
        self.asked.append(path)
        if path.endswith("/openid-configuration"):
            return self.configuration()
        if path.endswith("/keys"):
            return {"keys": [self.key.as_dict(private=False)]}
        if path.endswith("/token"):
            return self.token({name: values[0] for name, values in parse_qs(body).items()}, headers)
        return {"sub": "1234@idir", **self.tells} if headers["Authorization"] == "Bearer x" else None

    def wait(self) -> bool:
        return self._is_over.wait(0.05)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        self.say()

    def do_POST(self) -> None:
        self.say()

    def say(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.provider.drips:
            self._drip()
            return
        answer = self.provider.answer(urlsplit(self.path).path, body, self.headers)
        self.send_response(400 if answer is None else self.provider.status)
        self.end_headers()
        self.wfile.write(json.dumps(answer or {"error": "invalid_grant"}).encode())

    def _drip(self) -> None:
        """A little now and then, so that no single read takes long."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while not self.provider.wait():
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def log_message(self, *args: Any) -> None:
        """Not into the output of the tests."""
