"""Templates rendered once, with holes that each page fills anew: for a list and for what stands on it many times.

A template takes forty times as long as putting a word into finished text, and a list has two hundred such words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from html import escape

from django.template.loader import get_template
from django.utils.safestring import SafeString

from catalogue.languages import current_language

# Stand for the holes while a template is rendered. Signs for private use: what visitors and staff write may hold them,
# so it is put in when they are gone, or goes without them.
_FIRST_SIGN = 0xE000
_SIGN = re.compile(f"([{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + 0xFF)}])")

# Text with a gap at every other place, and which hole each gap is.
Mould = tuple[list[str], list[int]]


def fill(template: str, holes: Mapping[str, str], **words: Hashable) -> SafeString:
    """The template with these words, in which few pages differ, and these fillings, escaped unless marked as safe.

    For the template a filling is there or it is empty; it must ask nothing more of it, and put no filter on it.
    """
    return poured(template, tuple(holes), finished(holes.values()), **words)


def finished(fillings: Iterable[str]) -> tuple[str, ...]:
    """Fillings as they stand in the text."""
    return tuple([each + "" if type(each) is SafeString else escape(each) for each in fillings])  # plain strings


def poured(template: str, holes: tuple[str, ...], fillings: tuple[str, ...], **words: Hashable) -> SafeString:
    """The same with finished fillings, which may have been kept."""
    filled = tuple(map(bool, fillings))
    mould, order = _mould(current_language(), template, holes, filled, tuple(words.items()))
    text = mould[:]
    text[1::2] = map(fillings.__getitem__, order)
    return joined(text)


def pieces(template: str, holes: tuple[str, ...], **words: Hashable) -> list[str]:
    """The text around the holes, with something in each of them."""
    mould, _ = _mould(current_language(), template, holes, (True,) * len(holes), tuple(words.items()))
    return mould[::2]


@lru_cache(maxsize=8192)
def _mould(
    language: str,  # in which the template is rendered
    template: str,
    holes: tuple[str, ...],
    filled: tuple[bool, ...],
    words: tuple[tuple[str, Hashable], ...],
) -> Mould:
    signs = [chr(_FIRST_SIGN + number) if is_there else "" for number, is_there in enumerate(filled)]
    text = get_template(template).render({**_without_signs(words), **dict(zip(holes, signs, strict=True))})
    mould = _SIGN.split(text)
    return mould, [ord(sign) - _FIRST_SIGN for sign in mould[1::2]]


def _without_signs(words: Iterable[tuple[str, Hashable]]) -> dict[str, Hashable]:
    return {name: _SIGN.sub("", word) if isinstance(word, str) else word for name, word in words}


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces made here or by a template, as one."""
    return SafeString("".join(pieces))  # each piece is finished and escaped
