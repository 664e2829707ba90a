"""Cards of offerings for lists, each rendered once in the life of its entry's version."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from catalogue.search import Entry, Snapshot
from catalogue.search.entries import unpack
from catalogue.search.keeping import Kept
from catalogue.search.text import Match

# By the packed entry: a new version of an entry is another key, so nothing has to be taken out. As bytes, which take
# half the room of text with dashes and curly quotes in it.
_cards = Kept(16 * 2**20)


def cards(snapshot: Snapshot, numbers: Iterable[int], match: Match | None = None) -> list[SafeString]:
    """The card of each entry. No template runs for an entry whose card was made before."""
    packed = (snapshot.packed[number] for number in numbers)
    return [mark_safe((_cards.get(each) or _render(each)).decode()) for each in packed]


def _render(packed: bytes) -> bytes:
    entry = unpack(packed)
    card = get_template("components/card.html").render({"entry": entry, "involved": _by_name(entry)}).encode()
    return _cards.put(packed, card, len(card))


def _by_name(entry: Entry) -> list[tuple[str, str]]:
    """Each institution once, those that run the offering first, with all its roles in words."""
    roles: dict[str, list[str]] = {}
    for who in (*entry.providers, *entry.also):
        roles.setdefault(who.name, []).append(who.role.lower())
    return [(name, ", ".join(words)) for name, words in roles.items()]
