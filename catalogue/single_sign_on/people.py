"""Which account a person of the provider is. Whoever has none gets one only where that is set, and then in no group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalogue.models import SignOnIdentity
from catalogue.sign_in_log import keep
from catalogue.sign_on_settings import EMAIL, RequiredClaim, SignOn

_LONGEST_SUBJECT = SignOnIdentity._meta.get_field("subject").max_length


class NotLetIn(Exception):
    """Why a person whom the provider knows does not get in, in words for them."""


def has_claim(claims: Mapping[str, Any], required: RequiredClaim | None) -> bool:
    if required is None:
        return True
    found: Any = claims
    for part in required.path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return required.value in found if isinstance(found, list) else found == required.value


def account_of(sign_on: SignOn, claims: Mapping[str, Any]) -> User:
    """Raises NotLetIn."""
    if not has_claim(claims, sign_on.required):
        raise NotLetIn(f"{sign_on.name} does not say that you may work here. Ask whoever looks after access there.")
    if len(claims["sub"]) > _LONGEST_SUBJECT:
        raise NotLetIn(f"{sign_on.name} sent a name that is too long.")
    known = SignOnIdentity.objects.filter(issuer=claims["iss"], subject=claims["sub"]).select_related("account").first()
    account = known.account if known else _link(sign_on, claims)
    if not (account.is_active and account.is_staff):
        raise NotLetIn("Your account here is closed. A manager can tell you why.")
    return account


def _link(sign_on: SignOn, claims: Mapping[str, Any]) -> User:
    """From then on the person is known by the provider's own name for them, whatever else changes."""
    try:
        with transaction.atomic():
            account = _existing(sign_on, claims) or _made(sign_on, claims)
            SignOnIdentity.objects.create(account=account, issuer=claims["iss"], subject=claims["sub"])
            keep(account, f"Linked with a person of {sign_on.name}", account)
    except IntegrityError:  # two windows at once: the other one has done it
        raise NotLetIn("That did not work. Please try again.") from None
    return account


def _existing(sign_on: SignOn, claims: Mapping[str, Any]) -> User | None:
    """An address counts only where the provider has checked it, and where one account alone has it."""
    name = claims.get(sign_on.account_claim)
    if not isinstance(name, str) or not name.strip():
        return None
    if sign_on.account_claim != EMAIL:
        found = User.objects.filter(username__iexact=name.strip())
    elif claims.get("email_verified") is True:
        found = User.objects.filter(email__iexact=name.strip())
    else:
        return None
    accounts = found.filter(is_active=True, is_staff=True)[:2]
    return accounts[0] if len(accounts) == 1 else None


def _made(sign_on: SignOn, claims: Mapping[str, Any]) -> User:
    name = claims.get(sign_on.account_claim)
    if not sign_on.makes_accounts or not isinstance(name, str):
        raise NotLetIn(f"{sign_on.name} knows you, but there is no account for you here. Ask a manager for one.")
    texts = {field: str(claims.get(claim) or "") for field, claim in _TEXTS.items()}
    account = User(username=name.strip(), is_staff=True, **texts)
    account.set_unusable_password()
    try:
        account.full_clean()
    except ValidationError:  # a name that is taken, or none that an account can have
        raise NotLetIn("An account for you cannot be made here by itself. Ask a manager for one.") from None
    account.save()
    keep(account, f"Account made for a person of {sign_on.name}", account)
    return account


_TEXTS = {"first_name": "given_name", "last_name": "family_name", "email": EMAIL}
