"""Codes of six digits that an app shows, a new one each half minute (TOTP, RFC 6238). Asks no database."""

from __future__ import annotations

import secrets
import time
from base64 import b32encode, urlsafe_b64encode

import segno
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils.crypto import constant_time_compare, salted_hmac

ISSUER = "BC microcredentials"  # what the app calls us
DIGITS = 6
SECONDS = 30
EITHER_WAY = 1  # half minutes that a clock may be off
_BYTES = 20  # as RFC 4226 recommends


def new_key() -> bytes:
    return secrets.token_bytes(_BYTES)


def half_minute() -> int:
    return int(time.time()) // SECONDS


def code_at(key: bytes, moment: int) -> str:
    # SHA-1 is what apps know; what was broken of it plays no part here.
    return HOTP(key, DIGITS, SHA1()).generate(moment).decode()


def moment_of(key: bytes, code: str, after: int) -> int | None:
    """The half minute that the code is of; None where it is wrong, too old, or not later than the last one taken."""
    now, found = half_minute(), None
    for moment in range(now - EITHER_WAY, now + EITHER_WAY + 1):
        if constant_time_compare(code_at(key, moment), code) and moment > after:
            found = moment
    return found


def address_for_app(key: bytes, name: str) -> str:
    return TOTP(key, DIGITS, SHA1(), SECONDS).get_provisioning_uri(name, ISSUER)


def square(key: bytes, name: str) -> str:
    """The address as a drawing that an app reads with its camera, for a page: SVG without a style of its own."""
    return segno.make(address_for_app(key, name), error="m").svg_inline(scale=5, border=4, light="#fff", dark="#000")


def in_letters(key: bytes) -> str:
    """The key for those who type it, in groups of four."""
    letters = b32encode(key).decode()
    return " ".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def seal(key: bytes) -> str:
    """The key as the database keeps it: whoever reads a copy of the database alone gets no codes from it."""
    return _sealer().encrypt(key).decode()


def unseal(text: str) -> bytes | None:
    """None where it was sealed with another SECRET_KEY."""
    try:
        return _sealer().decrypt(text)
    except InvalidToken:
        return None


def _sealer() -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac("second step", "key of an app", algorithm="sha256").digest()))
