"""Templates rendered once, with holes that each page fills anew: for a list and for what stands on it many times.

A template takes forty times as long as putting a word into finished text, and a list has two hundred such words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from html import escape
from itertools import chain

from django.template.loader import get_template
from django.utils.safestring import SafeString

from catalogue.languages import current_language

# Stand for the holes while a template is rendered. Signs for private use: what visitors and staff write may hold them,
# so it is put in when they are gone, or goes without them.
_FIRST_SIGN = 0xE000
_SIGN = re.compile(f"([{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + 0xFF)}])")

Mould = tuple[tuple[str, ...], tuple[int, ...]]


def fill(template: str, holes: Mapping[str, str], **words: Hashable) -> SafeString:
    """The template with these words, in which few pages differ, and these fillings, escaped unless marked as safe.

    For the template a filling is there or it is empty; it must ask nothing more of it, and put no filter on it.
    """
    names = tuple([name for name, filling in holes.items() if filling])
    empty = tuple([name for name, filling in holes.items() if not filling])
    pieces, order = mould(template, names, empty, tuple(words.items()))
    fillings = [holes[name] for name in names]
    safe = [each if isinstance(each, SafeString) else escape(each) for each in fillings]
    return joined(chain.from_iterable(zip(pieces, [*(safe[number] for number in order), ""], strict=True)))


def mould(
    template: str, holes: tuple[str, ...], empty: tuple[str, ...] = (), words: tuple[tuple[str, Hashable], ...] = ()
) -> Mould:
    """The pieces of text around the holes, and which hole follows each piece but the last."""
    return _mould(current_language(), template, holes, empty, words)


@lru_cache(maxsize=8192)
def _mould(
    language: str,  # in which the template is rendered
    template: str,
    holes: tuple[str, ...],
    empty: tuple[str, ...],
    words: tuple[tuple[str, Hashable], ...],
) -> Mould:
    signs = {name: chr(_FIRST_SIGN + number) for number, name in enumerate(holes)}
    text = get_template(template).render({**dict.fromkeys(empty, ""), **_without_signs(words), **signs})
    pieces, found = _SIGN.split(text)[::2], _SIGN.findall(text)
    return tuple(pieces), tuple(ord(sign) - _FIRST_SIGN for sign in found)


def _without_signs(words: Iterable[tuple[str, Hashable]]) -> dict[str, Hashable]:
    return {name: _SIGN.sub("", word) if isinstance(word, str) else word for name, word in words}


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces made here or by a template, as one."""
    return SafeString("".join(pieces))  # each piece is finished and escaped
