"""Passkeys: made and signed with, and every answer that is not the right one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.contrib.auth.models import User
from fido2.webauthn import AuthenticatorData

from catalogue.models import SecondStep
from catalogue.second_step import passkeys, showing
from tests.catalogue.second_step.authenticator import Authenticator
from tests.factories import make_account

HOST = "staff.example.ca"
ORIGIN = f"https://{HOST}"


@pytest.fixture(autouse=True)
def at_a_name(settings) -> None:
    settings.SITE_ORIGIN = ORIGIN


@pytest.fixture
def maria(db: None) -> User:
    return make_account("maria")


@pytest.fixture
def key() -> Authenticator:
    return Authenticator(ORIGIN, HOST)


def add(account: User, key: Authenticator, name: str = "Key") -> bool:
    options, state = passkeys.ask_for_new(account, showing.passkeys_of(account))
    return showing.add_passkey(account, key.create(options), state, name)


def show(account: User, key: Authenticator) -> bool:
    options, state = passkeys.ask_for(showing.passkeys_of(account))
    return showing.is_passkey_right(account, key.sign(options), state)


def test_a_passkey_is_made_and_shown(maria: User, key: Authenticator) -> None:
    assert add(maria, key)
    assert show(maria, key)
    assert show(maria, key)
    assert SecondStep.objects.get().used_at


def test_the_same_one_is_not_added_twice_to_any_account(maria: User, key: Authenticator) -> None:
    assert add(maria, key)
    assert not add(maria, key)
    assert not add(make_account("jonas"), key)


def test_that_of_another_account_is_none(maria: User, key: Authenticator) -> None:
    jonas = make_account("jonas")
    add(jonas, key)
    add(maria, replace(key, number=b"another"))
    assert not show(maria, key)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://staff.example.com"},
        {"origin": "http://staff.example.ca"},
        {"origin": "https://evil.staff.example.ca"},
        {"host": "example.ca"},
        {"key": generate_private_key(SECP256R1())},
        {"flags": AuthenticatorData.FLAG(0)},
    ],
    ids=["origin", "in the clear", "below", "host", "key", "nobody there"],
)
def test_what_a_thief_or_another_site_brings_is_refused(maria: User, key: Authenticator, change: dict) -> None:
    add(maria, key)
    assert not show(maria, replace(key, **change))
    if "key" not in change:
        assert not add(maria, replace(key, number=b"another", **change))


def test_an_answer_to_an_earlier_question_is_refused(maria: User, key: Authenticator) -> None:
    add(maria, key)
    earlier, _ = passkeys.ask_for(showing.passkeys_of(maria))
    _, state = passkeys.ask_for(showing.passkeys_of(maria))
    assert not showing.is_passkey_right(maria, key.sign(earlier), state)
    assert not showing.is_passkey_right(maria, key.sign(earlier), None)


def test_a_count_that_does_not_grow_tells_of_a_copy(maria: User, key: Authenticator) -> None:
    key.count = 3
    add(maria, key)
    assert not show(maria, key)
    key.count = 4
    assert show(maria, key)
    key.count = 0
    assert not show(maria, key)


@pytest.mark.parametrize(
    ("origin", "possible"),
    [
        ("https://staff.example.ca", True),
        ("http://localhost:8000", True),
        ("http://staff.example.ca", False),
        ("http://127.0.0.1:8000", False),
        ("https://[2001:db8::1]", False),
    ],
)
def test_they_are_offered_where_browsers_make_them(settings, origin: str, possible: bool) -> None:
    settings.SITE_ORIGIN = origin
    assert passkeys.are_possible() is possible


def test_an_account_has_one_number_there_and_each_question_is_new(maria: User) -> None:
    first, second = (json.loads(passkeys.ask_for_new(maria, [])[0]) for _ in range(2))
    other = json.loads(passkeys.ask_for_new(make_account("jonas"), [])[0])
    assert first["user"]["id"] == second["user"]["id"] != other["user"]["id"]
    assert first["challenge"] != second["challenge"]
