"""A provider that is gone, slow or not right: it is said within seconds, and passwords still work."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.sign_on_settings import SignOn
from catalogue.single_sign_on import provider as client_side
from tests.catalogue.single_sign_on.browser import START
from tests.catalogue.single_sign_on.provider import Provider


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
    maria: User, sign_on: SignOn, provider: Provider, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    address = provider.sign_in(client.get(START).headers["Location"])
    provider.close()
    assert client.get(address).status_code == 503
    assert [each.levelname for each in caplog.records] == ["WARNING"], "once, and it is no error of ours"


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
