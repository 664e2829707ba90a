"""Offerings as cards or rows for lists, each rendered once in the life of its entry's version; and why it was found."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from catalogue.languages import current_language, kept_by_language
from catalogue.search import Entry, Snapshot
from catalogue.search.entries import Involved, around_the_slug
from catalogue.search.facts import OWN
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
# has to be taken out. An entry's own words are left out where the snapshot has them letter for letter. There is room
# for 9,000 of them, and in a large catalogue for all.
_cards = Kept(6 * 2**19, weigh=lambda written: len(written) + _KEY)
_ROOM_FOR_EACH = 340  # bytes for each entry of the catalogue
_KEY = 165  # bytes of a key and of its place in the store
# Bytes that no text in UTF-8 has. One stands between the fillings, the others for markup that every card repeats.
_BETWEEN, _ROLES, _END = b"\xff", b"\xfe", b"\xfd"
_MOST_PLACES = 3
_NOBODY = Entry(*[""] * len(Entry._fields))
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
    _cards.have_room(_ROOM_FOR_EACH * snapshot.size)
    kept, mark_of_form, card_of_form = _cards.get, _mark_of_form(form), blank(form.template, _HOLES)
    places = match.fields(numbers) if match else repeat(())
    before, after = (each.encode() for each in around_the_slug())
    roles, end = _around_roles()
    cards = []
    slugs = map(_escaped, snapshot.slugs.of(numbers))
    for number, slug, (version, said), where in zip(numbers, slugs, snapshot.versions(numbers), places, strict=False):
        key = version ^ mark_of_form
        written = (kept(key) or _made(key, snapshot.entry(number), said)).replace(_ROLES, roles).replace(_END, end)
        fillings = written.split(_BETWEEN)
        if len(fillings) < _FILLINGS:
            fillings += _own_words(said)
        fillings += slug, before + slug + after
        card = poured(card_of_form, fillings)
        cards.append(_marked(form, card.decode(), match, where).encode() if match else card)
    return cards


def _made(key: int, entry: Entry, said: list[bytes]) -> bytes:
    """The fillings of an entry's card, made once for each version of it."""
    worded = [finished(part).encode() for part in _parts(entry).values()]
    own = [finished(part).encode() for part in _words(entry).values()]
    written = _BETWEEN.join(worded if own == [*_own_words(said)] else worded + own)
    roles, end = _around_roles()
    return _cards.put(key, written.replace(roles, _ROLES).replace(end, _END))


def _escaped(slug: bytes) -> bytes:
    return slug if slug.replace(b"-", b"").isalnum() else escape(slug.decode()).encode()


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
    """What is said of it in words of this site."""
    return {
        "who": _who((*entry.providers, *entry.also)),
        "time": _capital(entry.time),
        "cost": _capital(entry.cost),
        "delivery": entry.delivery,
        "credit": entry.credit,
        "availability": entry.availability,
    }


def _words(entry: Entry) -> dict[str, str]:
    """What it says in words of its own."""
    return {"title": entry.title, "summary": entry.summary, "audience": entry.audience}


# The same words among all that the snapshot has of an entry.
_own_words = itemgetter(*[OWN.index(name) for name in _words(_NOBODY)])


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
_HOLES = (*_parts(_NOBODY), *_words(_NOBODY), "slug", "url")
_FILLINGS = len(_HOLES) - 2


def _marked(form: Form, card: str, match: Match, where: tuple[str, ...]) -> str:
    """The card with the matched words marked; where its title does not show them, with the places that hold them."""
    marked = mark(card, match)
    if not where or "title" in where:
        return marked
    return marked.replace(form.end, _why(where[:_MOST_PLACES]) + form.end, 1)


@kept_by_language
def _why(where: tuple[str, ...]) -> SafeString:
    return fill("components/why.html", {"places": ", ".join([str(_FIELDS[field]) for field in where])})
