"""Templates rendered once, with holes that each page fills anew: for a list and for what stands on it many times.

A template takes forty times as long as putting a word into finished text, and a list has two hundred such words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from operator import itemgetter
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString

from catalogue.languages import kept_by_language

# Stand for the holes while a template is rendered. Signs for private use: what visitors and staff write may hold them,
# so it is put in when they are gone, or goes without them.
_FIRST_SIGN = 0xE000
_SIGN = re.compile(f"([{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + 0xFF)}])")

Words = tuple[tuple[str, Hashable], ...]


class Mould(NamedTuple):
    """Text with a gap at every other place, and what takes the filling of each gap from those of the holes."""

    text: list[str] | list[bytes]
    take: Callable[[Sequence], Sequence]


def fill(template: str, holes: Mapping[str, str], **words: Hashable) -> SafeString:
    """The template with these words, in which few pages differ, and these fillings, escaped unless marked as safe.

    For the template a filling is there or it is empty; it must ask nothing more of it, and put no filter on it.
    """
    fillings = [*map(finished, holes.values())]
    text, take = _mould(blank(template, tuple(holes), tuple(words.items())), tuple(map(bool, fillings)))
    text = text[:]
    text[1::2] = take(fillings)
    return joined(text)


def fill_bytes(template: str, holes: Mapping[str, str | bytes], **words: Hashable) -> bytes:
    """The same as it is sent. Fillings that are bytes are finished text."""
    fillings = [each if type(each) is bytes else finished(each).encode() for each in holes.values()]
    return poured(blank(template, tuple(holes), tuple(words.items())), fillings)


def finished(filling: str) -> str:
    """A filling as it stands in the text."""
    return filling if type(filling) is SafeString else escape(filling)


class Blank:
    """A template in the language of the page, with its words and the names of its holes. There is one of each."""

    def __init__(self, template: str, holes: tuple[str, ...], words: Words) -> None:
        self._template, self._holes, self._words = template, holes, words

    def cut(self, filled: tuple[bool, ...]) -> Mould:
        """Where some of the holes are filled and the others empty."""
        signs = [chr(_FIRST_SIGN + number) if is_there else "" for number, is_there in enumerate(filled)]
        context = {**_without_signs(self._words), **dict(zip(self._holes, signs, strict=True))}
        mould = _SIGN.split(get_template(self._template).render(context))
        # The moulds of a template are largely the same pieces.
        return Mould([*map(sys.intern, mould)], _taker([ord(sign) - _FIRST_SIGN for sign in mould[1::2]]))


def _taker(order: list[int]) -> Callable[[Sequence], Sequence]:
    """The quickest way to take several; of one, or none, it would make no sequence."""
    return itemgetter(*order) if len(order) > 1 else lambda fillings: [fillings[number] for number in order]


@kept_by_language
def blank(template: str, holes: tuple[str, ...], words: Words = ()) -> Blank:
    return Blank(template, holes, words)


def poured(blank: Blank, fillings: Sequence[bytes]) -> bytes:
    """Finished fillings, one for each hole, as bytes with what is around them.

    What is long is put together as bytes: one letter that is not ASCII makes Python handle all the text around it at a
    tenth of its usual pace.
    """
    text, take = _mould_in_bytes(blank, tuple(map(bool, fillings)))
    text = text[:]
    text[1::2] = take(fillings)
    return b"".join(text)


def pieces(template: str, holes: tuple[str, ...], **words: Hashable) -> list[str]:
    """The text around the holes, with something in each of them. Made anew each time."""
    return Blank(template, holes, tuple(words.items())).cut((True,) * len(holes)).text[::2]


@lru_cache(maxsize=2048)
def _mould(blank: Blank, filled: tuple[bool, ...]) -> Mould:
    return blank.cut(filled)


@lru_cache(maxsize=1024)
def _mould_in_bytes(blank: Blank, filled: tuple[bool, ...]) -> Mould:
    text, take = blank.cut(filled)
    return Mould([*map(_encoded, text)], take)


@lru_cache(maxsize=4096)
def _encoded(piece: str) -> bytes:
    """The same object for the same piece."""
    return piece.encode()


def _without_signs(words: Iterable[tuple[str, Hashable]]) -> dict[str, Hashable]:
    return {name: _SIGN.sub("", word) if isinstance(word, str) else word for name, word in words}


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces made here or by a template, as one."""
    return SafeString("".join(pieces))  # each piece is finished and escaped
