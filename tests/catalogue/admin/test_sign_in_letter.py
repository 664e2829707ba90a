"""A letter makes a new browser known: the same words for any name, few letters, and no way in without the password."""

from __future__ import annotations

import logging
import re
import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from catalogue import sign_in_letters
from catalogue.models import SignInAttempt, SignInLetter
from catalogue.reading import reading_grade
from catalogue.sign_in_letters import FIRST_LIFE, hand_over
from catalogue.signing_in import AT_AN_ACCOUNT, CODE, attempt_of, remember_browser
from tests.factories import make_account

pytestmark = pytest.mark.django_db

ASK, OPEN, LOGIN = "/admin/sign-in-letter/", "/admin/sign-in-letter/open/", "/admin/login/"
PASSWORD = "seven green herons"


@pytest.fixture
def maria() -> User:
    account = make_account("maria")
    account.email = "Maria@ministry.example"
    account.save()
    return account


def ask(name: str = "maria", client: Client | None = None) -> Any:
    return (client or Client()).post(ASK, {"name": name})


def word_of(letter: Any) -> str:
    address = re.search(r"^http\S+$", letter.body, re.MULTILINE)[0]
    assert address.startswith(f"{settings.SITE_ORIGIN}{OPEN}?word=")
    return address.partition("=")[2]


def letter_for(name: str = "maria") -> str:
    """The word of the letter that comes for a name."""
    ask(name)
    assert hand_over()
    return word_of(mail.outbox[-1])


def flood(name: str = "maria") -> None:
    """As many wrong passwords from everywhere as keep all strangers out."""
    who = attempt_of(Client().get(LOGIN).wsgi_request, name)
    rows = [SignInAttempt(at=timezone.now(), **who._replace(network=str(n))._asdict()) for n in range(AT_AN_ACCOUNT)]
    SignInAttempt.objects.bulk_create(rows)


def later(how_long: timedelta) -> None:
    """As if the letters had been written so long ago."""
    SignInLetter.objects.update(at=F("at") - how_long, ends_at=F("ends_at") - how_long)


def sign_in(client: Client, name: str = "maria", password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"username": name, "password": password}).status_code


def test_a_flood_does_not_keep_out_whoever_got_a_letter(maria: User) -> None:
    flood()
    browser = Client()
    told = browser.post(LOGIN, {"username": "maria", "password": PASSWORD})
    assert told.status_code == 429
    assert f'href="{ASK}"' in told.content.decode()
    assert f'href="{ASK}"' in browser.get(LOGIN).content.decode()
    word = letter_for()
    assert "maria" not in word
    assert "Make this browser known" in browser.get(OPEN, {"word": word}).content.decode()
    assert sign_in(browser) == 429  # who only looks is nobody yet
    made = browser.post(OPEN, {"word": word})
    assert (made.status_code, made.url) == (302, LOGIN)
    assert "_auth_user_id" not in browser.session
    assert sign_in(browser, password="wrong") == 200
    assert sign_in(browser) == 302
    assert sign_in(Client()) == 429


def test_a_letter_is_good_for_its_own_account_and_until_somebody_signs_in_there(maria: User) -> None:
    make_account("jonas")
    flood("jonas")
    word, browser = letter_for(), Client()
    browser.post(OPEN, {"word": word})
    assert sign_in(browser, "jonas") == 429
    assert sign_in(browser) == 302
    for answer in (browser.get(OPEN, {"word": word}), Client().post(OPEN, {"word": word})):
        assert (answer.status_code, answer.cookies.get(settings.KNOWN_BROWSER_COOKIE_NAME)) == (404, None)
    assert letter_for() != word


def test_browsers_that_one_letter_made_known_share_their_wrong_passwords(maria: User) -> None:
    word = letter_for()
    browsers = Client(), Client()
    for browser in browsers:
        browser.post(OPEN, {"word": word})
    for number in range(10):
        assert sign_in(browsers[number % 2], password="wrong") == 200
    assert {sign_in(browser) for browser in browsers} == {429}


def test_what_a_letter_made_known_ends_soon_after_the_letter_and_gives_no_more_codes(maria: User) -> None:
    word, browser = letter_for(), Client()
    browser.post(OPEN, {"word": word})
    request = browser.get(LOGIN).wsgi_request
    assert (bool(attempt_of(request, "maria").browser), attempt_of(request, "maria", CODE).browser) == (True, "")
    letter = SignInLetter.objects.get()
    answer = HttpResponse()
    remember_browser(answer, "maria", letter.key, timezone.now() - timedelta(seconds=1))
    request.COOKIES = {name: cookie.value for name, cookie in answer.cookies.items()}
    assert attempt_of(request, "maria").browser == ""


def test_an_old_letter_and_one_of_an_account_that_was_closed_are_good_for_nothing(maria: User) -> None:
    word = letter_for()
    User.objects.update(is_active=False)
    assert Client().post(OPEN, {"word": word}).status_code == 404
    User.objects.update(is_active=True)
    assert Client().get(OPEN, {"word": word}).status_code == 200
    later(FIRST_LIFE)
    assert Client().post(OPEN, {"word": word}).status_code == 404


def test_a_word_that_was_made_up_asks_no_database(django_assert_num_queries, client: Client) -> None:
    with django_assert_num_queries(0):
        for word in ("", "x", "a" * 64, "é" * 40, "\x01", "0" * 5000):
            assert client.post(OPEN, {"word": word}).status_code == 404
        assert client.get(OPEN).status_code == 404


@pytest.mark.parametrize("name", ["maria", " MARIA ", "maria@ministry.example", "nobody", "guest", "silent"])
def test_any_name_gets_the_same_answer_at_the_same_cost(maria: User, name: str, django_assert_num_queries) -> None:
    User.objects.create_user("guest", "guest@elsewhere.example", PASSWORD)  # not of the staff
    make_account("silent")  # without an address
    with django_assert_num_queries(2):
        answer = ask(name)
    page = re.sub(r'value="\w{64}"', "", answer.content.decode())
    assert "a letter is on its way" in page
    assert name.strip() not in page
    hand_over()
    assert [letter.to for letter in mail.outbox] == [["Maria@ministry.example"]] * ("maria" in name.casefold())
    assert SignInLetter.objects.count() == len(mail.outbox)


def test_nothing_typed_and_too_much(client: Client) -> None:
    assert "Please type the name" in ask("  ", client).content.decode()
    assert not SignInLetter.objects.exists()
    assert ask("x\r\nBcc: all@ministry.example" * 200, client).status_code == 200


def test_a_stranger_who_asks_again_and_again_takes_nothing_from_the_owner(maria: User) -> None:
    word = letter_for()
    for _ in range(5):
        ask()
    hand_over()
    assert len(mail.outbox) == 1
    assert Client().get(OPEN, {"word": word}).status_code == 200
    later(FIRST_LIFE / 2)
    assert letter_for() != word
    assert Client().get(OPEN, {"word": word}).status_code == 200


def test_above_the_limit_of_all_who_had_fewest_comes_first_and_the_others_wait(maria: User, monkeypatch) -> None:
    letter_for()
    later(FIRST_LIFE / 2)
    for name in ("anna", "jonas"):
        User.objects.filter(pk=make_account(name).pk).update(email=f"{name}@ministry.example")
    monkeypatch.setattr(sign_in_letters, "MOST_AN_HOUR", 3)
    for name in ("maria", "jonas", "anna"):
        ask(name)
    hand_over()
    assert {letter.to[0] for letter in mail.outbox[1:]} == {"anna@ministry.example", "jonas@ministry.example"}
    assert SignInLetter.objects.filter(account=None).count() == 1
    monkeypatch.setattr(sign_in_letters, "MOST_AN_HOUR", 4)
    hand_over()
    assert mail.outbox[-1].to == ["Maria@ministry.example"]
    assert not SignInLetter.objects.filter(is_waiting=True).exists()


def test_rows_that_nobody_works_off_are_not_without_end(monkeypatch) -> None:
    monkeypatch.setattr(sign_in_letters, "MOST_WAITING", 2)
    assert [ask(f"name {number}").status_code for number in range(4)] == [200] * 4
    assert SignInLetter.objects.count() == 2


def test_the_letter_is_plain_and_its_words_go_into_no_log(maria: User, caplog: Any) -> None:
    with caplog.at_level(logging.INFO, logger="catalogue.sign_in_log"):
        word = letter_for()
        Client().post(OPEN, {"word": word})
    letter = mail.outbox[0]
    assert (letter.to, letter.from_email) == (["Maria@ministry.example"], settings.DEFAULT_FROM_EMAIL)
    assert "“maria”" in letter.body
    assert "Pacific Time" in letter.body
    assert reading_grade(letter.body.replace(word, "").replace("http", ""), []) <= 8
    assert [record.getMessage() for record in caplog.records] == [
        "maria: a letter to sign in with a new browser was sent",
        "maria: a browser was made known by a letter",
    ]


def test_the_host_of_a_request_gets_into_no_letter(maria: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client(headers={"host": "evil.example"}).post(ASK, {"name": "maria"})
    hand_over()
    assert "evil.example" not in str(mail.outbox[0].message())


def test_what_is_kept_tells_neither_names_nor_words(maria: User) -> None:
    ask("maria")
    assert "maria" not in str(SignInLetter.objects.values().get())
    hand_over()
    word = word_of(mail.outbox[0])
    assert word not in str(SignInLetter.objects.values().get())


def test_the_pages_are_not_kept_and_send_the_word_nowhere_else(maria: User, client: Client) -> None:
    word = letter_for()
    for answer in (client.get(OPEN, {"word": word}), client.get(ASK), client.head(OPEN, {"word": word})):
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
    cookie = client.post(OPEN, {"word": word}).cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Strict")


def test_another_site_cannot_press_the_button(maria: User) -> None:
    strict, word = Client(enforce_csrf_checks=True), letter_for()
    for address, typed in ((OPEN, {"word": word}), (ASK, {"name": "maria"})):
        assert strict.post(address, typed, headers={"origin": "https://evil.example"}).status_code == 403
    assert settings.KNOWN_BROWSER_COOKIE_NAME not in strict.cookies


@pytest.mark.parametrize("address", [ASK, OPEN])
def test_where_no_letters_are_sent_there_is_nothing_to_ask_for(settings: Any, client: Client, address: str) -> None:
    settings.SIGN_IN_LETTERS = False
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert ASK not in client.get(LOGIN).content.decode()


class Picky(EmailBackend):
    """A server that refuses one address and takes the others; or that is not there."""

    is_there = True

    def open(self) -> None:
        if not self.is_there:
            raise ConnectionRefusedError("nobody listens")

    def send_messages(self, messages: list) -> int:
        if messages[0].to[0].startswith("refused"):
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


def test_what_a_mail_server_does_not_take_is_tried_again_and_keeps_no_other_back(maria: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    for name, address in {"anna": "refused@ministry.example", "jonas": "a\nb@ministry.example"}.items():
        User.objects.filter(pk=make_account(name).pk).update(email=address)
    for name in ("anna", "jonas", "maria"):
        ask(name)
    Picky.is_there = False
    assert not hand_over()
    Picky.is_there = True
    assert not hand_over()
    assert [letter.to for letter in mail.outbox] == [["Maria@ministry.example"]]
    assert [row.account.username for row in SignInLetter.objects.filter(is_waiting=True)] == ["anna"]
    later(FIRST_LIFE)
    assert hand_over()
    assert not SignInLetter.objects.filter(is_waiting=True).exists()


def test_the_database_takes_no_letter_that_is_half_written(maria: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInLetter.objects.create(at=timezone.now(), account=maria)
