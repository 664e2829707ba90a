"""What a provider signed of a person: whether it is from there, for us, of now, and of this very sign-in."""

from __future__ import annotations

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from catalogue.sign_on_settings import SignOn

from .provider import configuration, keys

# Of the kinds with two keys: with one key for both sides whoever can check could also sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
SECONDS_OFF = 60  # that clocks may differ


class NotSigned(Exception):
    """Why a token does not count, for the log."""


def claims_of(sign_on: SignOn, token: str, nonce: str) -> dict[str, Any]:
    """Raises NotSigned."""
    claims = _signed(sign_on, token)
    expected = jwt.JWTClaimsRegistry(
        leeway=SECONDS_OFF,
        iss={"essential": True, "value": configuration(sign_on)["issuer"]},
        aud={"essential": True, "value": sign_on.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        expected.validate(claims)
    except JoseError as problem:
        raise NotSigned(str(problem)) from None
    # A token for several is for us only if it says that we asked for it.
    party = claims.get("azp", sign_on.client_id)
    if party != sign_on.client_id or not isinstance(claims["sub"], str):
        raise NotSigned("it was made for another site")
    return claims


def _signed(sign_on: SignOn, token: str) -> dict[str, Any]:
    for anew in (False, True):  # the second time for a key that the provider has since an hour ago or less
        try:
            return dict(jwt.decode(token, KeySet.import_key_set(keys(sign_on, anew=anew)), ALGORITHMS).claims)
        except (JoseError, ValueError, TypeError, KeyError) as problem:
            reason = problem
    raise NotSigned(f"{type(reason).__name__}: it is not signed by the provider")
