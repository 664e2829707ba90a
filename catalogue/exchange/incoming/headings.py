"""Which columns of a sheet are known, by their headings or by a given mapping, and how the cells of each are read.

The counterpart of exchange/columns.py: every column written there is either read here or named in `LEFT_TO_STAFF`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from catalogue.models.vocabulary import Assessed, Delivery, Kind, Level, Pace

from . import words
from .days import day
from .figures import price, times
from .misread import Misread, says_nothing
from .words import plain


@dataclass(frozen=True)
class Known:
    """A column that is taken in. `target` is a field of an entry, or what is made of the cell."""

    name: str
    target: str
    read: Callable[[str], Any]
    also_called: tuple[str, ...] = ()


_DELIVERY_WORDS = {
    "hybrid": Delivery.BLENDED, "blended": Delivery.BLENDED, "mixed": Delivery.BLENDED, "onsite": Delivery.IN_PERSON,
    "on site": Delivery.IN_PERSON, "face to face": Delivery.IN_PERSON, "classroom": Delivery.IN_PERSON,
    "on campus": Delivery.IN_PERSON, "distance": Delivery.ONLINE, "web": Delivery.ONLINE,
}  # fmt: skip
_LEVEL_WORDS = {"beginner": Level.INTRODUCTORY, "introduction": Level.INTRODUCTORY}
_YES_NO = {"y": Assessed.YES, "true": Assessed.YES, "1": Assessed.YES, "n": Assessed.NO, "false": Assessed.NO}
_TITLES = ("Name", "Course", "Course name", "Course title", "Program", "Program name", "Program title", "Titre")

KNOWN = (
    Known("Key", "key", words.line),
    Known("Address", "slug", lambda cell: words.line(cell, 300).rstrip("/").rpartition("/")[2], ("Slug",)),
    Known("Title", "title", words.line, _TITLES),
    Known("Other titles", "other_titles", words.lines, ("Other names", "Also known as")),
    Known("Summary", "summary", words.text, ("Description", "Course description", "About", "Résumé")),
    Known("Kind", "kind", words.choice(Kind), ("Type", "Credential")),
    Known("Schools", "schools", words.items, ("School", "Institution", "University", "Provider", "Établissement")),
    Known("Topics (our reading)", "topics", words.items, ("Topics", "Topic", "Sectors", "Sector")),
    Known("How you learn", "delivery", words.choice(Delivery, _DELIVERY_WORDS), ("Delivery", "Delivered type", "Mode")),
    Known("Pace", "pace", words.choice(Pace)),
    Known("Time", "times", times, ("Length", "Duration", "Durée")),
    Known("Cost", "price", price, ("Price", "Tuition", "Fee", "Actual tuition", "Coût")),
    Known("Who it is for", "audience", words.text, ("Audience",)),
    Known("Skills", "skills", words.lines, ("Learning outcomes", "What you learn")),
    Known("Assessed", "assessed", words.choice(Assessed, _YES_NO)),
    Known("Level", "level", words.choice(Level, _LEVEL_WORDS), ("Difficulty level",)),
    Known("Entry requirements", "entry_requirements", words.text, ("Requirements", "Prerequisites")),
    Known("Place taught", "place_taught", partial(words.line, most=120), ("Location", "Campus")),
    Known("Web address", "web_address", words.address, ("Website", "Web page", "URL", "Course URL")),
    Known("Application deadline", "application_deadline", day, ("Apply by", "Deadline")),
    Known("Language", "language", partial(words.line, most=60), ("Language of instruction",)),
)
# Written out, but changed by staff alone: each is a claim with a source of its own, or says that somebody checked.
LEFT_TO_STAFF = (
    "Availability",
    "Last checked",
    "Others involved",
    "Credit",
    "Who it is for",
    "Parts",
    "Money behind it",
)
LEFT_TO_STAFF = tuple(name for name in LEFT_TO_STAFF if name not in {known.name for known in KNOWN})
BY_NAME = {plain(name): known for known in KNOWN for name in (known.name, known.target, *known.also_called)}
IDENTIFYING = {"title", "key", "slug"}
_LEFT = {plain(name) for name in LEFT_TO_STAFF}


@dataclass
class Headings:
    """What the first row of a sheet says: known columns by index, and the headings that are left out."""

    texts: tuple[str, ...]
    known: dict[int, Known] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return any(known.target in IDENTIFYING for known in self.known.values())

    def repeats(self, texts: tuple[str, ...]) -> bool:
        """Whether a row is the heading once more, as in sheets that were joined."""
        return tuple(map(plain, texts)) == tuple(map(plain, self.texts))

    def sentences(self) -> Iterator[str]:
        for text in self.left_out.values():
            if plain(text) in _LEFT:
                yield f"The column “{text}” is not taken in: staff change it in the admin, each value with its source."
            else:
                yield f"The column “{text}” is not known and is left out. Map it by hand if it holds something of ours."


def recognize(texts: tuple[str, ...], mapping: Mapping[str, str]) -> Headings:
    """Find the known columns. `mapping` gives the name of our column for a heading; empty: leave it out."""
    given = {plain(heading): name for heading, name in mapping.items()}
    headings = Headings(texts)
    for index, text in enumerate(texts):
        name = given.get(plain(text), text)
        known = BY_NAME.get(plain(name)) if name else None
        if known is None:
            if text:
                headings.left_out[index] = text
        elif known in headings.known.values():
            headings.twice.append(text)
        else:
            headings.known[index] = known
    return headings


def read_cell(known: Known, cell: str) -> Any:
    """The value of a cell, None when it states nothing. Raises Misread."""
    if says_nothing(cell):
        return None
    value = known.read(cell)
    if value in ("", ()):
        raise Misread(f"“{cell[:40]}” holds nothing.", "Write a value, or leave the cell empty.")
    return value
