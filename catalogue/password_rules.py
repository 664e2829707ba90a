"""What a password may not be: among the first that somebody would try. No rule asks for a digit or a sign."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

ENOUGH_BESIDE = 8  # characters that are hard to guess in themselves, whatever they stand beside
SHORTEST_NAME = 3
OF_THIS_SITE = {"microcredential", "microcredentials", "catalogue", "britishcolumbia", "bcgov", "ministry"}

_REMEDY = "Use three or four words that do not belong together, or let a password manager make one."
_LOOK_ALIKES = str.maketrans("013457@$", "oleastas")
_FEWEST_RUNS = 4


class NotGuessedFirst(CommonPasswordValidator):
    """Refuses common passwords, also with digits around them or twice in a row, and rows of the alphabet or of digits.

    Of the common ones hardly any has twelve characters, so looking them up as they are would find next to nothing.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if self.is_guessed_first(password):
            raise ValidationError(f"This is among the first passwords that somebody would try. {_REMEDY}")

    def is_guessed_first(self, password: str) -> bool:
        plain = folded(password)
        if is_monotonous(plain) or plain in self.passwords:
            return True
        length = sum(map(str.isalnum, plain))
        return any(self._is_common(core) and length - len(core) < ENOUGH_BESIDE for core in _cores(plain))

    def _is_common(self, core: str) -> bool:
        word = _repeated(core)
        return word in self.passwords or word in OF_THIS_SITE

    def get_help_text(self) -> str:
        return f"Your password cannot be a common word with something around it. {_REMEDY}"


class NotTheName:
    """Refuses what is little more than a name or an address of its account."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        plain = folded(password)
        for name in names_of(user):
            if name in plain and len("".join(filter(str.isalnum, plain.replace(name, "")))) < ENOUGH_BESIDE:
                raise ValidationError(f"Whoever knows your name would try this password soon. {_REMEDY}")

    def get_help_text(self) -> str:
        return "Your password cannot be your name with a few signs around it."


def names_of(user: AbstractBaseUser | None) -> set[str]:
    fields = ("username", "first_name", "last_name", "email")
    words = {word for field in fields for word in re.split(r"[\W_]+", folded(getattr(user, field, "")))}
    whole = {folded(getattr(user, field, "")) for field in fields}
    return {name for name in words | whole if len(name) >= SHORTEST_NAME}


def folded(text: str) -> str:
    """Without case and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(sign))


def is_monotonous(plain: str) -> bool:
    """Whether it is a short piece again and again, or a few rows such as 12345 or aaaa or fedcba."""
    if len(_repeated(plain)) < ENOUGH_BESIDE // 2:
        return True
    steps = [ord(right) - ord(left) for left, right in pairwise(plain)]
    runs, before = 1, None
    for step in steps:
        if step not in {-1, 0, 1} or (before is not None and step != before):
            runs, before = runs + 1, None
        else:
            before = step
    return runs < _FEWEST_RUNS


def _cores(plain: str) -> set[str]:
    """What is left when digits and signs are taken off: from the ends, from there with look-alikes read, everywhere."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return {bare, bare.translate(_LOOK_ALIKES), re.sub(r"[\W\d_]", "", plain)}


def _repeated(text: str) -> str:
    """The shortest piece of which a text is made by repeating it."""
    length = (text + text).find(text, 1)
    return text[:length] if length > 0 else text
