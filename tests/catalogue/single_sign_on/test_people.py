"""Whose account a person of the provider is, and who is told that there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.models import SignOnIdentity
from catalogue.sign_on_settings import RequiredClaim, SignOn
from tests.catalogue.single_sign_on.browser import STAFF, come_back, who
from tests.catalogue.single_sign_on.provider import Provider


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"idir_username": "stranger"}, "no account for you here"),
        ({}, "no account for you here"),
        ({"idir_username": ["maria"]}, "no account for you here"),
        ({"idir_username": "gone"}, "no account for you here"),
        ({"sub": "x" * 300, **STAFF}, "a name that is too long"),
    ],
)
def test_who_has_no_account_is_told_so(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, says: dict[str, Any], words: str
) -> None:
    User.objects.create_user("gone", is_staff=True, is_active=False)
    provider.says = says
    answer = come_back(client, provider)
    assert (answer.status_code, who(client)) == (403, "")
    assert words in answer.content.decode()
    assert not SignOnIdentity.objects.exists()


def test_an_account_that_was_closed_stays_closed(
    maria: User, sign_on: SignOn, provider: Provider, client: Client
) -> None:
    provider.says = STAFF
    come_back(client, provider)
    User.objects.update(is_active=False)
    answer = come_back(Client(), provider)
    assert answer.status_code == 403
    assert "closed" in answer.content.decode()
    assert who(client) == ""


@pytest.mark.parametrize(
    ("says", "gets_in"),
    [
        ({"email": "Maria@example.ca", "email_verified": True}, True),
        ({"email": "maria@example.ca", "email_verified": False}, False),
        ({"email": "maria@example.ca", "email_verified": "true"}, False),
        ({"email": "maria@example.ca"}, False),
        ({"email": "", "email_verified": True}, False),
        ({"email": "two@example.ca", "email_verified": True}, False),
    ],
)
def test_an_address_counts_if_checked_and_of_one_account(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, settings, says: dict[str, Any], gets_in: bool
) -> None:
    for name in ("one", "two"):
        User.objects.create_user(name, "two@example.ca", is_staff=True)
    settings.SINGLE_SIGN_ON = replace(sign_on, account_claim="email")
    provider.says = says
    come_back(client, provider)
    assert who(client) == ("maria" if gets_in else "")


@pytest.mark.parametrize(
    ("path", "says", "tells", "gets_in"),
    [
        ("client_roles", {"client_roles": ["x", "staff"]}, {}, True),
        ("client_roles", {"client_roles": "staff"}, {}, True),
        ("client_roles", {"client_roles": ["staffing"]}, {}, False),
        ("client_roles", {"client_roles": "staffing"}, {}, False),
        ("client_roles", {}, {}, False),
        ("realm_access.roles", {"realm_access": {"roles": ["staff"]}}, {}, True),
        ("realm_access.roles", {"realm_access": ["staff"]}, {}, False),
        ("client_roles", {}, {"client_roles": ["staff"]}, True),
        ("client_roles", {}, {"client_roles": ["staff"], "sub": "somebody else"}, False),
        ("client_roles", {"client_roles": ["x"]}, {"client_roles": ["staff"]}, False),
    ],
)
def test_the_provider_has_to_say_that_somebody_works_here(
    maria: User,
    sign_on: SignOn,
    provider: Provider,
    client: Client,
    settings,
    path: str,
    says: dict[str, Any],
    tells: dict[str, Any],
    gets_in: bool,
) -> None:
    settings.SINGLE_SIGN_ON = replace(sign_on, required=RequiredClaim(tuple(path.split(".")), "staff"))
    provider.says, provider.tells = {**STAFF, **says}, tells
    answer = come_back(client, provider)
    assert who(client) == ("maria" if gets_in else "")
    assert gets_in or "does not say that you may work here" in answer.content.decode()


def test_a_new_account_may_do_nothing(sign_on: SignOn, provider: Provider, client: Client, settings, db: None) -> None:
    settings.SINGLE_SIGN_ON = replace(sign_on, makes_accounts=True)
    provider.says = {"idir_username": "jdoe", "given_name": "J", "family_name": "Doe", "email": "j@example.ca"}
    come_back(client, provider)
    account = User.objects.get()
    assert (account.username, account.get_full_name(), account.email) == ("jdoe", "J Doe", "j@example.ca")
    assert (account.is_staff, account.is_superuser, account.has_usable_password()) == (True, False, False)
    assert not account.get_all_permissions()
    assert who(client) == "jdoe"
    assert client.get("/admin/catalogue/microcredential/").status_code == 403


@pytest.mark.parametrize("name", ["gone", "two words", "x" * 200, " "])
def test_no_account_is_made_of_a_name_that_is_taken_or_none(
    sign_on: SignOn, provider: Provider, client: Client, settings, db: None, name: str
) -> None:
    User.objects.create_user("gone")
    settings.SINGLE_SIGN_ON = replace(sign_on, makes_accounts=True)
    provider.says = {"idir_username": name}
    assert come_back(client, provider).status_code == 403
    assert User.objects.count() == 1
