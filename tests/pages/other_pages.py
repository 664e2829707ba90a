"""For tests of the pages about institutions, sectors, money and sources: how to read one, and how to cite a record."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import Any

from catalogue.models import SUBJECTS, Citation, Source, Statement, StatementSubject
from catalogue.models.statement import ABOUT
from catalogue.reading import reading_grade
from funding.models import FundingSource
from institutions.models import Institution
from institutions.records import Record
from tests.pages.elements import Element

_numbers = count(1)


def make_source(**fields: Any) -> Source:
    number = next(_numbers)
    defaults = {"kind": "document", "title": f"Long title {number}", "short_title": f"Paper {number}", "paragraphs": 90}
    return Source.objects.create(**{**defaults, **fields})


def cite(record: Record, source: Source, field: str = "", paragraph: int | None = 1, **fields: Any) -> Citation:
    name = next(name for name, model in SUBJECTS.items() if isinstance(record, model))
    defaults = {"basis": "stated", "says": f"It says so, number {next(_numbers)}."}
    return Citation.objects.create(
        **{name: record, **defaults, **fields}, source=source, field=field, paragraph=paragraph
    )


def make_statement(source: Source, text: str = "Something is said.", *about: Record, **fields: Any) -> Statement:
    """A cited statement about any number of things."""
    statement = Statement.objects.create(text=text, **{"topic": "program", **fields})
    for thing in about:
        name = next(name for name, model in ABOUT.items() if isinstance(thing, model))
        StatementSubject.objects.create(statement=statement, **{name: thing})
    cite(statement, source)
    return statement


def section(whole: Element, heading: str) -> Element:
    return whole.one("section", aria_labelledby=heading)


def words(element: Element) -> str:
    """The words that a reader sees, without the numbers of the sources."""

    def pieces(inside: Element):
        for child in inside.children:
            if isinstance(child, str):
                yield child
            elif not {"mark", "vh"} & set(child.classes):
                yield " " if "basis" in child.classes else ""
                yield from pieces(child)

    return " ".join("".join(pieces(element)).split())


def rows(part: Element) -> dict[str, list[str]]:
    """Facts by label."""
    return {row.one("dt").text: [words(value) for value in row.all("dd")] for row in part.all(cls="fact")}


def lines(part: Element) -> dict[str, list[str]]:
    """What is claimed of each entry or group, by its title."""
    found = part.one(cls="claim-lines").all("li") if part.all(cls="claim-lines") else []
    return {line.one(cls="claim-title").text: [words(claim) for claim in line.all(cls="claim")] for line in found}


def without_source(whole: Element) -> list[str]:
    """Values, figures and statements that name no source; empty on a good page."""
    shown = [*whole.all(cls="value"), *whole.all(cls="statement"), *whole.all(cls="figure")]
    return [words(each) for each in shown if not each.all("a", cls="mark")]


def broken(whole: Element) -> list[str]:
    """Links into the page that lead nowhere, and anchors that stand twice."""
    anchors = Counter(each.attributes["id"] for each in whole.everything() if "id" in each.attributes)
    targets = (each.attributes.get("href", "") for each in whole.all("a"))
    lost = [target for target in targets if target.startswith("#") and target[1:] not in anchors]
    return lost + [anchor for anchor, times in anchors.items() if times > 1]


def prose_grade(whole: Element) -> float:
    """The reading grade of the page's sentences, names apart. Notes and cards are judged with what they come from."""
    left_out = {id(each) for cls in ("notes", "card") for box in whole.all(cls=cls) for each in box.everything()}
    told = [each for tag in ("p", "dd", "li") for each in whole.one("main").all(tag) if id(each) not in left_out]
    sentences = [text for text in map(words, told) if text.endswith(".")]
    names = [*FundingSource.objects.values_list("name", flat=True)]
    for row in Institution.objects.values_list("name", "short_name"):
        names += filter(None, row)
    return reading_grade(" ".join(sentences), names)
