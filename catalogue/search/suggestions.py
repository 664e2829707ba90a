"""What to suggest while somebody types: programs, schools, topics and skills. Not how they are shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalogue.languages import digits

from .entries import Entry, lines_of
from .facets import NOT_STATED
from .index import Snapshot
from .query import MAX_TEXT, MAX_WORDS
from .results import Search
from .text import fold, words

MOST = 8
FEWEST_LETTERS = 2
# Lines of skills looked at, the most frequent first: what one entry alone says is found among the programs.
MOST_SKILLS = 2_000

# By their English words; a page words them in its language.
PROGRAMS, SCHOOLS, TOPICS, SKILLS = (
    gettext_noop("Programs"),
    gettext_noop("Schools"),
    gettext_noop("Topics (our reading)"),
    gettext_noop("Skills"),
)
# Who gets the next place, over and over: with enough of everything four programs, two schools, a topic and a skill.
_TURNS = (PROGRAMS, PROGRAMS, SCHOOLS, TOPICS, SKILLS)

_SIGNS = re.compile(r'["\u201c-\u201f\u00ab\u00bb]|(?<!\w)[-\u2010-\u2015\u2212]+')


class Suggestion(NamedTuple):
    """One thing to go to. `hint` tells it from others of the same name, or says how much is there."""

    group: str
    label: str
    hint: str
    url: str


def suggest(text: str, snapshot: Snapshot) -> list[Suggestion]:
    """At most `MOST` things whose names hold words that begin with the words typed, group by group.

    Programs that hold the words elsewhere fill the places that are left.
    """
    typed = _typed(text)
    if sum(map(len, typed)) < FEWEST_LETTERS:
        return []
    titled, others = _programs(text, typed, snapshot)
    found = {PROGRAMS: titled} | {group: labels.starting(typed) for group, labels in get_ready(snapshot).items()}
    shares = _shares({group: len(each) for group, each in found.items()})
    found = {group: each[: shares[group]] for group, each in found.items()}
    found[PROGRAMS] += others[: MOST - sum(shares.values())]
    return list(chain.from_iterable(found.values()))


class Named(NamedTuple):
    """Something that the list can be asked for: what it is called, by which names it is found, and how it is asked."""

    label: str
    names: str
    count: int  # of offerings, 0 where it is not known
    parameter: str
    value: str


class Labels:
    """Members of one group, to be found by the beginnings of the words in their names."""

    def __init__(self, group: str, named: Iterable[Named]) -> None:
        """Those named first are suggested first."""
        self._group, self._named = group, tuple(named)
        self._folded = [_folded(each.label) for each in self._named]
        places = sorted((word, place) for place, each in enumerate(self._named) for word in _words(each.names))
        self._vocabulary = [word for word, _ in places]
        self._places = [place for _, place in places]

    def starting(self, typed: Sequence[str]) -> list[Suggestion]:
        """Those of which each word typed begins a word, first those that begin with what was typed."""
        found = set.intersection(*map(self._with_word, typed))
        whole = " ".join(typed)
        best = nsmallest(MOST, found, key=lambda place: (not self._folded[place].startswith(whole), place))
        return [self._suggestion(self._named[place]) for place in best]

    def _suggestion(self, named: Named) -> Suggestion:
        url = f"{reverse('microcredentials')}?{_query(**{named.parameter: named.value})}"
        return Suggestion(self._group, named.label, _offerings(named.count) if named.count else "", url)

    def _with_word(self, beginning: str) -> set[int]:
        start = bisect_left(self._vocabulary, beginning)
        end = bisect_left(self._vocabulary, beginning + "\U0010ffff", start)
        return set(self._places[start:end])


def _offerings(count: int) -> str:
    return ngettext("{count} offering", "{count} offerings", count).format(count=digits(count))


def _typed(text: str) -> list[str]:
    """The words typed, hyphens read as spaces; none where the list itself would not search for so many."""
    if len(text) > MAX_TEXT:
        return []
    typed = list(words(fold(text).replace("-", " ")))
    return typed if len(typed) <= MAX_WORDS else []


@lru_cache(maxsize=8192)
def _words(names: str) -> frozenset[str]:
    return frozenset(words(names))


@lru_cache(maxsize=8192)
def _folded(label: str) -> str:
    return " ".join(words(fold(label).replace("-", " ")))


def _shares(available: dict[str, int]) -> dict[str, int]:
    """How many places each group gets."""
    shares = dict.fromkeys(available, 0)
    while sum(shares.values()) < min(MOST, sum(available.values())):
        for group in _TURNS:
            if sum(shares.values()) < MOST:
                shares[group] = min(shares[group] + 1, available[group])
    return shares


# Programs


def _programs(text: str, typed: list[str], snapshot: Snapshot) -> tuple[list[Suggestion], list[Suggestion]]:
    """What the list itself finds, in its order: what has all the words in its titles, and what has not."""
    search = Search(_query(q=text), snapshot)
    found: tuple[list[Suggestion], list[Suggestion]] = ([], [])
    for entry in search.entries if search.text else ():
        found[not _in_titles(entry, typed)].append(Suggestion(PROGRAMS, entry.title, _who(entry, snapshot), entry.url))
    return found


def _in_titles(entry: Entry, typed: list[str]) -> bool:
    titles = _words("\n".join((entry.title, *entry.other_titles)))
    return all(any(word.startswith(beginning) for word in titles) for beginning in typed)


def _who(entry: Entry, snapshot: Snapshot) -> str:
    """Whether it has ended, and its schools by their short names."""
    schools = [snapshot.labels["provider"].get(who.slug, who.called) for who in entry.providers]
    return ", ".join([*[_("Ended")] * entry.ended, *schools])


# Schools, topics and skills, made once in the life of a snapshot


def get_ready(snapshot: Snapshot) -> dict[str, Labels]:
    """Make what suggestions are taken from, unless it is made; a server does so before anybody types."""
    return snapshot.once("suggestions", lambda: _all_labels(snapshot))


def _all_labels(snapshot: Snapshot) -> dict[str, Labels]:
    groups = {
        SCHOOLS: _options(snapshot, "provider"),
        TOPICS: _options(snapshot, "sector"),
        SKILLS: _skills(snapshot.own("skills", range(snapshot.size))),
    }
    return {group: Labels(group, named) for group, named in groups.items()}


def _options(snapshot: Snapshot, facet: str) -> Iterator[Named]:
    """The answers of a facet that entries have, those of most entries first."""
    counts = {value: snapshot.sets.get((facet, value), 0).bit_count() for value in snapshot.labels[facet]}
    for value in sorted(counts, key=lambda value: -counts[value]):
        if counts[value] and value != NOT_STATED:
            label, names = _names(snapshot, facet, value)
            yield Named(label, names, counts[value], facet, value)


def _names(snapshot: Snapshot, facet: str, value: str) -> tuple[str, str]:
    """What an answer is called here, and all the names by which it is looked for."""
    label = snapshot.labels[facet][value]
    if facet != "provider":
        return label, label
    place = snapshot.places[value]
    shown = f"{place.name} ({label})" if label != place.name else label
    return shown, "\n".join((place.name, place.short_name, place.other_names))


def _skills(texts: Iterable[str]) -> Iterator[Named]:
    """Lines of skills, the most frequent first; lines that differ only in accents, case or signs are one."""
    lines = Counter(chain.from_iterable(map(lines_of, texts)))
    distinct: dict[str, str] = {}
    for line in (line for line, times in lines.most_common(2 * MOST_SKILLS)):
        if len(line) <= MAX_TEXT and 0 < len(_folded(line).split()) <= MAX_WORDS:
            distinct.setdefault(_folded(line), line)
    for line in islice(distinct.values(), MOST_SKILLS):
        yield Named(line, line, 0, "q", _without_signs(line))


def _without_signs(line: str) -> str:
    """The words of a line, without what a query takes for a phrase or for a word to leave out."""
    return " ".join(_SIGNS.sub(" ", line).split())


def _query(**query: str) -> str:
    return urlencode(query, errors="replace")
