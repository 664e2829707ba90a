"""What is said when the text of a cell has no plain meaning; and the texts that say “not stated”."""

from __future__ import annotations


class Misread(Exception):
    """The text of one cell cannot be taken in: why, and what to write instead. Both are sentences."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(f"{reason} {remedy}")


class UnknownWord(Misread):
    """A name or word that nobody here has; somebody may say once what it stands for."""

    def __init__(self, word: str, reason: str, remedy: str) -> None:
        self.word = word
        super().__init__(reason, remedy)


# As the sources of spreadsheets write it, in lower case. “None” and “no” are not among them: they may be answers.
_NOT_STATED = frozenset(
    {
        "", "-", "–", "—", "?", "n/a", "n.a.", "na", "#n/a", "null", "tbd", "tba", "tbc", "unknown", "not known",
        "not stated", "not available", "not provided", "to be determined", "to be announced", "to be confirmed",
        "s.o.", "s/o", "sans objet", "inconnu", "inconnue", "non précisé", "non précisée", "à déterminer",
    }
)  # fmt: skip


def says_nothing(text: str) -> bool:
    """Whether a cell only says that nobody has stated it."""
    return " ".join(text.casefold().split()) in _NOT_STATED
