"""Reading records together with what the sources say of them, for pages that are not about one offering."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from catalogue.models import Citation, Disagreement, DisagreementSide, Statement
from catalogue.models.vocabulary import DisagreementKind
from catalogue.sides import CITED_WITH, public_sides
from institutions.records import Record

from .facts import Fact, Value
from .mentions import read_along, side_words
from .notes import Conflict, Notes, Said, anchor_of


def with_citations(records: QuerySet, of: str = "citations") -> QuerySet:
    """The records with their citations read along: one query more, however many there are."""
    citations = Citation.objects.select_related(*CITED_WITH).order_by("source", "paragraph", "pk")
    return records.prefetch_related(Prefetch(of, citations))


def citations_of(record: Record, field: str | None = None) -> list[Citation]:
    """The citations read along with a record, or those of one of its fields."""
    return [citation for citation in record.citations.all() if field is None or citation.field == field]


def statements_about(about: Q) -> list[Statement]:
    """What is said about something, each statement once."""
    return list(with_citations(Statement.objects.public().filter(about).distinct()))


def conflicts_about(about: Q) -> dict[Disagreement, list[Citation]]:
    """Conflicts with a side among these citations, each with all its sides; none with a side that is hidden."""
    # Asked in steps, for the reason that `public_sides` gives.
    kind = "disagreement_sides__disagreement__kind"
    touching = Citation.objects.filter(about, **{kind: DisagreementKind.CONFLICT}).order_by()
    keys = set(touching.values_list("disagreement_sides__disagreement", flat=True))
    return sides_of(DisagreementSide.objects.filter(disagreement__in=keys))


def sides_of(sides: QuerySet) -> dict[Disagreement, list[Citation]]:
    """These sides as `public_sides` gives them, with what the words for them need."""
    shown = public_sides(sides)
    prefetch_related_objects([citation for found in shown.values() for citation in found], *read_along())
    return shown


class CitedPage:
    """The sources and the conflicts of one page: hands out values, statements and conflicts, and collects the notes."""

    def __init__(self, conflicts: dict[Disagreement, list[Citation]] | None = None) -> None:
        self._conflicts = conflicts or {}
        self._said: set[Statement] = set()
        self.notes = Notes(
            {side.pk: anchor_of(differing) for differing, sides in self._conflicts.items() for side in sides}
        )

    def fact(self, label: str, record: Record, field: str, words: str, url: str = "") -> Fact:
        """One field of a record; without words it is a fact that nobody has stated."""
        return Fact(label, (self.value(label, record, words, url, field),) if words else ())

    def value(
        self,
        label: str,
        record: Record,
        words: str,
        url: str = "",
        field: str | None = None,
        *,
        is_english: bool = False,
    ) -> Value:
        return Value(words, self.notes.cite(label, citations_of(record, field)), url, is_english)

    def citations_of(self, record: Record, field: str | None = None) -> list[Citation]:
        """What `FactSheet` asks of whoever has read the records."""
        return citations_of(record, field)

    def said(self, statements: Iterable[Statement]) -> list[Said]:
        """Statements that stand nowhere else on the page yet."""
        fresh = [statement for statement in statements if statement not in self._said]
        self._said.update(fresh)
        return [self.notes.said(statement, citations_of(statement)) for statement in fresh]

    def conflicts(self) -> list[Conflict]:
        return [self.conflict(differing, sides) for differing, sides in self._conflicts.items()]

    def conflict(self, differing: Disagreement, citations: list[Citation]) -> Conflict:
        return self.notes.conflict(differing, citations, side_words(citations))
