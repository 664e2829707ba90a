"""Recovery codes: ten for an account, each good once, for the day on which the telephone is lost."""

from __future__ import annotations

import hashlib
import secrets

HOW_MANY = 10
LENGTH = 16  # letters: 80 bits, so their digests need no salt and no slow hash
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 of them, without those that look alike


def new_codes() -> list[str]:
    return [grouped("".join(secrets.choice(_LETTERS) for _ in range(LENGTH))) for _ in range(HOW_MANY)]


def grouped(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4))


def digest_of(code: str) -> str:
    """However it was typed: groups and capitals do not count."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
