"""Signing in: wrong passwords are counted before one is hashed, and strangers keep no member of staff out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from catalogue.models import SignInAttempt
from catalogue.signing_in import (
    AT_AN_ACCOUNT,
    FROM_A_KNOWN_BROWSER,
    FROM_A_NETWORK_AT_AN_ACCOUNT,
    WINDOW,
)
from tests.factories import make_account

pytestmark = pytest.mark.django_db

PASSWORD = "seven green herons"
LOGIN = "/admin/login/"


class CountingHasher(PBKDF2PasswordHasher):
    """As quick as can be, and it says how often it was asked."""

    iterations = 1
    asked = 0

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        type(self).asked += 1
        return super().encode(password, salt, iterations)


@pytest.fixture(autouse=True)
def hasher(settings) -> type[CountingHasher]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    return CountingHasher


@pytest.fixture
def maria(hasher) -> User:
    return make_account("maria")


def sign_in(
    client: Client, name: str = "maria", password: str = PASSWORD, network: str = "203.0.113.9"
) -> HttpResponse:
    return client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=network)


def wrong(how_many: int, client: Client | None = None, name: str = "maria", network: str = "203.0.113.9") -> None:
    for number in range(how_many):
        answer = sign_in(client or Client(), name, "wrong", network.replace("*", str(number + 1)))
        assert answer.status_code == 200


def test_too_many_wrong_passwords_are_refused_without_hashing(maria: User, hasher) -> None:
    wrong(FROM_A_NETWORK_AT_AN_ACCOUNT)
    before, rows = hasher.asked, SignInAttempt.objects.count()
    answer = sign_in(Client())
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= WINDOW.total_seconds()
    page = answer.content.decode()
    assert "You can try again at" in page
    assert 'value="maria"' in page
    assert PASSWORD not in page
    assert (hasher.asked, SignInAttempt.objects.count()) == (before, rows)


def test_a_refusal_is_known_to_other_processes_and_remembered_by_this_one(
    maria: User, django_assert_num_queries
) -> None:
    wrong(FROM_A_NETWORK_AT_AN_ACCOUNT)
    with django_assert_num_queries(1):
        assert sign_in(Client()).status_code == 429
    with django_assert_num_queries(0):
        assert sign_in(Client()).status_code == 429


def test_an_account_that_is_not_there_answers_the_same(maria: User, hasher) -> None:
    costs, answers = [], []
    for name in ("maria", "nobody"):
        before = hasher.asked
        wrong(FROM_A_NETWORK_AT_AN_ACCOUNT, name=name, network=f"198.51.100.{len(name)}")
        costs.append(hasher.asked - before)
        answer = sign_in(Client(), name, "wrong", f"198.51.100.{len(name)}")
        answers.append((answer.status_code, "You can try again at" in answer.content.decode()))
    assert costs == [FROM_A_NETWORK_AT_AN_ACCOUNT] * 2
    assert answers == [(429, True)] * 2


@pytest.mark.parametrize("name", ["MARIA", " maria ", "ｍaria"])
def test_another_spelling_is_the_same_account(maria: User, name: str) -> None:
    wrong(FROM_A_NETWORK_AT_AN_ACCOUNT)
    assert sign_in(Client(), name).status_code == 429


def test_from_elsewhere_one_still_signs_in(maria: User) -> None:
    wrong(FROM_A_NETWORK_AT_AN_ACCOUNT)
    assert sign_in(Client(), network="198.51.100.1").status_code == 302
    assert sign_in(Client(), network="2001:db8::1").status_code == 302


def test_strangers_everywhere_do_not_keep_out_the_browser_that_was_here_before(maria: User) -> None:
    desk = Client()
    assert sign_in(desk).status_code == 302
    desk.post("/admin/logout/")
    wrong(AT_AN_ACCOUNT, network="198.51.100.*")
    assert sign_in(Client(), network="192.0.2.1").status_code == 429
    assert sign_in(desk).status_code == 302


def test_a_browser_that_was_here_before_has_its_own_limit(maria: User, hasher) -> None:
    desk = Client()
    sign_in(desk)
    desk.post("/admin/logout/")
    wrong(FROM_A_KNOWN_BROWSER, desk, network="198.51.100.*")
    assert sign_in(desk).status_code == 429
    assert sign_in(Client()).status_code == 302


def test_the_word_for_one_account_or_a_made_up_one_is_none_for_another(maria: User) -> None:
    make_account("jonas")
    desk = Client()
    sign_in(desk, "jonas")
    desk.post("/admin/logout/")
    wrong(AT_AN_ACCOUNT, network="198.51.100.*")
    assert sign_in(desk).status_code == 429
    name = settings.KNOWN_BROWSER_COOKIE_NAME
    desk.cookies[name] = desk.cookies[name].value + "x"
    assert sign_in(desk).status_code == 429


def test_the_cookie_is_for_pages_of_staff_and_comes_with_success_only(maria: User, client: Client) -> None:
    name = settings.KNOWN_BROWSER_COOKIE_NAME
    assert name not in client.get(LOGIN).cookies
    assert name not in sign_in(client, password="wrong").cookies
    cookie = sign_in(client).cookies[name]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Strict")
    assert "maria" not in cookie.value


def test_counts_end_and_their_rows_go(maria: User) -> None:
    wrong(FROM_A_NETWORK_AT_AN_ACCOUNT)
    assert SignInAttempt.objects.count() == FROM_A_NETWORK_AT_AN_ACCOUNT
    cache.clear()
    SignInAttempt.objects.update(at=timezone.now() - WINDOW - timedelta(seconds=1))
    assert sign_in(Client()).status_code == 302
    assert not SignInAttempt.objects.exists()


def test_what_is_kept_tells_neither_names_nor_addresses(maria: User) -> None:
    wrong(1)
    row = SignInAttempt.objects.values_list("network", "account", "browser").get()
    assert not {"maria", "203.0.113.9"} & set(row)


def test_an_account_without_access_is_counted_as_a_wrong_password(maria: User) -> None:
    User.objects.create_user("guest", password=PASSWORD)
    assert sign_in(Client(), "guest").status_code == 200
    assert SignInAttempt.objects.count() == 1


def test_an_empty_field_is_no_try(maria: User, client: Client) -> None:
    assert client.post(LOGIN, {"username": "maria"}).status_code == 200
    assert not SignInAttempt.objects.exists()


def test_the_old_password_is_guarded_too(maria: User, hasher) -> None:
    client = Client()
    client.force_login(maria)
    new = {"new_password1": "nine grey herons", "new_password2": "nine grey herons"}
    for _ in range(FROM_A_NETWORK_AT_AN_ACCOUNT):
        assert client.post("/admin/password_change/", {"old_password": "wrong", **new}).status_code == 200
    before = hasher.asked
    answer = client.post("/admin/password_change/", {"old_password": PASSWORD, **new})
    assert (answer.status_code, hasher.asked) == (429, before)
    assert "You can try again at" in answer.content.decode()
    cache.clear()
    SignInAttempt.objects.all().delete()
    assert client.post("/admin/password_change/", {"old_password": PASSWORD, **new}).status_code == 302
    maria.refresh_from_db()
    assert maria.check_password(new["new_password1"])
