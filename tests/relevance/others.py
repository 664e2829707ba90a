"""Known items: the titles of other people's courses become entries, and each is looked for by its own title.

The file is theirs and is not part of this repository: what uses it is left out where it does not lie beside it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from random import Random

from django.utils.text import slugify

from catalogue.models import Microcredential, Participation
from catalogue.models.vocabulary import Availability, Role, State
from institutions.changes import Way, recording
from institutions.models import Institution
from tests.relevance.scoring import Wanted

FILE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "courses-broken-characters.csv"

_EDGES = re.compile(r"^[^\w]+|[^\w+#]+$")
_TOO_COMMON_TO_TYPE = frozenset("a an and for from in of or the to using what is with".split())
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST_MISSPELT = 4
_SHORTEST_BEGINNING = 3
_MANY_LETTERS = 14


class KnownItems:
    """Courses of a file, the entries made of them, and the queries of somebody who remembers a title."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self.rows = list(rows)
        self.slugs = [f"{slugify(row['course_title'])}-{number}" for number, row in enumerate(self.rows)]
        self._titles = [_words(row["course_title"]) for row in self.rows]

    def queries(self) -> dict[str, list[Wanted]]:
        """The three ways in which each title is looked for."""
        return {"plain": self.plain, "misspelt": self.misspelt, "prefix": self.unfinished}

    @cached_property
    def plain(self) -> list[Wanted]:
        """The words by which one knows a title, in the order of the title."""
        return [self._wanted(" ".join(self._distinctive(title)), title) for title in self._titles]

    @cached_property
    def misspelt(self) -> list[Wanted]:
        """One slip of the finger, in long queries two; queries without a word long enough are left out."""
        slipped = ((_misspelt(wanted.query), wanted.answers) for wanted in self.plain)
        return [Wanted(query, answers) for query, answers in slipped if query]

    @cached_property
    def unfinished(self) -> list[Wanted]:
        """The last word is only begun; queries with a short last word are left out."""
        begun = ((_unfinished(wanted.query), wanted.answers) for wanted in self.plain)
        return [Wanted(query, answers) for query, answers in begun if query]

    def save(self) -> None:
        """Entries as an import would make them: the title, its school and what is said about it."""
        schools = {name: Institution(key=slugify(name), slug=slugify(name), name=name) for name in self._schools()}
        entries = [_entry(slug, row) for slug, row in zip(self.slugs, self.rows, strict=True)]
        with recording(way=Way.SHELL, why="Titles by others"):
            Institution.objects.bulk_create(schools.values())
            Microcredential.objects.bulk_create(entries)
            Participation.objects.bulk_create(
                Participation(
                    key=entry.key, microcredential=entry, institution=schools[row["School"]], role=Role.PROVIDER
                )
                for entry, row in zip(entries, self.rows, strict=True)
            )

    def _schools(self) -> list[str]:
        return sorted({row["School"] for row in self.rows})

    def _wanted(self, query: str, title: list[str]) -> Wanted:
        """Titles of the same words are one and the same to whoever remembers them."""
        return Wanted(query, (frozenset(self._same[frozenset(title)]),))

    @cached_property
    def _same(self) -> dict[frozenset[str], list[str]]:
        same = defaultdict(list)
        for slug, title in zip(self.slugs, self._titles, strict=True):
            same[frozenset(title)].append(slug)
        return same

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(word for title in self._titles for word in set(title))

    def _distinctive(self, title: list[str]) -> list[str]:
        """The rarest words, at least two, and as many as it takes for no other title to hold them all."""
        rarest = sorted(set(title), key=lambda word: (self._frequency[word], title.index(word)))
        for count in range(2, len(rarest)):
            if sum(set(rarest[:count]) <= set(other) for other in self._same) == 1:
                return [word for word in title if word in rarest[:count]]
        return title


def known_items() -> KnownItems:
    with FILE.open(encoding="utf-8", newline="") as file:
        return KnownItems(csv.DictReader(file))


def _words(title: str) -> list[str]:
    """The words of a title as one types them: no commas and quotes, but C++ and D3.js; no words such as “of”."""
    words = [_EDGES.sub("", word).lower() for word in title.split()]
    words = [word for word in words if word]
    return [word for word in words if word not in _TOO_COMMON_TO_TYPE] or words


def _entry(slug: str, row: dict[str, str]) -> Microcredential:
    return Microcredential(
        key=slug,
        slug=slug,
        title=row["course_title"],
        summary=row["About"] or row["course_title"],
        availability=Availability.LISTED,
        state=State.PUBLISHED,
    )


def _misspelt(query: str) -> str:
    """Always the same slips for the same query. "" if no word is long enough."""
    dice, words = Random(query), query.split()
    long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST_MISSPELT and word.isalpha()]
    slips = 2 if len(query) > _MANY_LETTERS else 1
    for place in dice.sample(long, min(slips, len(long))):
        words[place] = _slip(dice, words[place])
    return " ".join(words) if long else ""


def _slip(dice: Random, word: str) -> str:
    """A letter left out, doubled, swapped with the next, or another one typed in its place."""
    place = dice.randrange(len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    slips = [before + after, before + 2 * letter + after, before + after[0] + letter + after[1:]]
    slips.append(before + dice.choice(_LETTERS.replace(letter, "")) + after)
    return dice.choice([slip for slip in slips if slip != word])


def _unfinished(query: str) -> str:
    """The query with between one letter and half of its last word to come. "" if that word is too short to cut."""
    *whole, last = query.split()
    least = max(_SHORTEST_BEGINNING, -(-len(last) // 2))
    if least >= len(last):
        return ""
    return " ".join([*whole, last[: Random(query).randrange(least, len(last))]])
