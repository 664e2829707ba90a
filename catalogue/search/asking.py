"""What a visitor's text asks for: words, phrases in quotes, words not wanted. Not what is found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, pairwise
from typing import NamedTuple

from .folding import LINE, cut, fold, pieces

# Left out of a query that holds other words: the small words, and those with which people ask. Not "it", a trade.
STOP_WORDS = frozenset(
    """a an and as at by for from in into of on or that the to with near
    i im me my we us our you your want wants need like would looking look find get learn study take become how what
    where which is are am do does can could there any some about toward towards""".split()
)
# What every entry is, and where, so that none has to say so: it lifts whoever says it and is not asked of the others.
GENERAL = frozenset("course courses class classes program programs programme programmes training bc".split())

# Fewer letters are no beginning of a word, unless other words stand before them.
_SHORTEST_ALONE = 2

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_PART = re.compile(r'([-–−]?)"([^"]*)"|[^\s"]+')
_MINUS = re.compile(r"[-–−]+(?=\w)")


class Word(NamedTuple):
    """One word, a piece of a part of the text.

    `joined` are the ways to write it together with its neighbours, `begun` those of all these that may be unfinished.
    """

    text: str
    part: int
    piece: int = 0
    joined: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    general: bool = False


class Phrase(NamedTuple):
    """Words that must follow one another."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """`parts` are the pieces of the text as typed; `wanted` and `unwanted` stand in their order.

    `said` are all the words that are wanted, the small ones among them; the last one may be unfinished.
    """

    parts: tuple[str, ...]
    said: tuple[str, ...]
    unfinished: bool
    wanted: tuple[Word | Phrase, ...]
    unwanted: tuple[Word | Phrase, ...]

    def with_words(self, words: Mapping[tuple[int, int], str]) -> str:
        """The text with other words for some, by the part and the piece of it where they stand."""
        changed = {part for part, _ in words}
        parts = (self._with_words(n, words) if n in changed else typed for n, typed in enumerate(self.parts))
        return " ".join(filter(None, parts))

    def _with_words(self, part: int, words: Mapping[tuple[int, int], str]) -> str:
        pieces = (words.get((part, piece), word) for piece, word in enumerate(_pieces(self.parts[part])))
        return " ".join(filter(None, pieces))


def ask(text: str) -> Asked:
    """A stray quote or minus sign means nothing."""
    parts: list[str] = []
    wanted: list[Word | Phrase] = []
    unwanted: list[Word | Phrase] = []
    text = text.translate(_QUOTES)
    for part in _PART.finditer(text if text.count('"') % 2 == 0 else _without_last_quote(text)):
        minus, quoted = part.group(1), part.group(2)
        if quoted is not None:
            found: list[Word | Phrase] = [*_phrase(quoted)]
        else:
            minus = _MINUS.match(part.group())
            found = [*_words(part.group(), len(parts))]
        (unwanted if minus else wanted).extend(found)
        parts.append(part.group())
    said = [word for each in wanted for word in (each.words if isinstance(each, Phrase) else (each.text,))]
    unfinished = text[-1:].isalnum() and not (parts and minus)
    telling = _telling(_neighbours(wanted, unfinished))
    return Asked(tuple(parts), tuple(said), unfinished, tuple(telling), tuple(unwanted))


def query_words(text: str) -> list[str]:
    """The words that a query holds, hyphens read as spaces, without the small ones if there are others."""
    found = _pieces(text)
    return [word for word in found if word not in STOP_WORDS] or found


def _without_last_quote(text: str) -> str:
    before, _, after = text.rpartition('"')
    return f"{before} {after}"


def _phrase(quoted: str) -> Iterator[Phrase]:
    words = tuple(_pieces(quoted))
    if words:
        yield Phrase(words)


def _pieces(text: str) -> list[str]:
    """Its words, hyphens read as spaces; but .NET is not net."""
    if text.isalnum() and text.isascii():
        return [text.lower()]
    found = (word for word in cut(fold(text)) if word != LINE)
    return [piece for word in found for piece in ([word] if word.startswith(".") else pieces(word))]


def _words(part: str, number: int) -> Iterator[Word]:
    place = count()
    for word in [part] if part.isalnum() else cut(fold(part)):
        found = _pieces(word)
        joined = ("".join(found),) if len(found) > 1 else ()
        for piece in found:
            yield Word(piece, number, next(place), joined, (), piece in GENERAL)


def _neighbours(asked: list[Word | Phrase], unfinished: bool) -> list[Word | Phrase]:
    """Each word also knows how it is written together with the one before and the one after."""
    if not asked:
        return []
    joined = [(one.text + two.text,) if _join(one, two) else () for one, two in pairwise(asked)]
    ways = [
        (*each.joined, *before, *after) if isinstance(each, Word) else ()
        for each, before, after in zip(asked, [(), *joined], [*joined, ()], strict=True)
    ]
    ending: set[str] = set()
    if unfinished and isinstance(asked[-1], Word):
        alone = (asked[-1].text,) if len(asked[-1].text) >= _SHORTEST_ALONE or len(asked) > 1 else ()
        ending = {*alone, *asked[-1].joined, *(joined[-1] if joined else ())}
    return [
        each._replace(joined=way, begun=_among(ending, (each.text, *way))) if isinstance(each, Word) else each
        for each, way in zip(asked, ways, strict=True)
    ]


def _join(one: Word | Phrase, two: Word | Phrase) -> bool:
    """Not two letters in the midst of initials: the I.T. of B.C.I.T. is not “it”."""
    are_words = isinstance(one, Word) and isinstance(two, Word) and one.text.isalnum() and two.text.isalnum()
    return are_words and (one.part != two.part or len(one.text + two.text) > 2)


def _among(ending: set[str], ways: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([way for way in ways if way in ending]) if ending else ()


def _telling(asked: list[Word | Phrase]) -> list[Word | Phrase]:
    """Without the small words if there are others; and general words count as such only if there are others."""
    telling = [each for each in asked if isinstance(each, Phrase) or each.text not in STOP_WORDS] or asked
    if all(isinstance(each, Word) and each.general for each in telling):
        return [each._replace(general=False) for each in telling]
    return telling
