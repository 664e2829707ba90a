"""Offerings as cards or rows for lists, each rendered once in the life of its entry's version; and why it was found."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape, unescape
from itertools import repeat
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from catalogue.languages import current_language, kept_by_language
from catalogue.search import Entry, Snapshot
from catalogue.search.entries import Involved, around_the_slug
from catalogue.search.keeping import Kept
from catalogue.search.marking import mark
from catalogue.search.matching import Match

from .moulds import blank, fill, finished, joined, pieces, poured


class Form(NamedTuple):
    """A way to show an entry in a list. `end`: what stands after the line that says where the words were found."""

    template: str
    end: str


CARD = Form("components/card.html", "</article>")
ROW = Form("components/row.html", "</th>")

# What fills the holes of the template, by form, language and version of the entry: a new one is another key, so nothing
# has to be taken out. There is room for 5,000 of them, and in a large catalogue for four in ten.
_cards = Kept(6 * 2**19, weigh=lambda written: len(written) + _KEY)
_ROOM_FOR_EACH = 280  # bytes for each entry of the catalogue
_KEY = 165  # bytes of a key and of its place in the store
# Bytes that no text in UTF-8 has. One stands between the fillings, the others for markup that every card repeats.
_BETWEEN, _ROLES, _END = b"\xff", b"\xfe", b"\xfd"
_MOST_PLACES = 3
# The fields of an entry's text, as the page calls them.
_FIELDS = {
    "title": gettext_lazy("title"),
    "other_titles": gettext_lazy("another title"),
    "institutions": gettext_lazy("school"),
    "skills": gettext_lazy("skills"),
    "parts": gettext_lazy("its parts"),
    "sectors": gettext_lazy("topic"),
    "summary": gettext_lazy("summary"),
    "kind": gettext_lazy("kind"),
    "places": gettext_lazy("place"),
    "delivery": gettext_lazy("how you learn"),
    "credit": gettext_lazy("what it counts toward"),
    "cost": gettext_lazy("cost"),
    "length": gettext_lazy("length"),
    "level": gettext_lazy("level"),
    "funding": gettext_lazy("money behind it"),
    "audience": gettext_lazy("who it is for"),
    "region": gettext_lazy("where the school is"),
}


def cards(snapshot: Snapshot, numbers: Iterable[int], match: Match | None = None, form: Form = CARD) -> list[bytes]:
    """The card or row of each entry, with what matches marked. No template runs for one that was made before."""
    numbers = [*numbers]
    card_of_form = blank(form.template, _HOLES)
    places = match.fields(numbers) if match else repeat(())
    before, after = (each.encode() for each in around_the_slug())
    roles, end = _around_roles()
    cards = []
    slugs = [escape(slug.decode()).encode() for slug in snapshot.slugs.of(numbers)]
    for written, slug, where in zip(_written(snapshot, numbers, form), slugs, places, strict=False):
        fillings = written.replace(_ROLES, roles).replace(_END, end).split(_BETWEEN)
        card = poured(card_of_form, (*fillings, slug, before + slug + after))
        cards.append(_marked(form, card.decode(), match, where).encode() if match else card)
    return cards


def titles(snapshot: Snapshot, numbers: list[int], form: Form = CARD) -> list[str]:
    """The title of each entry, out of what is kept for its card: to unpack the entry takes longer."""
    return [unescape(written[: written.index(_BETWEEN)].decode()) for written in _written(snapshot, numbers, form)]


def _written(snapshot: Snapshot, numbers: list[int], form: Form) -> list[bytes]:
    """The fillings of each entry, kept from now on."""
    _cards.have_room(_ROOM_FOR_EACH * snapshot.size)
    kept, mark_of_form = _cards.get, _mark_of_form(form)
    keys = [version ^ mark_of_form for version in snapshot.versions(numbers)]
    return [kept(key) or _made(key, snapshot.entry(number)) for number, key in zip(numbers, keys, strict=True)]


def _made(key: int, entry: Entry) -> bytes:
    written = _BETWEEN.join([finished(part).encode() for part in _parts(entry).values()])
    roles, end = _around_roles()
    return _cards.put(key, written.replace(roles, _ROLES).replace(end, _END))


@cache
def _around_roles() -> tuple[bytes, bytes]:
    """What stands before the roles of an institution and after them: a seventh of all that cards hold."""
    _, before, after = pieces("components/who.html", ("name", "roles"))
    return before.encode(), after.encode()


@kept_by_language
def _mark_of_form(form: Form) -> int:
    """Tells the forms of an entry from each other, and their languages."""
    return hash((form, current_language()))


def _parts(entry: Entry) -> dict[str, str]:
    return {
        "title": entry.title,
        "who": _who((*entry.providers, *entry.also)),
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


@kept_by_language
def _who(involved: tuple[Involved, ...]) -> SafeString:
    """Each institution once with all that it does, in the order given."""
    does: dict[str, tuple[Involved, ...]] = {}
    for who in involved:
        does[who.name] = (*does.get(who.name, ()), who)
    return joined(map(_institution, does.values()))


@kept_by_language
def _institution(does: tuple[Involved, ...]) -> SafeString:
    roles = ", ".join([each.role_words.lower() for each in does])
    return fill("components/who.html", {"name": does[0].called, "roles": roles})


# The holes of the templates: all that is kept, and what follows from the slug, which the snapshot has by itself.
_HOLES = (*_parts(Entry(*[""] * len(Entry._fields))), "slug", "url")


def _marked(form: Form, card: str, match: Match, where: tuple[str, ...]) -> str:
    """The card with the matched words marked; where its title does not show them, with the places that hold them."""
    marked = mark(card, match)
    if not where or "title" in where:
        return marked
    return marked.replace(form.end, _why(where[:_MOST_PLACES]) + form.end, 1)


@kept_by_language
def _why(where: tuple[str, ...]) -> SafeString:
    return fill("components/why.html", {"places": ", ".join([str(_FIELDS[field]) for field in where])})
