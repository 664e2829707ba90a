"""What /about/style/ shows components with: made-up entries, in each state that a page can meet. Here: lists and links.

The templates are those of the pages. What stands here are examples and no facts, so nothing of it is translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from .facts import Value
from .moulds import joined
from .notes import BasisLook, Cited, Mark

READING = BasisLook("inferred", "our reading")
OUTSIDE = BasisLook("outside", "outside the two documents")
CONFIRMED = BasisLook("confirmed", "confirmed by the school, January 5, 2027")
PROGRAM = "Example: first aid for gardens"
# These stand around every page, this one too, or are a script.
NOT_SHOWN = {
    "breadcrumb": "at the top of this page",
    "language_link": "in the head of this page",
    "page_head": "in the head of this page, unseen",
    "folded_notes": "the notes of this page, behind a line that opens them where they are many",
    "page_sources": "two components of this page, a disagreement and notes, under their headings",
    "pages_beside": "as the pages of a list, without their numbers",
    "shortlist_script": "a script, which shows nothing",
    "site_footer": "at the foot of this page",
    "site_header": "at the top of this page",
    "site_navigation": "in the head of this page",
}

# Of the marks of one page: the page made again has the same.
_numbers: ContextVar[Iterator[int]] = ContextVar("numbers of marks", default=count(1))  # noqa: B039 (only counts)


@dataclass(frozen=True)
class Sample:
    """One component in one state or more. `name` is that of its template; others that it holds need no sample."""

    name: str
    states: list[SafeString]


def number_from_one() -> None:
    """Begin a page."""
    _numbers.set(count(1))


def part(name: str, /, **context: object) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


def cited(basis: BasisLook | None = None, number: int = 1, **more: object) -> Cited:
    """With a mark whose anchor stands once on the page."""
    mark = Mark(number, f"example-mark-{next(_numbers.get())}", f"example-note-{number}", "Example guide, paragraph 3")
    return Cited(basis or BasisLook(), (mark,), **more)


def value(words: str, basis: BasisLook | None = None, url: str = "", **more: object) -> Value:
    return Value(words, cited(basis, **more), url)


def _entry(**fields: str) -> dict[str, str]:
    who = joined([part("who", name="Example College", roles="provider"), part("who", name="Guild", roles="partner")])
    entry = {
        "slug": "example",
        "url": "#card",
        "title": PROGRAM,
        "who": who,
        "summary": "How to help when somebody is hurt among plants and tools.",
        "time": "Six weeks",
        "cost": "$200 for the whole program",
        "delivery": "Online",
        "credit": "A certificate",
        "audience": "People who work outdoors",
        "availability": "Offered: the school said so in January 2027",
    }
    return {**entry, **fields}


def of_lists() -> Iterator[Sample]:
    silent = dict.fromkeys(("time", "cost", "delivery", "credit", "audience", "availability"), "")
    why = part("why", places="skills, what it counts toward")
    found = part("card", **_entry()).replace("</article>", why + "</article>")
    yield Sample("card", [part("card", **_entry()), part("card", **_entry(**silent)), mark_safe(found)])
    rows = joined([part("row", **_entry()), part("row", **_entry(**silent))])
    yield Sample("listing", [part("listing", rows=rows, which="current")])
    yield Sample("picks", [part("picks", below=False)])
    yield Sample("pick_links", [part("pick_links", slug="example")])
    more = {"address": "#add_program", "entries": (), "others": [("example", PROGRAM)], "button": "Add to the table"}
    yield Sample("add_program", [part("add_program", **more)])
    options = joined(
        [
            part("option", **_option("Online", 6, selected=True)),
            part("option", **_option("In a room", 1)),
            part("option", **_option("By post", 0)),
        ]
    )
    widen = part("widen", label="also show the 4 that do not say", query="")
    facet = {"label": "How you learn", "name": "example", "stated": 7, "of": 11, "options": options, "many": False}
    yield Sample(
        "facet",
        [
            part("facet", **facet, chosen=1, open=True, widen=widen),
            part("facet", **facet, chosen=0, open=False, widen=""),
        ],
    )
    yield Sample("completeness", [part("completeness", rows=[{"stated": 3, "of": 9, "question": "what it costs"}])])


def _option(label: str, number: int, selected: bool = False) -> dict[str, object]:
    return {
        "facet": "example",
        "value": label,
        "label": label,
        "selected": selected,
        "empty": not number,
        "one": number == 1,
        "count": number,
        "count_words": str(number),
    }


def of_ways() -> Iterator[Sample]:
    home = reverse("home")
    chip = part("chip", facet_label="How you learn", label="Online", query="")
    yield Sample("chips", [part("chips", chips=chip, clear_query="")])
    yield Sample("corrected", [part("corrected", corrected="nursing", typed="nurssing", query="", count="0")])
    link = {"url": home, "label": "Learn online"}
    yield Sample(
        "counted_link",
        [
            part("counted_link", **link, count=6, hint="Where a source says so", drawing="online"),
            part("counted_link", **link, count=0, hint="", drawing=""),
            part("counted_link", **link, count=None, hint="", drawing="compare"),
        ],
    )
    yield Sample(
        "note", [part("note", text="Example University gives credit for 1, and runs none of these.", url=home)]
    )
    pages = joined(
        [
            part("page_step", rel="prev", label="Previous", query=""),
            part("page_link", number="1", query="", current=False),
            part("page_link", number="2", query="", current=True),
            part("page_step", rel="next", label="Next", query=""),
        ]
    )
    yield Sample("pagination", [part("pagination", first="51", last="100", links=pages)])
    problem = SimpleNamespace(message="“colour” is no filter of ours.")
    yield Sample("problems", [part("problems", problems=[problem])])
    way_out = part("relaxation", label="Without “Online”", query="", found="3 offerings")
    yield Sample("relaxations", [part("relaxations", relaxations=way_out)])
    yield Sample("search_box", [part("search_box", action=home, label="What do you want to learn?", text="")])
    sorts = [
        part("sort", label="A to Z", selected=True, query=""),
        part("sort", label="Shortest", selected=False, query=""),
    ]
    yield Sample("sort", [joined(["<p>", *sorts, "</p>"])])
    ways = [part("way", label="Cards", selected=True, query=""), part("way", label="Table", selected=False, query="")]
    yield Sample("way", [joined(['<ul class="toggle">', *ways, "</ul>"])])
