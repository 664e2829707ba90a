"""A hash is the one that Django makes, made where it keeps no visitor waiting."""

from __future__ import annotations

import os
import sys
from threading import get_native_id

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from catalogue import hashing
from catalogue.tending import POLITE


def test_a_hash_is_as_django_makes_it() -> None:
    polite, usual = hashing.PoliteHasher(), PBKDF2PasswordHasher()
    assert polite.encode("a long password", "salt", 3) == usual.encode("a long password", "salt", 3)
    assert polite.verify("a long password", usual.encode("a long password", "salt", 3))
    assert not polite.verify("another password", usual.encode("a long password", "salt", 3))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no priority of their own")
def test_it_is_made_behind_those_who_answer() -> None:
    here = priority()
    assert hashing._behind.submit(priority).result() == min(here + POLITE, 19)
    assert priority() == here


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, get_native_id())
