"""What /about/style/ shows components with, continued: values with their sources, texts, what a program has."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from django.urls import reverse

from catalogue.pictures import Box, Drawing, Picture, Point, Stroke

from .credit import CreditRow
from .facts import Fact
from .letter import Letter
from .notes import BasisLook, Conflict, Line, Note, Replaced, Said, Side
from .style_samples import CONFIRMED, OUTSIDE, PROGRAM, READING, Sample, cited, part, value


def of_values() -> Iterator[Sample]:
    yield Sample("basis", [part("basis", basis=basis) for basis in (READING, OUTSIDE, CONFIRMED)])
    yield Sample("cited", [part("cited", cited=cited(READING))])
    yield Sample("not_stated", [part("not_stated")])
    older = Replaced("Four weeks", cited())
    values = [
        value("Six weeks"),
        value("Online", READING),
        value("Example College", OUTSIDE, url=reverse("institutions")),
        value("Six weeks", CONFIRMED, replaced=(older,)),
        value("24 programs", differs="example-differ"),
    ]
    yield Sample("value", [part("value", value=each) for each in values])
    facts = _facts()
    yield Sample("facts", [part("facts", facts=facts, look="")])
    yield Sample(
        "availability",
        [
            part("availability", words="Listed in a 2021 guide, not checked since", ended=False, cited=cited()),
            part("availability", words="Ended", ended=True, cited=None),
        ],
    )
    line = SimpleNamespace(title=PROGRAM, url="#card", values=[value("provider", READING)])
    yield Sample("claim_lines", [part("claim_lines", lines=[line])])
    college = SimpleNamespace(name="Example College", get_absolute_url=reverse("institutions"))
    row = SimpleNamespace(institution=college, words="runs 2, gives credit for 1")
    yield Sample("directory", [part("directory", rows=[row], anchor="")])


def _facts() -> list[Fact]:
    return [Fact("Time", (value("Six weeks"),)), Fact("Cost", ())]


def of_texts() -> Iterator[Sample]:
    said = Said("Short programs can help people change jobs.", "A teacher, Example College", "March 2021", cited())
    yield Sample("statement", [part("statement", statement=said)])
    states = (("example-differ", False), ("example-folded", True))
    yield Sample(
        "disagreement", [part("disagreement", disagreement=_conflict(at), folded=state) for at, state in states]
    )
    subject = {"summary": "What is known of a part.", "facts": _facts(), "statements": [_tried_out()], "asides": []}
    yield Sample("subject", [part("subject", subject=subject)])
    members = [Fact("Belong to it", (value(PROGRAM, READING),))]
    group = {**subject, "facts": _facts(), "statements": [], "anchor": "example-group", "members": members}
    yield Sample("group", [part("group", group={**group, "name": value("Example family of programs")})])
    yield Sample("notes", [part("notes", notes=[_note(1, BasisLook()), _note(2, READING)])])


def _conflict(anchor: str) -> Conflict:
    sides = (Side("Example guide", "24 programs", cited()), Side("Example release", "23 programs", cited(number=2)))
    return Conflict(anchor, "How many programs", "We follow the newer source.", sides)


def _tried_out() -> Said:
    return Said("It was tried out with forty people.", "Example guide", "", cited())


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
    return Note(number, f"Example guide, paragraph {number}", reverse("sources"), [line])


def of_money() -> Iterator[Sample]:
    yield Sample(
        "figure",
        [
            part("figure", value="$4 million", label="for the first programs", cited=cited(), words="About half each."),
            part("figure", value="24", label="programs", cited=cited(READING), words=""),
        ],
    )
    pictures = (_picture("example", "Picture: an example"), _lines("example-lines", "Picture: each kind of line"))
    yield Sample("picture", [part("picture", picture=picture) for picture in pictures])


def of_program() -> Iterator[Sample]:
    rows = [
        CreditRow(
            "counts toward",
            Stroke.FIRM,
            "a certificate",
            "Example College",
            value("Example College"),
            reverse("pathways"),
        ),
        CreditRow(
            "may count toward",
            Stroke.MAY,
            "a degree",
            "Example University",
            value("since 2020", READING),
            reverse("pathways"),
        ),
    ]
    yield Sample("credit", [part("credit", rows=rows, picture=_picture("example-credit", "Picture: credit"))])
    shown = SimpleNamespace(name="Short", asks="It takes weeks, not years.")
    yield Sample("criteria", [part("criteria", criteria=[(shown, [value("Six weeks")])])])
    lines = SimpleNamespace(lines=["Bandages", "Bee stings"], cited=cited())
    yield Sample("lines", [part("lines", lines=lines)])
    entry = SimpleNamespace(url="#card", title=PROGRAM, ended=False)
    neighbour = SimpleNamespace(entry=entry, reasons=("same school", "both online"))
    yield Sample("neighbours", [part("neighbours", neighbours=[neighbour])])
    yield Sample("silence", [part("silence", items=["cost", "start"], count=2)])
    letter = Letter(
        to=("Example College",),
        subject=f"Questions about {PROGRAM}",
        greeting="Hello,",
        opening=("I want to know more.",),
        questions=("What does it cost?", "When does it start?"),
        closing=("Thank you for your help.",),
        name="[Your name]",
    )
    website = value("Example College", OUTSIDE, url="https://example.com/")
    ask = {"letter": letter, "schools": ["Example College"], "letter_url": "#ask"}
    yield Sample("ask", [part("ask", **ask, websites=[website])])


def _picture(name: str, label: str) -> Picture:
    drawing = Drawing(name, "From a short program to a certificate", "One arrow leads from the first to the second.")
    left = drawing.box(Box.around(("Short program",), x=0, y=0, width=160))
    right = drawing.box(Box.around(("Certificate",), x=300, y=0, width=160))
    drawing.line(left.right, right.left, Stroke.FIRM, "counts toward")
    return drawing.picture(label)


def _lines(name: str, label: str) -> Picture:
    drawing = Drawing(name, "Each kind of line", "One below the other, each with its name.")
    for number, stroke in enumerate(Stroke):
        y = 16 + 32 * number
        drawing.line(Point(0, y), Point(300, y), stroke, stroke.value.replace("-", " "))
    return drawing.picture(label)
