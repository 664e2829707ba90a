"""Where the values of a page come from: numbered notes, and the marks beside the values that lead to them.

A page makes one `Notes`, cites every value it shows through it, and shows `notes.all` at its end with
templates/components/notes.html. Nothing here asks the database: give it citations with their source already read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format

from catalogue.models import Citation, Disagreement, Statement
from catalogue.models.vocabulary import Basis
from catalogue.provenance import grounds
from institutions.dates import in_words

_LABELS = {Basis.INFERRED: "our reading", Basis.OUTSIDE: "outside the two documents"}


@dataclass(frozen=True)
class BasisLook:
    """How a ground is shown; what a source plainly states needs no label."""

    name: str = ""
    label: str = ""

    @classmethod
    def of(cls, citation: Citation | None) -> BasisLook:
        if citation is None:
            return cls()
        label = _LABELS.get(citation.basis, "")
        if citation.basis == Basis.CONFIRMED:
            day = f", {date_format(citation.source.read_on)}" if citation.source.read_on else ""
            label = f"confirmed by the school{day}"
        return cls(citation.basis, label)


@dataclass(frozen=True)
class Mark:
    """The number beside a value."""

    number: int
    anchor: str
    note: str
    words: str


@dataclass(frozen=True)
class Note:
    """What one source says about one value."""

    number: int
    about: str
    says: str
    source: str
    url: str
    basis: BasisLook
    replaced: str
    needs_look: bool

    @property
    def anchor(self) -> str:
        return f"note-{self.number}"

    @property
    def back(self) -> str:
        return f"mark-{self.number}"


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


def anchor_of(disagreement: Disagreement) -> str:
    return f"differ-{disagreement.key}"


class Notes:
    """The numbered sources of one page, in the order in which its values name them."""

    def __init__(self, differs: Mapping[int, str] | None = None) -> None:
        """`differs` leads from the citations that others contradict to the anchor of the disagreement."""
        self._differs = differs or {}
        self._notes: dict[int, Note] = {}
        self._times: dict[int, int] = {}

    @property
    def all(self) -> list[Note]:
        return list(self._notes.values())

    def cite(self, about: str, citations: Iterable[Citation]) -> Cited:
        """Note the citations of one value, the strongest first; `about` names the value."""
        ordered = [citation for ground in grounds(citations).values() for citation in ground.citations]
        current = [citation for citation in ordered if citation.superseded_by_id is None]
        marks = tuple(self._mark(about, citation) for citation in current)
        older = (citation for citation in ordered if citation.superseded_by_id is not None)
        replaced = tuple(Replaced(old.says, Cited(BasisLook.of(old), (self._mark(about, old),))) for old in older)
        differs = next((self._differs[one.pk] for one in ordered if one.pk in self._differs), "")
        return Cited(BasisLook.of(current[0] if current else None), marks, replaced, differs)

    def said(self, statement: Statement, citations: Sequence[Citation]) -> Said:
        document = citations[0].source.short_title if citations else ""
        who = ", ".join(filter(None, (statement.said_by, statement.said_role)))
        return Said(statement.text, who or document, in_words(statement.as_of), self.cite("Said", citations))

    def conflict(self, disagreement: Disagreement, citations: Iterable[Citation]) -> Conflict:
        """A disagreement with the citations that are its sides."""
        sides = tuple(
            Side(citation.locator, citation.says, self.cite(disagreement.title, [citation])) for citation in citations
        )
        return Conflict(anchor_of(disagreement), disagreement.title, disagreement.explanation, sides)

    def _mark(self, about: str, citation: Citation) -> Mark:
        note = self._notes.get(citation.pk) or self._add(about, citation)
        times = self._times[citation.pk] = self._times.get(citation.pk, 0) + 1
        anchor = note.back if times == 1 else f"{note.back}-{times}"
        words = ", ".join(filter(None, (note.source, note.basis.label)))
        return Mark(note.number, anchor, note.anchor, words)

    def _add(self, about: str, citation: Citation) -> Note:
        url = citation.source.get_absolute_url()
        note = self._notes[citation.pk] = Note(
            number=len(self._notes) + 1,
            about=about,
            says=citation.says,
            source=citation.locator,
            url=f"{url}#p{citation.paragraph}" if citation.paragraph else url,
            basis=BasisLook.of(citation),
            replaced=citation.superseded_by.source.short_title if citation.superseded_by else "",
            needs_look=citation.needs_look,
        )
        return note
