"""Cards of offerings for lists, each rendered once in the life of its entry's version; and why it was found."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _lazy

from catalogue.languages import current_language, kept_by_language
from catalogue.search import Entry, Snapshot
from catalogue.search.keeping import Kept
from catalogue.search.marking import mark
from catalogue.search.matching import Match
from catalogue.search.packing import Packing

from .moulds import fill, joined, mould

# Packed, with room for 5,000 of them; by language and version of the entry: a new one is another key, so nothing has to
# be taken out.
_cards = Kept(5 * 2**19, weigh=lambda packed: len(packed) + _KEY)

_KEY = 200  # bytes of a key and of its place in the store
Key = tuple[str, bytes]
_END = "</article>\n"
_MOST_PLACES = 3
# The fields of an entry's text, as the page calls them.
_FIELDS = {
    "title": _lazy("title"),
    "other_titles": _lazy("another title"),
    "institutions": _lazy("school"),
    "skills": _lazy("skills"),
    "parts": _lazy("its parts"),
    "sectors": _lazy("topic"),
    "summary": _lazy("summary"),
    "kind": _lazy("kind"),
    "places": _lazy("place"),
    "delivery": _lazy("how you learn"),
    "credit": _lazy("what it counts toward"),
    "cost": _lazy("cost"),
    "length": _lazy("length"),
    "level": _lazy("level"),
    "funding": _lazy("money behind it"),
    "audience": _lazy("who it is for"),
    "region": _lazy("where the school is"),
}


def cards(snapshot: Snapshot, numbers: Iterable[int], match: Match | None = None) -> list[SafeString]:
    """The card of each entry, with what matches marked. No template runs for a card that was made before."""
    numbers = [*numbers]
    versions, language = snapshot.versions(numbers), current_language()
    unmarked = [
        (number, _kept((language, version)) or _made(snapshot, number, (language, version)))
        for number, version in zip(numbers, versions, strict=True)
    ]
    made = (_marked(card, match, number) if match else card for number, card in unmarked)
    return [SafeString(card) for card in made]


def _kept(key: Key) -> str | None:
    packed = _cards.get(key)
    return _packing().unpack(packed).decode() if packed else None


def _made(snapshot: Snapshot, number: int, key: Key) -> str:
    card = _render(snapshot.entry(number))
    _cards.put(key, _packing().pack(card.encode()))
    return card


@kept_by_language
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
        roles.setdefault(who.called, []).append(who.role_words.lower())
    return [(name, ", ".join(words)) for name, words in roles.items()]


def _marked(card: str, match: Match, number: int) -> str:
    """The card with the matched words marked; where its title does not show them, with the places that hold them."""
    marked, where = mark(card, match), match.fields(number)
    if not where or "title" in where:
        return marked
    why = fill("components/why.html", {}, places=", ".join(str(_FIELDS[field]) for field in where[:_MOST_PLACES]))
    return marked.removesuffix(_END) + why + _END
