"""How hard a text is to read: its Flesch-Kincaid grade, with names counted as easy words. Not whether it is true."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Words of the field that no plainer word can replace; like names they count as one syllable.
TERMS = ("micro-credential", "microcredential", "credential", "certificate", "certification", "diploma", "university")

_WORD = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
# Two vowels that are heard apart: the i of "biomedical" but not that of "nation", the ending of "being".
_APART = re.compile(r"(?<![cgstx])i(?=[aou])|[aeiouy](?=ing)")
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgl])es$")


def reading_grade(text: str, names: Iterable[str] = ()) -> float:
    """The school grade at which the text reads easily, by Flesch and Kincaid.

    Each of `names`, and each of `TERMS`, counts as one word of one syllable, whatever its length.
    """
    plain = _NameFolder(names).fold(text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(plain)))
    syllables = sum(syllable_count(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def syllable_count(word: str) -> int:
    """Roughly: groups of vowels, less a silent ending. A number in digits counts as one."""
    return sum(_syllables_of_part(part) for part in re.split(r"['’-]", word.lower()) if part)


def _syllables_of_part(part: str) -> int:
    return max(1, len(_VOWELS.findall(_SILENT.sub("", part))) + len(_APART.findall(part)))


class _NameFolder:
    """Puts one short word in place of each name, the longest names first, so that no name hides inside another."""

    def __init__(self, names: Iterable[str]) -> None:
        longest_first = sorted({*names, *TERMS} - {""}, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})s?(?!\w)", re.IGNORECASE)

    def fold(self, text: str) -> str:
        return self.pattern.sub("Name", text)
