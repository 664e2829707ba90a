"""Where the values of a page come from: numbered notes, and the marks beside the values that lead to them.

A page makes one `Notes`, cites every value it shows through it, and shows `notes.all` at its end with
templates/components/notes.html. Nothing here asks the database: give it citations with their source already read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.languages import english
from catalogue.models import Citation, Disagreement, Statement
from catalogue.models.vocabulary import Basis
from catalogue.provenance import grounds
from institutions.dates import day_in_words, in_words

_LABELS = {Basis.INFERRED: gettext_lazy("our reading"), Basis.OUTSIDE: gettext_lazy("outside the two documents")}


@dataclass(frozen=True)
class BasisLook:
    """How a ground is shown; what a source plainly states needs no label."""

    name: str = ""
    label: str | Promise = ""

    @classmethod
    def of(cls, citation: Citation | None) -> BasisLook:
        if citation is None:
            return cls()
        label = _LABELS.get(citation.basis, "")
        if citation.basis == Basis.CONFIRMED:
            day = citation.source.read_on
            label = _("confirmed by the school")
            if day:
                label = _("confirmed by the school, %(date)s") % {"date": day_in_words(day)}
        return cls(citation.basis, label)


@dataclass(frozen=True)
class Mark:
    """The number beside a value."""

    number: int
    anchor: str
    note: str
    words: str
    source: str = ""
    paragraph: int | None = None  # none for the row of a file


@dataclass(frozen=True)
class Line:
    """What a paragraph of a source says about one value."""

    anchor: str
    back: str
    about: str
    says: str
    basis: BasisLook
    replaced: str
    needs_look: bool

    def says_as(self, other: Line) -> bool:
        """Whether a reader would see no difference between the two."""
        return replace(self, anchor="", back="") == replace(other, anchor="", back="")


@dataclass(frozen=True)
class Note:
    """One paragraph of a source, or a source without paragraphs, and all that the page takes from it."""

    number: int
    source: str
    url: str
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def of(cls, citation: Citation, number: int) -> Note:
        return cls(number, citation.locator, place_of(citation))

    def add(self, about: str, citation: Citation, back: str) -> Line:
        """The line with what the citation says: a new one, unless the page has said it before in the same words.

        Courses of one program often share a sentence; read once, it serves them all, and leads back to the first.
        """
        newer = citation.superseded_by
        line = Line(
            anchor=f"note-{citation.key}",
            back=back,
            about=about,
            says=citation.says,
            basis=BasisLook.of(citation),
            replaced=newer.source.short_title if newer else "",
            needs_look=citation.needs_look,
        )
        same = next((said for said in self.lines if said.anchor == line.anchor or said.says_as(line)), None)
        if same is None:
            self.lines.append(line)
        return same or line


@dataclass(frozen=True)
class Replaced:
    """What an earlier source said of a value that a newer one has replaced."""

    words: str
    cited: Cited


@dataclass(frozen=True)
class Cited:
    """The ground of a value, the marks of its sources, what was said before, and the anchor of a disagreement."""

    basis: BasisLook = field(default_factory=BasisLook)
    marks: tuple[Mark, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    differs: str = ""


@dataclass(frozen=True)
class Said:
    """A statement as a page shows it."""

    text: str
    who: str
    when: str
    cited: Cited


@dataclass(frozen=True)
class Side:
    source: str
    words: str
    cited: Cited


@dataclass(frozen=True)
class Conflict:
    """A disagreement, its sides beside each other."""

    anchor: str
    title: str
    explanation: str
    sides: tuple[Side, ...]


def place_of(citation: Citation) -> str:
    """Where the page of the source shows what it says there; the rows of a file fill several pages."""
    url, number = citation.source.get_absolute_url(), citation.paragraph
    if not number:
        return url
    return f"{url}?row={number}#p{number}" if citation.source.is_file else f"{url}#p{number}"


def anchor_of(disagreement: Disagreement) -> str:
    return f"differ-{disagreement.key}"


class Notes:
    """The numbered sources of one page, in the order in which its values name them."""

    def __init__(self, differs: Mapping[int, str] | None = None) -> None:
        """`differs` leads from the citations that others contradict to the anchor of the disagreement."""
        self._differs = differs or {}
        self._notes: dict[tuple[int, int | None], Note] = {}
        self._numbers = count(1)

    @property
    def all(self) -> list[Note]:
        return list(self._notes.values())

    def cite(self, about: str, citations: Iterable[Citation]) -> Cited:
        """Note the citations of one value, the strongest first; `about` names the value."""
        ordered = [citation for ground in grounds(citations).values() for citation in ground.citations]
        current = [citation for citation in ordered if citation.superseded_by_id is None]
        older = [citation for citation in ordered if citation.superseded_by_id is not None]
        marks = self._marks(about, current)
        replaced = tuple(Replaced(old.says, Cited(BasisLook.of(old), self._marks(about, [old]))) for old in older)
        differs = next((self._differs[one.pk] for one in ordered if one.pk in self._differs), "")
        return Cited(BasisLook.of(current[0] if current else None), marks, replaced, differs)

    def said(self, statement: Statement, citations: Sequence[Citation]) -> Said:
        document = citations[0].source.short_title if citations else ""
        who = ", ".join(filter(None, (statement.said_by, statement.said_role)))
        return Said(
            statement.text,
            who or document,
            in_words(statement.as_of),
            self.cite(statement.get_topic_display(), citations),
        )

    def conflict(self, disagreement: Disagreement, citations: Iterable[Citation], words: Iterable[str]) -> Conflict:
        """A disagreement with the citations that are its sides, and what each of them says in full."""
        sides = tuple(
            Side(citation.locator, said, self.cite(english(disagreement.title), [citation]))
            for citation, said in zip(citations, words, strict=True)
        )
        return Conflict(anchor_of(disagreement), disagreement.title, disagreement.explanation, sides)

    def _marks(self, about: str, citations: Iterable[Citation]) -> tuple[Mark, ...]:
        """One mark for each paragraph, though it may say several things about the value."""
        marks: dict[int, Mark] = {}
        for citation in citations:
            place = citation.source_id, citation.paragraph
            note = self._notes.setdefault(place, Note.of(citation, len(self._notes) + 1))
            back = marks[note.number].anchor if note.number in marks else f"mark-{next(self._numbers)}"
            line = note.add(about, citation, back)
            if note.number not in marks:
                words = ", ".join(map(str, filter(None, (note.source, BasisLook.of(citation).label))))
                marks[note.number] = Mark(
                    note.number,
                    back,
                    line.anchor,
                    words,
                    citation.source.short_title,
                    None if citation.source.is_file else citation.paragraph,
                )
        return tuple(marks.values())
