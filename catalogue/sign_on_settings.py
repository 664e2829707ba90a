"""The provider of single sign-on, as the OIDC_… variables name it. Standard library only, as environment.py is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

WELL_KNOWN = "/.well-known/openid-configuration"
EMAIL = "email"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class RequiredClaim:
    """What a provider must say of a person: `value`, or a list with it, at the end of `path`."""

    path: tuple[str, ...]
    value: str


@dataclass(frozen=True)
class SignOn:
    """`account_claim`: what of the provider's words names an account here. `makes_accounts`: for whom there is none."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    required: RequiredClaim | None
    account_claim: str
    makes_accounts: bool


def read_issuer(text: str) -> str:
    """The issuer or the address of its configuration."""
    remedy = "write the provider's address, as in OIDC_ISSUER=https://login.example.ca/auth/realms/standard"
    try:
        parts = urlsplit(text)
        is_right = is_safe(text) and parts.port != 0 and not (parts.query or parts.fragment)
    except ValueError:
        is_right = False
    if not is_right:
        raise ValueError(remedy)
    return text.removesuffix(WELL_KNOWN)


def is_safe(address: str) -> bool:
    """Whether what is sent there cannot be read on the way: over HTTPS, or to this machine."""
    parts = urlsplit(address)
    is_hidden = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return is_hidden and bool(parts.hostname) and "@" not in parts.netloc


def read_claim(text: str) -> RequiredClaim:
    path, _, value = text.partition("=")
    parts = tuple(part.strip() for part in path.split("."))
    if not all(parts) or not value.strip():
        raise ValueError("write the name of a claim and its value, as in OIDC_REQUIRED_CLAIM=client_roles=staff")
    return RequiredClaim(parts, value.strip())


def read_claim_name(text: str) -> str:
    if not re.fullmatch(r"[\w.:/-]{1,100}", text, re.ASCII):
        raise ValueError("write the name of one claim, as in OIDC_ACCOUNT_CLAIM=idir_username")
    return text


def single_sign_on(given: Mapping[str, Any]) -> SignOn | None:
    """From what was set. Raises ValueError where it does not fit together."""
    ours = sorted(name for name in given if name.startswith("OIDC_"))
    if not ours:
        return None
    needed = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    if lacking := [name for name in needed if name not in given]:
        raise ValueError(f"{ours[0]} is set and {lacking[0]} is not: set both, or neither")
    if given.get("OIDC_NEW_ACCOUNTS") and "OIDC_REQUIRED_CLAIM" not in given:
        raise ValueError("OIDC_NEW_ACCOUNTS=1 needs OIDC_REQUIRED_CLAIM, or everybody at the provider gets an account")
    return SignOn(
        issuer=given["OIDC_ISSUER"],
        client_id=given["OIDC_CLIENT_ID"],
        client_secret=given["OIDC_CLIENT_SECRET"],
        name=given.get("OIDC_NAME", "single sign-on"),
        required=given.get("OIDC_REQUIRED_CLAIM"),
        account_claim=given.get("OIDC_ACCOUNT_CLAIM", EMAIL),
        makes_accounts=given.get("OIDC_NEW_ACCOUNTS", False),
    )
