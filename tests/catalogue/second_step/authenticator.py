"""An authenticator in Python: what a security key and a browser do together, and what a thief would try."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData


@dataclass
class Authenticator:
    """`count`: what it says how often it signed; many always say nought."""

    origin: str
    host: str
    number: bytes = b"a passkey"
    count: int = 0
    flags: AuthenticatorData.FLAG = AuthenticatorData.FLAG.UP
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def create(self, options: str) -> str:
        """The answer to what a page asks for, as JSON, as static/js/passkey.js sends it."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.number, public)
        told = self._told(self.flags | AuthenticatorData.FLAG.AT, credential)
        attested = AttestationObject.create("none", told, {})
        return self._answer(options, "webauthn.create", attestationObject=attested)[0]

    def sign(self, options: str) -> str:
        told = self._told(self.flags)
        answer, client = self._answer(options, "webauthn.get", authenticatorData=told)
        given = json.loads(answer)
        signature = self.key.sign(told + sha256(client).digest(), ECDSA(SHA256()))
        given["response"]["signature"] = websafe_encode(signature)
        return json.dumps(given)

    def _told(self, flags: AuthenticatorData.FLAG, credential: bytes = b"") -> AuthenticatorData:
        return AuthenticatorData.create(sha256(self.host.encode()).digest(), flags, self.count, credential)

    def _answer(self, options: str, kind: str, **parts: bytes) -> tuple[str, bytes]:
        asked = json.loads(options)["challenge"]
        client = json.dumps({"type": kind, "challenge": asked, "origin": self.origin}).encode()
        number = websafe_encode(self.number)
        response: dict[str, Any] = {name: websafe_encode(part) for name, part in parts.items()}
        response["clientDataJSON"] = websafe_encode(client)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response}), client
