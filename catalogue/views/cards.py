"""Cards of offerings for lists, each rendered once in the life of its entry's version; and why it was found."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.safestring import SafeString

from catalogue.search import Entry, Snapshot
from catalogue.search.keeping import Kept
from catalogue.search.marking import mark
from catalogue.search.matching import Match
from catalogue.search.packing import Packing

from .moulds import fill, joined, mould

# Packed, with room for 5,000 of them; by the version of the entry: a new one is another key, so nothing has to be taken
# out.
_cards = Kept(5 * 2**19, weigh=lambda packed: len(packed) + _KEY)

_KEY = 150  # bytes of a key and of its place in the store
_END = "</article>\n"
_MOST_PLACES = 3
# The fields of an entry's text, as the page calls them.
_FIELDS = {
    "title": "title",
    "other_titles": "another title",
    "institutions": "school",
    "skills": "skills",
    "parts": "its parts",
    "sectors": "topic",
    "summary": "summary",
    "kind": "kind",
    "places": "place",
    "delivery": "how you learn",
    "credit": "what it counts toward",
    "cost": "cost",
    "length": "length",
    "level": "level",
    "funding": "money behind it",
    "audience": "who it is for",
    "region": "where the school is",
}


def cards(snapshot: Snapshot, numbers: Iterable[int], match: Match | None = None) -> list[SafeString]:
    """The card of each entry, with what matches marked. No template runs for a card that was made before."""
    numbers = [*numbers]
    versions = snapshot.versions(numbers)
    unmarked = [
        (number, _kept(version) or _made(snapshot, number, version))
        for number, version in zip(numbers, versions, strict=True)
    ]
    made = (_marked(card, match, number) if match else card for number, card in unmarked)
    return [SafeString(card) for card in made]


def _kept(version: bytes) -> str | None:
    packed = _cards.get(version)
    return _packing().unpack(packed).decode() if packed else None


def _made(snapshot: Snapshot, number: int, version: bytes) -> str:
    card = _render(snapshot.entry(number))
    _cards.put(version, _packing().pack(card.encode()))
    return card


@cache
def _packing() -> Packing:
    """All cards have their template in common."""
    pieces, _ = mould("components/card.html", tuple(_parts(Entry(*[""] * len(Entry._fields)))))
    return Packing("".join(pieces).encode())


def _render(entry: Entry) -> str:
    return fill("components/card.html", _parts(entry))


def _parts(entry: Entry) -> dict[str, str]:
    return {
        "slug": entry.slug,
        "url": entry.url,
        "title": entry.title,
        "who": joined([fill("components/who.html", {"name": name, "roles": roles}) for name, roles in _by_name(entry)]),
        "summary": entry.summary,
        "time": _capital(entry.time),
        "cost": _capital(entry.cost),
        "delivery": entry.delivery,
        "credit": entry.credit,
        "audience": entry.audience,
        "availability": entry.availability,
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _by_name(entry: Entry) -> list[tuple[str, str]]:
    """Each institution once, those that run the offering first, with all its roles in words."""
    roles: dict[str, list[str]] = {}
    for who in (*entry.providers, *entry.also):
        roles.setdefault(who.name, []).append(who.role.lower())
    return [(name, ", ".join(words)) for name, words in roles.items()]


def _marked(card: str, match: Match, number: int) -> str:
    """The card with the matched words marked; where its title does not show them, with the places that hold them."""
    marked, where = mark(card, match), match.fields(number)
    if not where or "title" in where:
        return marked
    why = fill("components/why.html", {}, places=", ".join(_FIELDS[field] for field in where[:_MOST_PLACES]))
    return marked.removesuffix(_END) + why + _END
