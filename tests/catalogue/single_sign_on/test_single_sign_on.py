"""Signing in through a provider, to the page that was wanted, and what is refused on the way."""

from __future__ import annotations

import logging
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from joserfc.jwk import ECKey

from catalogue.models import SignOnIdentity
from catalogue.sign_on_settings import SignOn
from catalogue.single_sign_on import provider as client_side
from tests.catalogue.single_sign_on.browser import STAFF, START, come_back, who
from tests.catalogue.single_sign_on.provider import Provider


def test_a_person_of_the_provider_is_signed_in_as_their_account(
    maria: User, sign_on: SignOn, provider: Provider, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "catalogue.sign_in_log")
    provider.says = STAFF
    answer = come_back(client, provider)
    assert answer.headers["Location"] == "/admin/reports/"
    assert who(client) == "maria"
    assert settings.KNOWN_BROWSER_COOKIE_NAME in answer.cookies
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
