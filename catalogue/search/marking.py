"""Marks matched words in HTML that was rendered without them. Which words matched is known to the `Match`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .folding import fold
from .matching import Match, Words

_OPEN, _CLOSE = "<mark>", "</mark>"
_FOREIGN = re.compile("[^\0-\x7f]")
# Stands for a letter that becomes several or none, so that places have to be counted.
_UNEVEN = "\0"


def mark(html: str, match: Match) -> str:
    """Put `<mark>` round the matched words in the text of rendered HTML; tags, attributes and entities stay."""
    words = _as_written(match.words)
    if not words.whole and not words.begun:
        return html
    plain, places = _plain(html)
    spans = _spans(plain, words)
    return _marked(html, [(places[start], places[end]) for start, end in spans] if places else spans)


@lru_cache(maxsize=1024)
def _as_written(words: Words) -> Words:
    """With the ways to write what folding made one word."""
    ways = ("micro-credential", "micro credential")
    return Words(*({word.replace("microcredential", way) for word in each for way in (*ways, word)} for each in words))


def _spans(plain: str, words: Words) -> list[tuple[int, int]]:
    """Where matched words begin and end, in order, none within another."""
    found: dict[int, int] = {}
    for word in (*words.whole, *words.begun):
        start = plain.find(word)
        while start >= 0:
            end = start + len(word)
            if word in words.begun:
                end = _end_of_word(plain, end)
            if _is_word(plain, start, end) and end > found.get(start, 0):
                found[start] = end
            start = plain.find(word, start + 1)
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found.items()):
        if (not spans or start >= spans[-1][1]) and _is_text(plain, start):
            spans.append((start, end))
    return spans


def _is_word(plain: str, start: int, end: int) -> bool:
    return not plain[start - 1 : start].isalnum() and not plain[end : end + 1].isalnum()


def _end_of_word(plain: str, end: int) -> int:
    while plain[end : end + 1].isalnum():
        end += 1
    return end


def _is_text(plain: str, start: int) -> bool:
    """Whether a place is neither in a tag nor in an entity; every other `<` and `&` of rendered text is escaped."""
    if plain.rfind("<", 0, start) > plain.rfind(">", 0, start):
        return False
    return plain[start - 1 : start] != "&" and plain[start - 2 : start] != "&#"


def _plain(html: str) -> tuple[str, list[int] | None]:
    """HTML with folded letters; and the place of each of these in the HTML, unless they stand at the same places."""
    plain = html.lower() if html.isascii() else _FOREIGN.sub(lambda found: _one_letter(found.group()), html).lower()
    if len(plain) == len(html) and _UNEVEN not in plain:
        return plain, None
    letters, places = [], []
    for place, letter in enumerate(html):
        folded = letter.lower() if letter.isascii() else _letters(letter)
        letters.append(folded)
        places += [place] * len(folded)
    return "".join(letters), [*places, len(html)]


@lru_cache(maxsize=4096)
def _letters(letter: str) -> str:
    """What a letter is in a folded word; a sign that is no part of a word stays one."""
    folded = fold(letter)
    return folded if folded or _inside_word(letter) else "'"


def _one_letter(letter: str) -> str:
    folded = _letters(letter)
    return folded if len(folded) == 1 else _UNEVEN


def _inside_word(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or unicodedata.category(letter) in ("Cf", "Lm", "Lo")


def _marked(html: str, spans: list[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for start, end in spans:
        pieces += html[done:start], _OPEN, html[start:end], _CLOSE
        done = end
    return "".join((*pieces, html[done:])) if spans else html
