"""Cards of offerings for lists, each rendered once in the life of its entry's version; and why it was found."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from catalogue.search import Entry, Snapshot
from catalogue.search.keeping import Kept
from catalogue.search.marking import mark
from catalogue.search.matching import Match

from .moulds import fill, joined

# By the version of the entry: a new one is another key, so nothing has to be taken out. As bytes, which take half the
# room of text with dashes and curly quotes in it.
_cards = Kept()

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
    unmarked = ((number, _card(snapshot, number)) for number in numbers)
    made = (_marked(card, match, number) if match else card for number, card in unmarked)
    return [SafeString(card) for card in made]


def _card(snapshot: Snapshot, number: int) -> str:
    version = snapshot.version(number)
    return (_cards.get(version) or _cards.put(version, *_sized(_render(snapshot.entry(number))))).decode()


def _sized(card: str) -> tuple[bytes, int]:
    encoded = card.encode()
    return encoded, len(encoded)


def _render(entry: Entry) -> str:
    parts = {
        "slug": entry.slug,
        "url": entry.url,
        "title": entry.title,
        "who": joined([fill("components/who.html", {"name": name, "roles": roles}) for name, roles in _by_name(entry)]),
        "summary": entry.summary,
        "time": capfirst(entry.time),
        "cost": capfirst(entry.cost),
        "delivery": entry.delivery,
        "credit": entry.credit,
        "audience": entry.audience,
        "availability": entry.availability,
    }
    return fill("components/card.html", parts)


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
