"""Words in cells: plain text, lists, and choices by code or by label, in English or French."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.translation import override

from catalogue.search.folding import fold

from .misread import Misread, UnknownWord, says_nothing

# An element, a comment or a character written by its name.
_MARKUP = re.compile(r"<[a-zA-Z/!?][^>]{0,60}>?|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
LONGEST_WORD = 200  # characters of a word that somebody may be asked about
_is_address = URLValidator(schemes=["http", "https"])


def text(value: str, most: int = 4000) -> str:
    """Plain text. Raises Misread for markup and for more than `most` characters."""
    if says_nothing(value):
        return ""
    if found := _MARKUP.search(value):
        raise Misread(f"It holds the markup “{found[0][:40]}”.", "Write plain text.")
    if len(value) > most:
        raise Misread(f"It has {len(value):,} characters, more than {most:,}.", "Shorten it.")
    return value


def line(value: str, most: int = 200) -> str:
    """Plain text in one line."""
    return text(" ".join(value.split()), most)


def items(value: str) -> tuple[str, ...]:
    """A list, parted by “;” or by line ends, each item once."""
    if says_nothing(value):
        return ()
    found = (line(item) for item in re.split(r";|\n", value))
    return tuple(dict.fromkeys(filter(None, found)))


def lines(value: str) -> str:
    """A list as the fields of an entry hold it: one item a line."""
    return "\n".join(items(value))


def address(value: str) -> str:
    """The address of a web page."""
    if says_nothing(value):
        return ""
    try:
        _is_address(value)
    except ValidationError:
        raise Misread(f"“{value[:60]}” is no web address.", "Write it whole, with https:// in front.") from None
    return line(value, 300)


def choice(vocabulary: type[TextChoices], also: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """A reader of one word of a vocabulary; `also` gives other words for some."""

    def read(value: str) -> str:
        if says_nothing(value):
            return ""
        known = {**_by_word(vocabulary), **{plain(word): code for word, code in (also or {}).items()}}
        if (code := known.get(plain(value))) is None:
            allowed = "; ".join(str(each.value) for each in vocabulary)
            reason = f"“{value[:60]}” is none of the words known here."
            raise UnknownWord(value[:LONGEST_WORD], reason, f"Write one of: {allowed}.")
        return code

    return read


@cache
def _by_word(vocabulary: type[TextChoices]) -> dict[str, str]:
    """Codes and labels in every language of the site, folded; the same whatever language a page is in."""
    words = {plain(each.value): each.value for each in vocabulary}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {plain(str(each.label)): each.value for each in vocabulary}
    return words


def plain(value: str) -> str:
    """As words are compared: folded, hyphens and signs as spaces."""
    return " ".join(re.sub(r"[^\w&+#]+|_", " ", fold(value)).split())
