"""What an import would change in entries that visitors read, kept for a publisher to decide: one proposal a row."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.models import Citation, Microcredential, Source
from catalogue.models.vocabulary import Basis
from catalogue.proposals import Edit, added, changed
from institutions.records import ROW

from .plan import CellChange, PlannedRow
from .stating import Held, cited_values, claims_of, fields_of, says


def edits_of(row: PlannedRow, entry: Microcredential, held: Held, source: Source) -> Iterator[Edit]:
    """The same as would be written, value by value and claim by claim, each with the file as its source."""

    def cite(change: CellChange, field: str, **about: Microcredential) -> Citation:
        place = {"source": source, "paragraph": row.number}
        return Citation(**place, basis=Basis.STATED, field=field, says=says(row, change, source.title), **about)

    yield changed(entry, **fields_of(row))
    for change in cited_values(row):
        yield added(cite(change, change.target, microcredential=entry))
    for change in row.changes:
        for claim in claims_of(change, held):
            if claim.standing:
                yield changed(claim.standing, [cite(change, ROW)], **claim.by_name())
            else:
                yield added(claim.model(microcredential=entry, **claim.by_name()), [cite(change, ROW)])
