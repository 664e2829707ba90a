"""A form that comes in after its session has ended, or with a token of before: nothing typed is lost."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from catalogue.models import Microcredential
from catalogue.sending_again import pairs_of
from tests.catalogue.admin.desk import Desk, FormReader, address
from tests.factories import make_account, make_draft

pytestmark = pytest.mark.django_db

PASSWORD = "seven green herons"
TYPED = "Two\nlines & <b>signs</b> of “ours”"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def entry() -> Microcredential:
    return make_draft("Welding")


def form_of(html: str) -> dict[str, list[str]]:
    return FormReader(html).values


def test_what_was_typed_is_sent_after_signing_in(maria: Desk, entry: Microcredential) -> None:
    page = maria.open(address(entry, "change")).type(summary=TYPED, password="secret")
    maria.client.logout()
    told = maria.client.post(page.address, page.values)
    assert told.status_code == 403
    assert "secret" not in told.content.decode()
    sign_in = form_of(told.content.decode())
    again = maria.client.post("/admin/login/", {**sign_in, "username": "maria", "password": "wrong"})
    sign_in = form_of(again.content.decode())  # a wrong password loses nothing either
    kept = maria.client.post("/admin/login/", {**sign_in, "username": "maria", "password": PASSWORD})
    assert kept.status_code == 200
    assert f'action="{page.address}"' in kept.content.decode()
    answer = maria.client.post(page.address, form_of(kept.content.decode()))
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.summary.splitlines() == TYPED.splitlines()


def test_nothing_typed_is_nothing_to_keep(client: Client, entry: Microcredential) -> None:
    assert client.post(address(entry, "change")).url.startswith("/admin/login/")


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/admin/", "//elsewhere.example", "/about/privacy/"])
def test_it_is_sent_to_pages_for_staff_only(client: Client, next_page: str) -> None:
    make_account("maria")
    typed = {"username": "maria", "password": PASSWORD, "next": next_page, "typed": json.dumps([["title", "x"]])}
    answer = client.post("/admin/login/", typed)
    assert answer.status_code == 302 or "elsewhere" not in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "x", "[]", "{}", "7", "[1]", '[["a"]]', '["abc"]', "null", "[" * 100_000])
def test_what_nobody_here_wrote_is_not_sent(client: Client, typed: str) -> None:
    assert pairs_of(typed) == []
    make_account("maria")
    given = {"username": "maria", "password": PASSWORD, "next": "/admin/", "typed": typed}
    assert client.post("/admin/login/", given).status_code == 302


def test_a_page_from_before_one_signed_in_anew_can_be_sent_again(entry: Microcredential) -> None:
    account, client = make_account("maria"), Client(enforce_csrf_checks=True)
    client.force_login(account)
    values = form_of(client.get(address(entry, "change")).content.decode())
    values |= {"summary": [TYPED], "csrfmiddlewaretoken": ["x" * 64]}
    told = client.post(address(entry, "change"), values, headers=SAME_ORIGIN)
    assert told.status_code == 403
    answer = client.post(address(entry, "change"), form_of(told.content.decode()), headers=SAME_ORIGIN)
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.summary.splitlines() == TYPED.splitlines()


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_a_form_of_another_site_is_refused_and_not_offered(maria: Desk, entry: Microcredential, site: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(maria.user)
    told = client.post(address(entry, "change"), {"summary": TYPED}, headers={"Sec-Fetch-Site": site})
    assert told.status_code == 403
    assert "This form is too old" in told.content.decode()
    assert "summary" not in told.content.decode()
