"""A provider and a site that is set up for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from catalogue.sign_on_settings import SignOn
from catalogue.single_sign_on import provider as client_side
from tests.catalogue.single_sign_on.provider import CLIENT, SECRET, Provider
from tests.factories import make_account


@pytest.fixture
def maria(db: None) -> User:
    account = make_account("maria")
    account.email = "maria@example.ca"
    account.save()
    return account


@pytest.fixture
def provider() -> Iterator[Provider]:
    client_side.forget()
    started = Provider()
    yield started
    started.close()
    client_side.forget()


@pytest.fixture
def sign_on(provider: Provider, settings) -> SignOn:
    settings.SITE_ORIGIN = "http://testserver"
    settings.SINGLE_SIGN_ON = SignOn(provider.issuer, CLIENT, SECRET, "IDIR", None, "idir_username", False)
    return settings.SINGLE_SIGN_ON
