"""Passwords for people: long, not the first that somebody would try, not the name; no rule about digits or signs."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from catalogue.reading import reading_grade

AMIRA = User(username="amira", first_name="Amira", last_name="Côté-Lévesque", email="acote@college.example.ca")


@pytest.mark.parametrize(
    "password",
    [
        "seven green herons",
        "correct horse battery staple",
        "xK4$w9!pQ2zL",
        "x7q2w9k4m8v3",
        "sept hérons verts",
        "七羽の緑色の鷺がここにいる今日",
        "amira keeps seven herons",
        "84920175638402",
        "password for the seven herons",
    ],
)
def test_a_good_password_is_taken(password: str) -> None:
    validate_password(password, AMIRA)


@pytest.mark.parametrize(
    "password",
    [
        "Password2026!",
        "2026-password",
        "P4ssw0rd!!!!",
        "P4ssw0rd2026",
        "password!#%^&*()_+",
        "passwordpassword",
        "pass word 1234",
        "qwertyuiop123",
        "123456789012",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "Microcredentials1",
        "Ministry-2026",
        "administrator",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="first passwords"):
        validate_password(password, AMIRA)


@pytest.mark.parametrize(
    "password", ["amira2026amira", "AMIRA-123456", "cote.levesque", "Lévesque2026!", "acote@college.example.ca"]
)
def test_the_name_is_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="knows your name"):
        validate_password(password, AMIRA)


def test_eleven_characters_are_too_few() -> None:
    with pytest.raises(ValidationError, match="at least 12 characters"):
        validate_password("xK4$w9!pQ2z", AMIRA)


def test_without_an_account_there_is_no_name() -> None:
    validate_password("seven green herons")


@pytest.mark.parametrize("text", password_validators_help_texts())
def test_the_rules_are_in_plain_words(text: str) -> None:
    assert reading_grade(text) <= 8
