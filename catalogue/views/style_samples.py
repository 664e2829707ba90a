"""What /about/style/ shows each component with: made-up entries, in every state that a page can meet.

The templates are those of the pages. What stands here are examples and no facts, so nothing of it is translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from catalogue.pictures import Box, Drawing, Stroke

from .facts import Fact, Value
from .moulds import joined
from .notes import BasisLook, Cited, Conflict, Line, Mark, Note, Replaced, Said, Side

READING = BasisLook("inferred", "our reading")
OUTSIDE = BasisLook("outside", "outside the two documents")
CONFIRMED = BasisLook("confirmed", "confirmed by the school, January 5, 2027")
PROGRAM = "Example: first aid for gardens"
# These stand around every page, this one too, or are a script.
NOT_SHOWN = {
    "breadcrumb": "at the top of this page",
    "language_link": "in the head of this page",
    "page_head": "in the head of this page, unseen",
    "shortlist_script": "a script, which shows nothing",
    "site_footer": "at the foot of this page",
    "site_header": "at the top of this page",
    "site_navigation": "in the head of this page",
}

_numbers = count(1)


@dataclass(frozen=True)
class Sample:
    """One component in one state or more. `name` is that of its template; others that it holds need no sample."""

    name: str
    states: list[SafeString]


def part(name: str, /, **context: object) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


def samples() -> list[Sample]:
    makers = (_of_lists, _of_ways, _of_values, _of_texts, _of_money)
    return sorted((sample for make in makers for sample in make()), key=lambda sample: sample.name)


def _cited(basis: BasisLook | None = None, number: int = 1, **more: object) -> Cited:
    """With a mark whose anchor stands once on the page."""
    mark = Mark(number, f"example-mark-{next(_numbers)}", f"example-note-{number}", "Example guide, paragraph 3")
    return Cited(basis or BasisLook(), (mark,), **more)


def _value(words: str, basis: BasisLook | None = None, url: str = "", **more: object) -> Value:
    return Value(words, _cited(basis, **more), url)


def _items(*items: SafeString) -> SafeString:
    return joined(["<ul>", *items, "</ul>"])


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
        "pick": part("pick", slug="example", title=PROGRAM),
    }
    return {**entry, **fields}


def _of_lists() -> Iterator[Sample]:
    silent = dict.fromkeys(("time", "cost", "delivery", "credit", "audience", "availability"), "")
    why = part("why", places="skills, what it counts toward")
    found = part("card", **_entry()).replace("</article>", why + "</article>")
    yield Sample("card", [part("card", **_entry()), part("card", **_entry(**silent)), mark_safe(found)])
    rows = joined([part("row", **_entry()), part("row", **_entry(**silent))])
    yield Sample("listing", [part("listing", rows=rows, which="current")])
    yield Sample("picks", [part("picks", below=False)])
    yield Sample("pick_links", [part("pick_links", slug="example")])
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


def _of_ways() -> Iterator[Sample]:
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
    way_out = part("relaxation", label="Without “Online”", query="", count=3, one=False)
    yield Sample("relaxations", [part("relaxations", relaxations=way_out)])
    yield Sample("search_box", [part("search_box", action=home, label="What do you want to learn?", text="")])
    sorts = [
        part("sort", label="A to Z", selected=True, query=""),
        part("sort", label="Shortest", selected=False, query=""),
    ]
    yield Sample("sort", [joined(["<p>", *sorts, "</p>"])])
    ways = [part("way", label="Cards", selected=True, query=""), part("way", label="Table", selected=False, query="")]
    yield Sample("way", [joined(['<ul class="toggle">', *ways, "</ul>"])])


def _of_values() -> Iterator[Sample]:
    yield Sample("basis", [part("basis", basis=basis) for basis in (READING, OUTSIDE, CONFIRMED)])
    yield Sample("cited", [part("cited", cited=_cited(READING))])
    yield Sample("not_stated", [part("not_stated")])
    older = Replaced("Four weeks", _cited())
    values = [
        _value("Six weeks"),
        _value("Online", READING),
        _value("Example College", OUTSIDE, url=reverse("institutions")),
        _value("Six weeks", CONFIRMED, replaced=(older,)),
        _value("24 programs", differs="example-differ"),
    ]
    yield Sample("value", [part("value", value=value) for value in values])
    facts = _facts()
    yield Sample("facts", [part("facts", facts=facts)])
    yield Sample(
        "availability",
        [
            part("availability", words="Listed in a 2021 guide, not checked since", ended=False, cited=_cited()),
            part("availability", words="Ended", ended=True, cited=None),
        ],
    )
    line = SimpleNamespace(title=PROGRAM, url="#card", values=[_value("provider", READING)])
    yield Sample("claim_lines", [part("claim_lines", lines=[line])])
    college = SimpleNamespace(name="Example College", get_absolute_url=reverse("institutions"))
    row = SimpleNamespace(institution=college, words="runs 2, gives credit for 1")
    yield Sample("directory", [part("directory", rows=[row], anchor="")])


def _facts() -> list[Fact]:
    return [Fact("Time", (_value("Six weeks"),)), Fact("Cost", ())]


def _of_texts() -> Iterator[Sample]:
    website = _value("Example College", OUTSIDE, url="https://example.com/")
    yield Sample("ask", [part("ask", questions=["What does it cost?", "When does it start?"], websites=[website])])
    said = Said("Short programs can help people change jobs.", "A teacher, Example College", "March 2021", _cited())
    yield Sample("statement", [part("statement", statement=said)])
    sides = (Side("Example guide", "24 programs", _cited()), Side("Example release", "23 programs", _cited(number=2)))
    conflict = Conflict("example-differ", "How many programs", "We follow the newer source.", sides)
    yield Sample("disagreement", [part("disagreement", disagreement=conflict)])
    subject = {"summary": "What is known of a part.", "facts": _facts(), "statements": [said_again()], "asides": []}
    yield Sample("subject", [part("subject", subject=subject)])
    members = [Fact("Belong to it", (_value(PROGRAM, READING),))]
    group = {**subject, "facts": _facts(), "statements": [], "anchor": "example-group", "members": members}
    yield Sample("group", [part("group", group={**group, "name": _value("Example family of programs")})])
    yield Sample("notes", [part("notes", notes=[_note(1, BasisLook()), _note(2, READING)])])


def said_again() -> Said:
    return Said("It was tried out with forty people.", "Example guide", "", _cited())


def _note(number: int, basis: BasisLook) -> Note:
    line = Line(
        anchor=f"example-note-{number}",
        back="notes",
        about="Time",
        says="The guide gives six weeks.",
        basis=basis,
        replaced="Example call of 2027" if number == 2 else "",
        needs_look=number == 2,
    )
    return Note(number, f"Example guide, paragraph {number}", reverse("sources"), {"example": line})


def _of_money() -> Iterator[Sample]:
    yield Sample(
        "figure",
        [
            part(
                "figure", value="$4 million", label="for the first programs", cited=_cited(), words="About half each."
            ),
            part("figure", value="24", label="programs", cited=_cited(READING), words=""),
        ],
    )
    drawing = Drawing(
        "example", "From a short program to a certificate", "One arrow leads from the first to the second."
    )
    left = drawing.box(Box.around(("Short program",), x=0, y=0, width=160))
    right = drawing.box(Box.around(("Certificate",), x=300, y=0, width=160))
    drawing.line(left.right, right.left, Stroke.FIRM, "counts toward")
    yield Sample("picture", [part("picture", picture=drawing.picture("Picture: an example"))])
