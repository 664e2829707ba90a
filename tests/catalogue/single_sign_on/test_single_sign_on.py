"""Signing in through a provider, from the link to the page that was wanted, and all that may go wrong on the way."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from joserfc.jwk import ECKey

from catalogue.models import SignOnIdentity
from catalogue.sign_on_settings import RequiredClaim, SignOn
from catalogue.signing_in import KNOWN_BROWSER
from catalogue.single_sign_on import provider as client_side
from tests.catalogue.single_sign_on.provider import Provider
from tests.factories import make_account

START = "/admin/single-sign-on/"
STAFF = {"idir_username": "MARIA"}


@pytest.fixture
def maria(db: None) -> User:
    account = make_account("maria")
    account.email = "maria@example.ca"
    account.save()
    return account


def come_back(client: Client, provider: Provider, wanted: str = "/admin/reports/") -> HttpResponse:
    there = client.get(START, {"next": wanted})
    assert there.status_code == 302, there.content.decode()
    return client.get(provider.sign_in(there.headers["Location"]))


def who(client: Client) -> str:
    page = client.get("/admin/")
    return page.context["user"].get_username() if page.status_code == 200 else ""


def test_a_person_of_the_provider_is_signed_in_as_their_account(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "catalogue.sign_in_log")
    provider.says = STAFF
    answer = come_back(client, provider)
    assert answer.headers["Location"] == "/admin/reports/"
    assert who(client) == "maria"
    assert KNOWN_BROWSER in answer.cookies
    assert caplog.messages[-1] == "maria: signed in through single sign-on"
    assert SignOnIdentity.objects.get().subject == "1234@idir"
    provider.says = {"idir_username": "a-name-that-changed"}
    again = Client()
    come_back(again, provider)
    assert who(again) == "maria"  # known by what the provider never changes


def test_the_page_to_sign_in_leads_there_and_back(sign_on: SignOn, db: None, client: Client, settings) -> None:
    page = client.get("/admin/login/", {"next": "/admin/reports/"}).content.decode()
    assert f'href="{START}?next=/admin/reports/"' in page
    assert 'name="password"' in page
    settings.PASSWORD_SIGN_IN = False
    assert 'name="password"' not in client.get("/admin/login/").content.decode()


def test_passwords_may_be_off(maria: User, sign_on: SignOn, provider: Provider, settings) -> None:
    settings.PASSWORD_SIGN_IN = False
    client = Client()
    given = {"username": "maria", "password": "seven green herons"}
    assert client.post("/admin/login/", given).status_code == 403
    provider.says = STAFF
    come_back(client, provider)
    assert "Change password" not in client.get("/admin/").content.decode()
    assert client.post("/admin/password_change/", {"old_password": "x"}).status_code == 403


WRONG = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": ""},
    "for another site": {"aud": "another"},
    "for several, asked by another": {"aud": ["catalogue", "another"], "azp": "another"},
    "of another provider": {"iss": "https://elsewhere.example"},
    "expired": {"exp": 1_700_000_000},
    "without an end": {"exp": ""},
    "of the future": {"iat": 4_000_000_000},
    "of nobody": {"sub": ""},
}


@pytest.mark.parametrize("says", WRONG.values(), ids=WRONG)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, says: dict[str, Any]
) -> None:
    provider.says = {**STAFF, **says}
    answer = come_back(client, provider)
    assert (answer.status_code, who(client)) == (403, "")
    assert "Please begin again" in answer.content.decode()


def test_a_token_that_somebody_else_signed_is_refused(
    maria: User, sign_on: SignOn, provider: Provider, client: Client
) -> None:
    provider.says, provider.signs_with = STAFF, ECKey.generate_key("P-256", {"kid": "one"})
    assert (come_back(client, provider).status_code, who(client)) == (403, "")


def test_a_new_key_of_the_provider_is_fetched(
    maria: User, sign_on: SignOn, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.says = STAFF
    come_back(Client(), provider)
    provider.key = ECKey.generate_key("P-256", {"kid": "two"})
    later = time.monotonic() + 61
    monkeypatch.setattr(client_side.time, "monotonic", lambda: later)
    client = Client()
    come_back(client, provider)
    assert who(client) == "maria"


@pytest.mark.parametrize("change", ["state", "no state", "cookie", "no cookie", "other browser", "code", "cancelled"])
def test_a_way_back_that_is_not_ours_is_refused(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, change: str
) -> None:
    provider.says = STAFF
    address = provider.sign_in(client.get(START).headers["Location"])
    state = parse_qs(urlsplit(address).query)["state"][0]
    if change == "cookie":
        client.cookies["single_sign_on"] = client.cookies["single_sign_on"].value + "x"
    if change in {"no cookie", "other browser"}:
        client = Client()
    if change == "other browser":
        client.get(START)
    addresses = {
        "state": address.replace(state, "x" + state[1:] if state[0] != "x" else "y" + state[1:]),
        "no state": address.replace("state=", "stat="),
        "code": address.replace("a-code", "another"),
        "cancelled": f"{START}back/?error=access_denied&state={state}",
    }
    answer = client.get(addresses.get(change, address))
    assert (answer.status_code, who(client)) == (403, "")
    assert "Sign in with a password" in answer.content.decode()


def test_a_way_back_is_good_once(maria: User, sign_on: SignOn, provider: Provider, client: Client) -> None:
    provider.says = STAFF
    address = provider.sign_in(client.get(START).headers["Location"])
    assert client.get(address).status_code == 302
    client.post("/admin/logout/")
    assert (client.get(address).status_code, who(client)) == (403, "")


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/admin/", "//elsewhere.example", "/about/"])
def test_it_leads_to_pages_for_staff_only(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, wanted: str
) -> None:
    provider.says = STAFF
    assert come_back(client, provider, wanted).headers["Location"] == "/admin/"


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


@pytest.mark.parametrize(("methods", "asks"), [(["pwd", "mfa"], False), (["pwd"], True), ("mfa", True), (None, True)])
def test_the_second_step_is_left_out_where_the_provider_asked_for_one(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, settings, methods: Any, asks: bool
) -> None:
    settings.SECOND_STEP = True
    provider.says = {**STAFF, "amr": methods}
    answer = come_back(client, provider)
    assert answer.headers["Location"].startswith("/admin/second-step/ask/" if asks else "/admin/reports/")
    assert who(client) == ("" if asks else "maria")


def test_signing_out_says_where_to_end_it_there(
    maria: User, sign_on: SignOn, provider: Provider, client: Client
) -> None:
    provider.says = STAFF
    come_back(client, provider)
    page = client.post("/admin/logout/").content.decode()
    assert f'href="{provider.issuer}/logout?id_token_hint=' in page
    assert who(client) == ""
    client.force_login(maria)
    assert "may still know this browser" not in client.post("/admin/logout/").content.decode()


def test_a_provider_that_is_gone_is_said_and_not_asked_again_for_a_while(
    maria: User, sign_on: SignOn, provider: Provider, client: Client
) -> None:
    provider.status = 500
    for _ in range(3):
        answer = client.get(START)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "IDIR does not answer now" in answer.content.decode()
        assert "Sign in with a password" in answer.content.decode()
    assert len(provider.asked) == 1
    given = {"username": "maria", "password": "seven green herons"}
    assert client.post("/admin/login/", given).status_code == 302


def test_a_provider_that_goes_meanwhile_is_said_too(
    maria: User, sign_on: SignOn, provider: Provider, client: Client
) -> None:
    address = provider.sign_in(client.get(START).headers["Location"])
    provider.close()
    assert client.get(address).status_code == 503


def test_a_provider_that_drips_holds_nobody_for_long(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_side, "PATIENCE", 0.3)
    provider.drips = True
    began = time.monotonic()
    assert client.get(START).status_code == 503
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": "https://elsewhere.example"},
        {"authorization_endpoint": "http://elsewhere.example/auth"},
        {"authorization_endpoint": ""},
    ],
)
def test_a_configuration_that_is_not_right_is_not_used(
    db: None, sign_on: SignOn, provider: Provider, client: Client, configuration: dict[str, str]
) -> None:
    usual = provider.configuration()
    provider.configuration = lambda: {**usual, **configuration}
    assert client.get(START).status_code == 503


def test_where_it_is_not_set_there_is_none(client: Client, db: None) -> None:
    assert client.get(START).status_code == 404
    assert client.get(f"{START}back/").status_code == 404
    assert "single-sign-on" not in client.get("/admin/login/").content.decode()


def test_what_was_typed_waits_while_one_signs_in_in_another_tab(
    maria: User, sign_on: SignOn, client: Client, settings
) -> None:
    settings.PASSWORD_SIGN_IN = False
    page = client.post("/admin/catalogue/sector/add/", {"name": "Boats <b>"})
    assert page.status_code == 403
    html = page.content.decode()
    assert 'target="_blank"' in html
    assert '<form method="post" action="/admin/catalogue/sector/add/">' in html
    assert "Boats &lt;b&gt;" in html
