"""The programs that an address names one by one, `?e=a&e=b`: which they are, their order, and the addresses beside it.

Comparison and shortlist both read them here. Nothing of it is remembered, and the database is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalogue.search import Entry, Problem, Snapshot

PARAMETER = "e"
# Above this many programs a list of all of them to choose from would be too long.
MOST_TO_CHOOSE_FROM = 60


@dataclass(frozen=True)
class Chosen:
    """Entries in the order of the address, each once; `problems` names whatever else the address holds."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def slugs(self) -> list[str]:
        return [entry.slug for entry in self.entries]

    @property
    def query(self) -> str:
        """The one way to ask for these in this order."""
        return query_of(self.slugs)

    def without(self, slug: str) -> str:
        """The query for the others."""
        return query_of(each for each in self.slugs if each != slug)

    def moved(self, slug: str, step: int) -> str:
        """The query with one of them so many places further down; empty where that is beyond either end."""
        others = [each for each in self.slugs if each != slug]
        place = self.slugs.index(slug) + step
        return query_of([*others[:place], slug, *others[place:]]) if 0 <= place <= len(others) else ""


def query_of(slugs: Iterable[str]) -> str:
    return urlencode([(PARAMETER, slug) for slug in slugs])


def read_chosen(request: HttpRequest, snapshot: Snapshot, most: int, also: Iterable[str] = ()) -> Chosen:
    """What the address names of this snapshot, the first `most` of them; `also` are other parameters of the page."""
    asked = dict.fromkeys(filter(None, map(str.strip, request.GET.getlist(PARAMETER))))
    found = {slug: snapshot.find(slug) for slug in asked}
    entries = [entry for entry in found.values() if entry]
    problems = [Problem(PARAMETER, slug, _unknown(slug)) for slug, entry in found.items() if entry is None]
    problems += [Problem(PARAMETER, entry.slug, _too_many(entry.title, most)) for entry in entries[most:]]
    strange = request.GET.keys() - {PARAMETER, *also}
    problems += [Problem(name, "", _("This page knows nothing of “%s”.") % short(name)) for name in sorted(strange)]
    return Chosen(tuple(entries[:most]), tuple(problems))


def others_of(snapshot: Snapshot, chosen: Chosen) -> list[tuple[str, str]]:
    """Slug and title of the programs that may be added; none where they are too many for a list."""
    if snapshot.size > MOST_TO_CHOOSE_FROM:
        return []
    entries = map(snapshot.entry, range(snapshot.size))
    return [(entry.slug, entry.title) for entry in entries if entry.slug not in chosen.slugs]


def _unknown(slug: str) -> str:
    return _("No program here is called “%s”. It may have been taken out, or the address was changed.") % short(slug)


def _too_many(title: str, most: int) -> str:
    return _("%(title)s: there is room for %(most)d at once.") % {"title": title, "most": most}


def short(word: str) -> str:
    """What somebody wrote in an address, cut where it would fill a page."""
    return word if len(word) <= 60 else f"{word[:60]}…"
