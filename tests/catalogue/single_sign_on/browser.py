"""A browser that goes to the provider and comes back."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from tests.catalogue.single_sign_on.provider import Provider

START = "/admin/single-sign-on/"
STAFF = {"idir_username": "MARIA"}


def come_back(client: Client, provider: Provider, wanted: str = "/admin/reports/") -> HttpResponse:
    there = client.get(START, {"next": wanted})
    assert there.status_code == 302, there.content.decode()
    return client.get(provider.sign_in(there.headers["Location"]))


def who(client: Client) -> str:
    page = client.get("/admin/")
    return page.context["user"].get_username() if page.status_code == 200 else ""
