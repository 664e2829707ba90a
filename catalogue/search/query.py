"""The parsed query string: one whitelist of what an address may ask, and its canonical form. Not what it finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote_plus

from django.http import QueryDict
from django.utils.translation import gettext as _

from .facets import FACETS, label_of
from .orders import BEST, SORTS, TITLE
from .text import query_words

MAX_TEXT = 200
MAX_WORDS = 12
MAX_PARAMETERS = 200
MAX_LENGTH = 8192
_MAX_ECHO = 60
AS_TYPED = "as-typed"
CARDS, TABLE = "cards", "table"
_PAGE = re.compile(r"[1-9][0-9]{0,17}")


_ORDER = tuple(facet.name for facet in FACETS)

# Values by facet, in the order of the facets.
Choices = tuple[tuple[str, tuple[str, ...]], ...]


class Problem(NamedTuple):
    """Something in an address that was ignored, and why, in words for the visitor.

    `is_understood`: words that are well written, but hold none or too many to search for.
    """

    parameter: str
    value: str
    message: str
    is_understood: bool = False


class Query(NamedTuple):
    """What is asked: words, chosen values by facet in order, a sort ("" for the usual one) and a page.

    `as_typed`: words are searched for as they stand, however they are spelt. `as_table`: one row for each entry.
    """

    text: str = ""
    chosen: Choices = ()
    sort: str = ""
    as_typed: bool = False
    as_table: bool = False
    page: int = 1

    @property
    def order(self) -> str:
        return self.sort or (BEST if self.text else TITLE)

    @property
    def canonical(self) -> str:
        """The one way to write this query: known keys in fixed order, sorted values, nothing that is usual anyway."""
        text = [_encoded(("q", self.text))] if self.text else []
        chosen = [_encoded_choices(self.chosen)] if self.chosen else []
        return "&".join([*text, *chosen, *map(_encoded, self._ways())])

    def pairs(self) -> list[tuple[str, str]]:
        text = [("q", self.text)] if self.text else []
        return [*text, *_choices(self.chosen), *self._ways()]

    def _ways(self) -> list[tuple[str, str]]:
        """How what is asked for is shown."""
        ways = []
        if self.sort not in ("", BEST if self.text else TITLE):
            ways.append(("sort", self.sort))
        if self.as_typed:
            ways.append(("spelling", AS_TYPED))
        if self.as_table:
            ways.append(("view", TABLE))
        if self.page > 1:
            ways.append(("page", str(self.page)))
        return ways

    def canonical_without(self, facet: str, value: str) -> str:
        """The canonical query, on its first page, with one value less."""
        dropped = (facet, value)
        return "&".join([_encoded(pair) for pair in self.pairs() if pair != dropped and pair[0] != "page"])

    def canonical_with(self, facet: str, value: str) -> str:
        """The canonical query, on its first page, with one value more in a facet that has some already."""
        more = [(name, tuple(sorted((*values, value))) if name == facet else values) for name, values in self.chosen]
        return self._replace(chosen=tuple(more), page=1).canonical

    def values(self, facet: str) -> tuple[str, ...]:
        return next((values for name, values in self.chosen if name == facet), ())

    def choosing(self, facet: str, values: Iterable[str]) -> Query:
        """The same query, on its first page, with these values and no others in one facet."""
        chosen = {**dict(self.chosen), facet: tuple(sorted(set(values)))}
        ordered = tuple([(name, chosen[name]) for name in _ORDER if chosen.get(name)])
        return self._replace(chosen=ordered, page=1)

    def without_text(self) -> Query:
        return self._replace(text="", sort="" if self.sort == BEST else self.sort, as_typed=False, page=1)

    def without_choices(self) -> Query:
        return self._replace(chosen=(), page=1)

    def asking(self, text: str, *, as_typed: bool = False) -> Query:
        """The same filters with other words, or with the same ones taken as they are spelt."""
        return self._replace(text=text, as_typed=as_typed, page=1)

    def sorted_by(self, sort: str) -> Query:
        return self._replace(sort=sort, page=1)

    def shown(self, *, as_table: bool) -> Query:
        """The same page, entry for entry, as a table or as cards."""
        return self._replace(as_table=as_table)

    def on_page(self, number: int) -> Query:
        return self._replace(page=number)


@lru_cache(maxsize=4096)
def _encoded(pair: tuple[str, str]) -> str:
    return f"{quote_plus(pair[0])}={quote_plus(pair[1])}"


@lru_cache(maxsize=64)  # a page writes the same ones a dozen times
def _encoded_choices(chosen: Choices) -> str:
    return "&".join(map(_encoded, _choices(chosen)))


def _choices(chosen: Choices) -> list[tuple[str, str]]:
    return [(facet, value) for facet, values in chosen for value in values]


class Asked(NamedTuple):
    """The query in an address, and what of the address had to be ignored."""

    query: Query
    problems: list[Problem]


def parse(asked: QueryDict | str, known: Mapping[str, Mapping[str, str]]) -> Asked:
    """The query in an address, and what of it had to be ignored. `known` holds the possible values by facet."""
    parser = _Parser(known)
    pairs, surplus = _pairs(asked)
    for name, value in pairs:
        parser.read(name, value)
    if surplus:
        parser.problem("", "", _("This address asks for too many things. The rest was left out."))
    return Asked(parser.query(), parser.problems)


def _pairs(asked: QueryDict | str) -> tuple[list[tuple[str, str]], bool]:
    """Names and values that say something, free of what no encoding can write; and whether there were too many."""
    if isinstance(asked, QueryDict):
        pairs, cut = [(name, value) for name, values in asked.lists() for value in values], False
    else:
        pairs, cut = parse_qsl(asked[:MAX_LENGTH], errors="replace"), len(asked) > MAX_LENGTH
    stated = [(_writable(name), _writable(value)) for name, value in pairs if value.strip()]
    return stated[:MAX_PARAMETERS], cut or len(stated) > MAX_PARAMETERS


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_text(text: str) -> bool:
    return len(text) <= MAX_TEXT and "\0" not in text


class _Parser:
    """Reads one name and value after another; whatever it cannot use becomes a problem."""

    def __init__(self, known: Mapping[str, Mapping[str, str]]) -> None:
        self.known = known
        self.problems: list[Problem] = []
        self.chosen: dict[str, set[str]] = {}
        self.single: dict[str, str] = {}
        self.readers = {
            "q": self._text,
            "sort": self._sort,
            "spelling": self._spelling,
            "view": self._view,
            "page": self._page,
        }

    def read(self, name: str, value: str) -> None:
        if name in self.known:
            self._choice(name, value)
        elif name not in self.readers:
            self.problem(name, value, _("This page does not know “{name}”. It was left out.").format(name=echo(name)))
        elif name in self.single:
            self.problem(name, value, _("“{name}” is given twice. Only the first one counts.").format(name=name))
        elif complaint := self.readers[name](value):
            self.problem(name, value, complaint, is_understood=name == "q" and _is_text(value))
        else:
            self.single[name] = value

    def query(self) -> Query:
        text = " ".join(self.single.get("q", "").split())
        sort = self.single.get("sort", "")
        if sort == BEST and not text:
            self.problem("sort", sort, _("“Best match” needs words to search for. The list is in order of title."))
            sort = ""
        chosen = tuple([(name, tuple(sorted(self.chosen[name]))) for name in _ORDER if name in self.chosen])
        as_typed = bool(text) and "spelling" in self.single
        as_table = self.single.get("view") == TABLE
        return Query(text, chosen, sort, as_typed, as_table, int(self.single.get("page", "1")))

    def problem(self, name: str, value: str, message: str, *, is_understood: bool = False) -> None:
        self.problems.append(Problem(echo(name), echo(value), message, is_understood))

    def _choice(self, facet: str, value: str) -> None:
        if value in self.known[facet]:
            self.chosen.setdefault(facet, set()).add(value)
        else:
            complaint = _("“{facet}” has no choice “{value}”. It was left out.")
            self.problem(facet, value, complaint.format(facet=label_of(facet), value=echo(value)))

    def _text(self, value: str) -> str:
        if "\0" in value:
            return _("The search words hold a sign that cannot be searched for. They were left out.")
        if len(value) > MAX_TEXT or len(query_words(value)) > MAX_WORDS:
            complaint = _("Search for at most {words} words and {letters} letters. Your words were left out.")
            return complaint.format(words=MAX_WORDS, letters=MAX_TEXT)
        return "" if query_words(value) else _("There is no word in it to search for. It was left out.")

    def _sort(self, value: str) -> str:
        return "" if value in {sort.value for sort in SORTS} else _("There is no such order. The usual one is shown.")

    def _spelling(self, value: str) -> str:
        return "" if value == AS_TYPED else _("There is no such way to read the words. They were read as usual.")

    def _view(self, value: str) -> str:
        return "" if value in (CARDS, TABLE) else _("There is no such view of the list. Cards are shown.")

    def _page(self, value: str) -> str:
        return "" if _PAGE.fullmatch(value) else _("There is no such page. The first one is shown.")


def echo(text: str) -> str:
    """A visitor's own text, short enough to repeat and without what could not be seen."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return seen if len(seen) <= _MAX_ECHO else seen[:_MAX_ECHO] + "…"
