"""Sessions of staff: how long they last, what ends them, and what they cost."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_account

pytestmark = pytest.mark.django_db

PASSWORD = "seven green herons"


def signed_in(name: str = "maria") -> Client:
    client = Client()
    assert client.post("/admin/login/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/password_change/").status_code == 200


def let_pass(client: Client, minutes: int) -> None:
    """The session becomes older, instead of the clock going on."""
    session = client.session
    session["started"] -= minutes * 60
    session.save()
    ends = Session.objects.get(pk=session.session_key).expire_date
    left = timedelta(minutes=settings.SESSION_IDLE_MINUTES - minutes)
    Session.objects.filter(pk=session.session_key).update(expire_date=min(ends, timezone.now() + left))


@pytest.fixture
def maria() -> User:
    return make_account("maria")


def test_a_session_ends_without_requests(maria: User) -> None:
    client = signed_in()
    let_pass(client, settings.SESSION_IDLE_MINUTES - 1)
    assert is_in(client)
    let_pass(client, settings.SESSION_IDLE_MINUTES - 1)  # the request before began the time anew
    assert is_in(client)
    let_pass(client, settings.SESSION_IDLE_MINUTES + 1)
    assert not is_in(client)


def test_a_session_ends_in_any_case(maria: User) -> None:
    client = signed_in()
    for _ in range(settings.SESSION_HOURS - 1):
        let_pass(client, 60)
        assert is_in(client)
    let_pass(client, 61)
    assert not is_in(client)


def test_the_cookie_lasts_as_long_as_a_session_can(maria: User) -> None:
    client = signed_in()
    longest = settings.SESSION_HOURS * 3600
    assert longest - 60 < client.cookies["sessionid"]["max-age"] <= longest
    let_pass(client, 60)
    assert client.session.get_session_cookie_age() <= longest - 3600


def test_a_password_typed_again_begins_the_hours_anew(maria: User) -> None:
    client = signed_in()
    let_pass(client, 60)
    client.post("/admin/login/", {"username": "maria", "password": PASSWORD})
    assert client.session.get_session_cookie_age() > settings.SESSION_HOURS * 3600 - 60


def test_a_session_is_renewed_once_a_minute_at_most(maria: User) -> None:
    client = signed_in()
    renewed = []
    for minutes in (0, 2):
        let_pass(client, minutes)
        with CaptureQueriesContext(connection) as asked:
            assert is_in(client)
        renewed.append(sum(query["sql"].startswith('UPDATE "django_session"') for query in asked))
    assert renewed == [0, 1]


def test_a_page_for_visitors_asks_for_no_session(maria: User) -> None:
    client = signed_in()
    let_pass(client, 2)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/about/privacy/")
    assert answer.status_code == 200
    assert not [query["sql"] for query in asked if "session" in query["sql"]]
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_changed_password_ends_the_other_sessions(maria: User) -> None:
    here, elsewhere = signed_in(), signed_in()
    new = "nine grey herons"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", typed).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def sign_out(desk: Desk, *accounts: User) -> str:
    typed = {"action": "sign_out", "_selected_action": [account.pk for account in accounts]}
    return desk.client.post(address(User, "changelist"), typed, follow=True).content.decode()


def test_a_manager_ends_the_sessions_of_an_account(manager: Desk, maria: User) -> None:
    make_account("jonas")
    hers, his = [signed_in(), signed_in()], signed_in("jonas")
    assert "Sessions ended of maria: 2." in sign_out(manager, maria)
    assert [is_in(client) for client in (*hers, his, manager.client)] == [False, False, True, True]


def test_a_manager_signs_no_administrator_out(manager: Desk, admin_user: User, admin_client: Client) -> None:
    assert "Only an administrator signs admin out." in sign_out(manager, admin_user)
    assert is_in(admin_client)


def test_nobody_else_signs_others_out(editor: Desk, maria: User) -> None:
    hers = signed_in()
    sign_out(editor, maria)
    assert is_in(hers)


def test_a_command_ends_the_sessions_of_an_account(maria: User) -> None:
    client, said = signed_in(), StringIO()
    call_command("end_sessions", "maria", stdout=said)
    assert said.getvalue() == "Sessions ended: 1.\n"
    assert not is_in(client)
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("end_sessions", "nobody")


def test_rows_of_sessions_that_ended_go(maria: User) -> None:
    let_pass(signed_in(), settings.SESSION_IDLE_MINUTES + 1)
    signed_in()
    assert Session.objects.count() == 1
