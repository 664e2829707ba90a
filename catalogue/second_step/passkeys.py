"""Passkeys (WebAuthn), checked by the library fido2: what a browser is asked for, and whether its answer is right."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
)

# How the library says that an answer is none: what is not even one fails somewhere inside of it.
_WRONG = (ValueError, TypeError, LookupError, AttributeError, AssertionError)


@dataclass(frozen=True)
class Made:
    """A new passkey as the database keeps it. `count`: how often it has signed, as it says itself."""

    key: str
    digest: str
    count: int


def are_possible() -> bool:
    """Browsers make passkeys for a host with a name, over HTTPS or on this machine."""
    parts = urlsplit(settings.SITE_ORIGIN)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")
    return False


def ask_for_new(account: AbstractBaseUser, keys: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """What a browser needs to make a passkey, as JSON, and what is to be remembered until its answer."""
    name = account.get_username()
    # The number that authenticators know the account by: it says nothing of the name, and stays when that changes.
    number = salted_hmac("passkey account", str(account.pk), algorithm="sha256").digest()
    person = PublicKeyCredentialUserEntity(id=number, name=name, display_name=name)
    options, state = _server().register_begin(person, _credentials(keys), user_verification="preferred")
    return json.dumps(dict(options)["publicKey"]), state


def made(answer: str, state: dict[str, Any] | None) -> Made | None:
    """None where the answer is not right: by far most often because the page was open for too long."""
    try:
        data = _server().register_complete(state, json.loads(answer))
        credential = data.credential_data
        key = b64encode(credential).decode()
        return Made(key, hashlib.sha256(credential.credential_id).hexdigest(), data.counter)
    except _WRONG:
        return None


def ask_for(keys: Iterable[str]) -> tuple[str, dict[str, Any]]:
    options, state = _server().authenticate_begin(_credentials(keys), user_verification="preferred")
    return json.dumps(dict(options)["publicKey"]), state


def signed(answer: str, state: dict[str, Any] | None, keys: Iterable[str]) -> tuple[str, int] | None:
    """The digest of the passkey that signed, and how often it has; None where the answer is not right."""
    try:
        given = AuthenticationResponse.from_dict(json.loads(answer))
        credential = _server().authenticate_complete(state, _credentials(keys), given)
    except _WRONG:
        return None
    return hashlib.sha256(credential.credential_id).hexdigest(), given.response.authenticator_data.counter


def _credentials(keys: Iterable[str]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(b64decode(key)) for key in keys]


def _server() -> Fido2Server:
    """Only pages at the site's own address count, whatever name the request came in by."""
    host = urlsplit(settings.SITE_ORIGIN).hostname
    site = PublicKeyCredentialRpEntity(id=host, name="BC microcredentials")
    return Fido2Server(site, verify_origin=lambda origin: origin == settings.SITE_ORIGIN)
