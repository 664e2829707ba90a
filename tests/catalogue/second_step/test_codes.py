"""Codes of an app and recovery codes, without a database."""

from __future__ import annotations

import pytest
from django.test import override_settings

from catalogue.second_step import codes, recovery

# RFC 6238, appendix B, SHA-1: the last six of its eight digits.
RFC_KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert codes.code_at(RFC_KEY, seconds // codes.SECONDS) == code


@pytest.mark.parametrize(("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_half_a_minute(monkeypatch: pytest.MonkeyPatch, off: int, fits: bool) -> None:
    monkeypatch.setattr(codes, "half_minute", lambda: 1000)
    found = codes.moment_of(RFC_KEY, codes.code_at(RFC_KEY, 1000 + off), after=0)
    assert found == (1000 + off if fits else None)


def test_a_code_counts_once_and_no_earlier_one_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "half_minute", lambda: 1000)
    earlier, now = codes.code_at(RFC_KEY, 999), codes.code_at(RFC_KEY, 1000)
    assert codes.moment_of(RFC_KEY, now, after=1000) is None
    assert codes.moment_of(RFC_KEY, earlier, after=1000) is None
    assert codes.moment_of(RFC_KEY, "", after=0) is None


def test_the_app_is_told_whose_code_it_is() -> None:
    address = codes.address_for_app(RFC_KEY, "maria")
    assert address.startswith("otpauth://totp/BC%20microcredentials:maria?")
    assert codes.in_letters(RFC_KEY).replace(" ", "") in address


def test_the_drawing_needs_no_style_of_its_own() -> None:
    drawing = codes.square(RFC_KEY, 'maria"<script>')
    assert drawing.startswith("<svg")
    assert "style" not in drawing
    assert "script" not in drawing


def test_a_sealed_key_is_not_the_key_and_opens_with_our_secret_only() -> None:
    sealed = codes.seal(RFC_KEY)
    assert RFC_KEY.decode() not in sealed
    assert codes.unseal(sealed) == RFC_KEY
    with override_settings(SECRET_KEY="another" * 10):
        assert codes.unseal(sealed) is None


def test_recovery_codes_differ_and_may_be_typed_in_any_way() -> None:
    fresh = recovery.new_codes()
    assert len(set(fresh)) == recovery.HOW_MANY
    assert {len(code.replace("-", "")) for code in fresh} == {recovery.LENGTH}
    assert recovery.digest_of(fresh[0]) == recovery.digest_of(f" {fresh[0].replace('-', ' ').upper()}")
    assert recovery.digest_of(fresh[0]) != recovery.digest_of(fresh[1])
