"""How wide text is, about: the server has no fonts, and each visitor may have another one. Widths lean to the wide."""

from __future__ import annotations

SIZE, SMALL, LEADING = 16, 13, 1.3

_NARROW = frozenset("iljtfrI.,:;'’‘“”|!()[]/ -·")
_WIDE = frozenset("mwMW@%—…&")
# Parts of the size of the letters, as wide as those of DejaVu Sans, the widest font that visitors are likely to have.
_NARROW_EM, _USUAL_EM, _CAPITAL_EM, _WIDE_EM, _BOLD = 0.37, 0.59, 0.69, 0.95, 1.16
# So much wider than its line a single word may be.
_TOLERANCE = 1.12


class English(str):
    """Words that stay English whatever the page speaks, as titles do: on a French page the drawing says so."""

    __slots__ = ()


def like(words: str, line: str) -> str:
    """A line of these words, in their language."""
    return English(line) if isinstance(words, English) else line


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Units that the text takes on one line."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def wrap(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """The text in lines of at most this width. A word much too long for a line is cut; nothing is left out.

    One that is a little too long stays whole: a box has room around its text, and most fonts are narrower.
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines += _cut(word, width, size, bold=bold)
    return lines


def _cut(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    if text_width(word, size, bold=bold) <= width * _TOLERANCE:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _em(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_EM
    if letter in _WIDE:
        return _WIDE_EM
    if ord(letter) > 0x2E7F:
        return 1.0
    return _CAPITAL_EM if letter.isupper() else _USUAL_EM
