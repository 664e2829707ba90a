"""What an account can show, in the database: used up once, also by two at once; what is refused; resetting it."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from catalogue.models import SecondStep, StepKind
from catalogue.second_step import codes, showing
from tests.factories import make_account

KEY = b"12345678901234567890"


@pytest.fixture
def maria(db: None) -> User:
    return make_account("maria")


def code_now(off: int = 0) -> str:
    return codes.code_at(KEY, codes.half_minute() + off)


def give_app(account: User, key: bytes = KEY) -> SecondStep:
    """An app whose last code was long ago."""
    return SecondStep.objects.create(account=account, kind=StepKind.APP, name="Phone", key=codes.seal(key))


def test_a_code_of_the_app_is_used_up(maria: User) -> None:
    give_app(maria)
    assert showing.is_code_right(maria, f" {code_now()[:3]} {code_now()[3:]} ")
    assert not showing.is_code_right(maria, code_now())
    assert not showing.is_code_right(maria, "000000" if code_now() != "000000" else "111111")


def test_of_two_requests_with_one_code_one_gets_in(maria: User) -> None:
    """Each has read the row before the other wrote it."""
    step, same = give_app(maria), SecondStep.objects.get()
    code = code_now()
    assert showing._use_app(step, code)
    assert not showing._use_app(same, code)


def test_a_recovery_code_is_used_up_and_new_ones_end_the_others(maria: User) -> None:
    first = showing.renew_codes(maria)
    assert showing.is_code_right(maria, first[0])
    assert not showing.is_code_right(maria, first[0])
    assert showing.codes_left(maria) == len(first) - 1
    second = showing.renew_codes(maria)
    assert not showing.is_code_right(maria, first[1])
    assert showing.is_code_right(maria, second[1])


def test_what_belongs_to_one_account_is_none_for_another(maria: User) -> None:
    jonas = make_account("jonas")
    give_app(maria)
    code = showing.renew_codes(maria)[0]
    assert not showing.is_code_right(jonas, code_now())
    assert not showing.is_code_right(jonas, code)


def test_an_app_counts_once_it_has_shown_a_right_code(maria: User) -> None:
    assert not showing.add_app(maria, KEY, "Phone", "12345")
    assert not SecondStep.objects.exists()
    code = code_now()
    assert showing.add_app(maria, KEY, "x" * 200, code)
    assert not showing.is_code_right(maria, code)


def test_a_key_that_our_secret_does_not_open_fits_no_code(maria: User, settings) -> None:
    give_app(maria)
    settings.SECRET_KEY = "another" * 10
    assert not showing.is_code_right(maria, code_now())


def test_the_last_way_stays(maria: User) -> None:
    one = give_app(maria)
    assert not showing.remove(maria, one.pk)
    two = give_app(maria, b"x" * 20)
    assert showing.remove(maria, one.pk)
    assert not showing.remove(maria, two.pk)
    assert showing.remove(maria, one.pk)  # gone already: nothing to complain of


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "{", '{"id": 1}', '{"response": {"clientDataJSON": "x"}}'])
def test_an_answer_that_is_none_is_no_passkey(maria: User, answer: str) -> None:
    assert not showing.is_passkey_right(maria, answer, None)
    assert not showing.add_passkey(maria, answer, {"challenge": "AAAA", "user_verification": None}, "x")


@pytest.mark.parametrize("values", [{"kind": "app"}, {"kind": "recovery"}, {"kind": "passkey", "key": "x"}])
def test_the_database_refuses_halves(maria: User, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondStep.objects.create(account=maria, **values)


def test_the_shell_resets_and_what_happened_is_written_down_without_secrets(
    maria: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "catalogue.sign_in_log")
    showing.add_app(maria, KEY, "Phone", code_now())
    code = showing.renew_codes(maria)[0]
    call_command("reset_second_step", "maria", stdout=StringIO())
    assert not SecondStep.objects.exists()
    kept = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert kept == ["Second step added: app with codes “Phone”.", "New recovery codes made.", "Second step removed."]
    assert caplog.messages[-1] == "maria: Second step removed, by maria"
    assert not any(secret in " ".join(caplog.messages) for secret in (code, codes.in_letters(KEY)))
    with pytest.raises(CommandError, match="There is no account nobody"):
        call_command("reset_second_step", "nobody")
