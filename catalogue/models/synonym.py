"""Synonyms: what people type, and the words of programs that search looks for beside it. Not how it looks for them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from institutions.records import Record

LONGEST_ASKED = 80
LONGEST_MEANING = 80
# Each one is searched for beside what was typed.
MOST_MEANINGS = 12

_WORD = re.compile(r"[^\W_]+")
_NOT_SEEN = re.compile("['`\u2018\u2019\u02bc\u00ad\u200b-\u200d\u2060\ufeff]")


def as_typed(text: str) -> str:
    """The one way to write what a visitor may have typed in many: small letters and figures, single spaces."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(_NOT_SEEN.sub("", plain)))


def meanings_in(lines: str) -> tuple[str, ...]:
    """Each line that says something, once."""
    tidy = (" ".join(line.split()) for line in lines.splitlines())
    return tuple(dict.fromkeys(line for line in tidy if line))


class AsTypedField(models.CharField):
    """Stored as `as_typed` writes it, so that UNIQUE refuses “IT” beside “it” and “Pâtissier” beside “patissier”."""

    def to_python(self, value: Any) -> str:
        """Also what is written and what is compared go through here."""
        return as_typed(super().to_python(value) or "")


class Synonym(Record):
    """One entry of our own list of words. It holds no fact, so no source is asked for."""

    asked = AsTypedField(
        "what people type",
        max_length=LONGEST_ASKED,
        unique=True,
        help_text="A word or a few: admin assistant. Kept in small letters, without accents or signs.",
    )
    means = models.TextField(
        "also search for",
        help_text="The words that programs use, one or a few a line. Write only what truly fits: "
        "whoever types “plumber” is not helped by “construction”.",
    )

    class Meta(Record.Meta):
        ordering = ["asked"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked=""),
                name="synonym_has_asked",
                violation_error_message="Write what people type, in letters or figures.",
            ),
            models.CheckConstraint(
                condition=~Q(means=""),
                name="synonym_has_means",
                violation_error_message="Write at least one word to search for beside it.",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="synonym_has_key"),
        ]

    def __str__(self) -> str:
        return self.asked

    @property
    def meanings(self) -> tuple[str, ...]:
        return meanings_in(self.means)

    def clean(self) -> None:
        if problem := self._problem():
            raise ValidationError({"means": problem})
        self.means = "\n".join(self.meanings)

    def _problem(self) -> str:
        if self.means and not self.meanings:
            return "Write at least one word."
        if len(self.meanings) > MOST_MEANINGS:
            return f"That is too much for one search. Write at most {MOST_MEANINGS} lines."
        for line in self.meanings:
            if len(line) > LONGEST_MEANING:
                return f"A line has at most {LONGEST_MEANING} letters. This one has more: “{line[:20]}…”"
            if not as_typed(line):
                return f"There is no word in “{line}”."
            if as_typed(line) == self.asked:
                return f"Search looks for “{line}” anyway. Write what else programs call it."
        return ""
