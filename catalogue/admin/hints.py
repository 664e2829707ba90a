"""Beside a text that learners read: how long it is and how hard to read, as it stands when the page is made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from catalogue.reading import reading_grade

HARDEST = 8
MOST_SENTENCES = 3
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")


def length_and_grade(text: str, names: Iterable[str] = ()) -> str:
    """«2 sentences, 31 words, reads at grade 6.», and what to do where that is much. Empty for no text."""
    words, sentences = len(text.split()), max(1, len(_SENTENCE_END.findall(text)))
    if not words:
        return ""
    grade = max(1, round(reading_grade(text, names)))
    said = f"{_counted(sentences, 'sentence')}, {_counted(words, 'word')}, reads at grade {grade}."
    if grade > HARDEST:
        said += f" Aim for grade {HARDEST}: shorter sentences, plainer words."
    if sentences > MOST_SENTENCES:
        said += f" Aim for {MOST_SENTENCES} sentences."
    return said


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
