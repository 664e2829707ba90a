"""Marks matched words in HTML that was rendered without them. Which words matched is known to the `Match`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .folding import fold
from .matching import Match, Words

_OPEN, _CLOSE = "<mark>", "</mark>"
_FOREIGN = re.compile("[^\0-\x7f]")
# Names of facts, words of controls, and that nobody states a fact.
_SAID_BY_THE_PAGE = ("<dt", '<span class="label', '<span class="not-stated')
# Stands for a letter that becomes several or none, so that places have to be counted.
_UNEVEN = "\0"


def mark(html: str, match: Match) -> str:
    """Put `<mark>` round the matched words in the text of rendered HTML; tags, attributes and entities stay."""
    needles = _needles(match.words)
    if not needles:
        return html
    plain, places = _plain(html)
    spans = _spans(plain, needles)
    return _marked(html, [(places[start], places[end]) for start, end in spans] if places else spans)


@lru_cache(maxsize=1024)
def _needles(words: Words) -> tuple[tuple[str, bool], ...]:
    """What to look for, and whether it is the beginning of a word only; also what folding made one word, as written."""
    ways = ("micro-credential", "micro credential", "microcredential")
    whole, begun = ({word.replace("microcredential", way) for word in each for way in ways} for each in words)
    beginnings = tuple(word for word in sorted(begun) if not word.startswith(tuple(begun - {word})))
    return (
        *((word, True) for word in beginnings),
        *((word, False) for word in sorted(whole) if not word.startswith(beginnings)),
    )


def _spans(plain: str, needles: tuple[tuple[str, bool], ...]) -> list[tuple[int, int]]:
    """Where matched words begin and end, in order, none within another."""
    found: dict[int, int] = {}
    for word, is_beginning in needles:
        start = plain.find(word)
        while start >= 0:
            end = start + len(word)
            if not plain[start - 1 : start].isalnum() and _is_text(plain, start):
                if is_beginning:
                    end = _end_of_word(plain, end)
                if end > found.get(start, 0) and not plain[end : end + 1].isalnum():
                    found[start] = end
            start = plain.find(word, end)
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found.items()):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _end_of_word(plain: str, end: int) -> int:
    while plain[end : end + 1].isalnum():
        end += 1
    return end


def _is_text(plain: str, start: int) -> bool:
    """Whether a place is neither in a tag nor in an entity; every other `<` and `&` of rendered text is escaped.

    Nor in what the page says and not the entry.
    """
    if (tag := plain.rfind("<", 0, start)) > plain.rfind(">", 0, start) or plain.startswith(_SAID_BY_THE_PAGE, tag):
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
