"""Signing in with a second step: led to set one up, asked for it, and nothing of the admin reached before."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from catalogue.models import SecondStep
from catalogue.second_step import codes, holding
from catalogue.second_step.showing import renew_codes
from catalogue.signing_in import CODES_AT_AN_ACCOUNT
from catalogue.staff_groups import StaffGroup
from tests.catalogue.admin.desk import Desk
from tests.catalogue.second_step.test_showing import KEY, code_now, give_app
from tests.factories import make_account

PASSWORD = "seven green herons"
LOGIN, ASK, ADD, OWN = "/admin/login/", "/admin/second-step/ask/", "/admin/second-step/add/", "/admin/second-step/"


@pytest.fixture(autouse=True)
def on(settings) -> None:
    settings.SECOND_STEP = True


@pytest.fixture
def maria(db: None) -> User:
    return make_account("maria")


def type_password(client: Client, **more: str) -> HttpResponse:
    return client.post(LOGIN, {"username": "maria", "password": PASSWORD, **more})


def show(client: Client, code: str, **more: str) -> HttpResponse:
    return client.post(ASK, {"code": code, **more})


def signed_in(account: User) -> Client:
    client = Client()
    if not account.second_steps.exists():
        give_app(account)
    type_password(client, username=account.username)
    assert show(client, code_now()).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_the_first_time_one_sets_it_up_and_reaches_nothing_before(maria: User, client: Client) -> None:
    answer = type_password(client, next="/admin/reports/")
    assert answer.headers["Location"] == f"{ASK}?next=%2Fadmin%2Freports%2F"
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    assert client.get(OWN).headers["Location"].startswith(LOGIN)
    page = client.get(answer.headers["Location"])
    letters = re.search("<code>([A-Z2-7 ]+)</code>", page.content.decode())[1]
    key = codes.unseal(client.session["second_step_key"])
    assert codes.in_letters(key) == letters
    wrong = client.post(ADD, {"code": "12", "name": "Phone", "next": "/admin/reports/"}).content.decode()
    assert "That code is not right" in wrong
    assert letters in wrong  # the same key: the app has read it already
    assert not is_in(client)
    right = client.post(
        ADD, {"code": codes.code_at(key, codes.half_minute()), "name": "Phone", "next": "/admin/reports/"}
    )
    kept = re.findall("<li><code>([a-z2-9-]+)</code>", right.content.decode())
    assert len(kept) == 10
    assert is_in(client)
    assert (
        client.post("/admin/second-step/go-on/", {"next": "/admin/reports/"}).headers["Location"] == "/admin/reports/"
    )


def test_then_the_password_is_followed_by_a_code(maria: User, client: Client) -> None:
    give_app(maria)
    type_password(client)
    assert not is_in(client)
    assert "That code is not right" in show(client, "12").content.decode()
    assert not is_in(client)
    assert show(client, code_now(), next="/admin/catalogue/source/").headers["Location"] == "/admin/catalogue/source/"
    assert is_in(client)
    again = Client()
    type_password(again)
    assert show(again, code_now()).status_code == 200  # the code is used up
    assert not is_in(again)


def test_a_recovery_code_lets_in_once(maria: User) -> None:
    give_app(maria)
    code = renew_codes(maria)[0]
    for times, status in enumerate((302, 200)):
        client = Client()
        type_password(client)
        assert show(client, code).status_code == status, times


def test_with_the_password_alone_nobody_adds_a_way_of_their_own(maria: User, client: Client) -> None:
    give_app(maria)
    type_password(client)
    assert client.get(ADD).headers["Location"] == ASK
    assert client.post(ADD, {"code": code_now()}).headers["Location"] == ASK
    assert SecondStep.objects.count() == 1


def test_without_the_password_there_is_nothing_to_see(maria: User, client: Client) -> None:
    give_app(maria)
    for address in (ASK, ADD, OWN):
        assert client.get(address).headers["Location"].startswith(LOGIN)
    assert show(client, code_now()).headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize("change", ["password", "closed", "late"])
def test_who_is_held_is_let_go_when_it_no_longer_holds(
    maria: User, client: Client, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_app(maria)
    type_password(client)
    if change == "password":
        maria.set_password("nine grey herons")
    maria.is_active = change != "closed"
    maria.save()
    if change == "late":
        later = time.time() + holding.SECONDS_TO_SHOW_IT + 1
        monkeypatch.setattr(holding.time, "time", lambda: later)
    assert show(client, code_now()).headers["Location"].startswith(LOGIN)


def test_wrong_codes_are_counted_for_the_account_and_not_from_strangers(maria: User) -> None:
    give_app(maria)
    known, thief = signed_in(maria), Client()
    type_password(thief)
    for number in range(CODES_AT_AN_ACCOUNT):
        assert thief.post(ASK, {"code": "1"}, REMOTE_ADDR=f"198.51.100.{number}").status_code == 200
    refused = show(thief, code_now(1), typed='[["title", "x"]]')
    assert (refused.status_code, "Too many codes were wrong" in refused.content.decode()) == (429, True)
    assert "title" in refused.content.decode()
    assert not is_in(thief)
    known.post("/admin/logout/")
    type_password(known)
    assert show(known, code_now(1)).status_code == 302


def test_what_was_typed_before_the_session_ended_is_kept(maria: User, client: Client) -> None:
    give_app(maria)
    typed = json.dumps([["title", "Boats <b>"]])
    page = type_password(client, next="/admin/catalogue/sector/add/", typed=typed)
    assert "Boats &lt;b&gt;" in page.content.decode()
    wrong = show(client, "1", next="/admin/catalogue/sector/add/", typed=typed)
    assert "Boats &lt;b&gt;" in wrong.content.decode()
    sent = show(client, code_now(), next="/admin/catalogue/sector/add/", typed=typed)
    assert "Send it now" in sent.content.decode()
    assert "Boats &lt;b&gt;" in sent.content.decode()
    client.post("/admin/logout/")
    late = show(client, code_now(), next="/admin/catalogue/sector/add/", typed=typed)
    assert "Boats &lt;b&gt;" in late.content.decode()


def test_a_session_from_before_it_was_asked_for_is_none_any_more(maria: User, settings) -> None:
    settings.SECOND_STEP = False
    desk, another = Desk(maria), Desk(maria)
    assert is_in(desk.client)
    settings.SECOND_STEP = True
    assert another.client.get(LOGIN).status_code == 200
    assert another.client.get(ADD).headers["Location"].startswith(LOGIN)
    assert desk.client.get("/admin/").headers["Location"].startswith(LOGIN)
    assert desk.client.post("/admin/catalogue/sector/add/", {"name": "x"}).status_code == 403
    assert desk.client.get(ASK).headers["Location"].startswith(LOGIN)


def test_where_it_is_off_nothing_is_there(maria: User, client: Client, settings) -> None:
    settings.SECOND_STEP = False
    assert type_password(client).headers["Location"] == "/admin/"
    assert is_in(client)
    for address in (ASK, ADD, OWN, "/admin/second-step/1/remove/"):
        assert client.post(address).status_code == 404, address
    assert "Second step" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("ways", [1, 3])
def test_the_list_costs_the_same_whatever_is_in_it(maria: User, ways: int, django_assert_num_queries: Any) -> None:
    client = signed_in(maria)
    for number in range(ways - 1):
        give_app(maria, bytes([number]) * 20)
    client.get(OWN)
    with django_assert_num_queries(6):
        assert client.get(OWN).content.decode().count('<th scope="row">Phone') == ways


def test_one_adds_and_takes_away(maria: User) -> None:
    client = signed_in(maria)
    first = SecondStep.objects.get()
    only = client.post(f"/admin/second-step/{first.pk}/remove/", follow=True).content.decode()
    assert "This is your only one" in only
    client.get(ADD)
    key = codes.unseal(client.session["second_step_key"])
    added = client.post(ADD, {"code": codes.code_at(key, codes.half_minute()), "name": "Tablet"})
    assert "Keep these recovery codes" in added.content.decode()
    gone = client.post(f"/admin/second-step/{first.pk}/remove/", follow=True).content.decode()
    assert "It is removed" in gone
    assert [step.name for step in SecondStep.objects.exclude(kind="recovery")] == ["Tablet"]
    assert "Keep these recovery codes" in client.post("/admin/second-step/codes/").content.decode()


def test_after_a_while_one_is_asked_again_before_anything_is_changed(
    maria: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(maria)
    later = time.time() + holding.SECONDS_LATELY + 1
    monkeypatch.setattr(holding.time, "time", lambda: later)
    again = f"{ASK}?next=%2Fadmin%2Fsecond-step%2F"
    assert client.get(ADD).headers["Location"] == again
    assert client.post("/admin/second-step/codes/").headers["Location"] == again
    assert client.post(f"/admin/second-step/{SecondStep.objects.get().pk}/remove/").headers["Location"] == again
    assert show(client, code_now(1), next=OWN).headers["Location"] == OWN
    assert client.get(ADD).status_code == 200


def test_nobody_takes_from_another(maria: User) -> None:
    client, other = signed_in(maria), give_app(make_account("jonas"))
    client.post(f"/admin/second-step/{other.pk}/remove/")
    assert SecondStep.objects.filter(pk=other.pk).exists()


def test_a_manager_resets_that_of_a_colleague(maria: User) -> None:
    mona, root = make_account("mona", StaffGroup.MANAGER), User.objects.create_superuser("root")
    theirs, desk = signed_in(maria), signed_in(mona)
    give_app(root)
    chosen = {"action": "reset_step", "_selected_action": [maria.pk, mona.pk, root.pk]}
    page = desk.post("/admin/auth/user/", chosen, follow=True).content.decode()
    assert "Maria sets up a new second step" in page
    assert "Only an administrator resets that of mona" in page
    assert "Only an administrator resets that of root" in page
    assert {step.account for step in SecondStep.objects.all()} == {mona, root}
    assert not is_in(theirs)
    assert "Second step removed." in [entry.change_message for entry in LogEntry.objects.filter(user=mona)]
    assert "app with codes" in page


def test_the_key_is_sealed_in_session_and_database(maria: User) -> None:
    give_app(maria)
    assert KEY.decode() not in SecondStep.objects.get().key
