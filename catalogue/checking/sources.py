"""Checks of sources: values without one, citations that speak of nothing, places that a document does not have."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.models import Citation, Disagreement, DisagreementSide
from catalogue.models.vocabulary import SourceKind
from catalogue.provenance import needs_citation, uncited
from institutions.records import ROW

from .findings import Finding, Holdings


def uncited_values(holdings: Holdings) -> Iterator[Finding]:
    for record in holdings.all_subjects():
        for name in uncited(record):
            value = "It" if name == ROW else f"Its {record._meta.get_field(name).verbose_name}"
            yield Finding(record, f"{value} has no source. Cite one, or empty the value.", holdings.is_visible(record))


def citations_to_look_at(holdings: Holdings) -> Iterator[Finding]:
    for citation in holdings.citations:
        if citation.needs_look and citation.superseded_by_id is None:
            text = "The value was edited after this was cited. Check that the source still says so."
            yield Finding(citation, text, is_error=False)


def citations_of_nothing(holdings: Holdings) -> Iterator[Finding]:
    """Citations of a value that is empty, or that their subject does not have."""
    for record in holdings.all_subjects():
        valued = needs_citation(record)
        for citation in record.citations.all():
            if citation.field == ROW or citation.field in valued or citation.superseded_by_id:
                continue
            known = citation.field in record.cited_fields()
            text = (
                "is empty. Fill the value in, or delete the citation." if known else "does not exist. Choose another."
            )
            yield Finding(citation, f"It speaks of “{citation.field}”, which {text}", is_error=not known)


def broken_locators(holdings: Holdings) -> Iterator[Finding]:
    for citation in holdings.citations:
        source = citation.source
        if source.kind != SourceKind.DOCUMENT:
            continue
        if citation.paragraph is None:
            yield Finding(citation, f"It does not say which paragraph of {source.short_title}. Give the paragraph.")
        elif source.paragraphs and citation.paragraph > source.paragraphs:
            text = f"It names paragraph {citation.paragraph}; {source.short_title} has {source.paragraphs}. Correct it."
            yield Finding(citation, text)


def supersessions_astray(holdings: Holdings) -> Iterator[Finding]:
    """Citations replaced by one that speaks of something else, or that is itself replaced by them."""
    by_pk = {citation.pk: citation for citation in holdings.citations}
    for citation in holdings.citations:
        newer = by_pk.get(citation.superseded_by_id)
        if newer and _spoken_of(newer) != _spoken_of(citation):
            yield Finding(citation, f"Its successor {newer.key} speaks of another value. Choose another successor.")
        if newer and newer.superseded_by_id == citation.pk:
            yield Finding(citation, f"It and {newer.key} replace each other. Empty one of the two.")


def _spoken_of(citation: Citation) -> tuple[str, int, str]:
    return citation.subject_name, getattr(citation, f"{citation.subject_name}_id"), citation.field


def disagreements_with_one_side(holdings: Holdings) -> Iterator[Finding]:
    sides = list(DisagreementSide.objects.values_list("disagreement_id", flat=True))
    for disagreement in Disagreement.objects.all():
        if sides.count(disagreement.pk) < 2:
            yield Finding(disagreement, "It has fewer than two sides. Add the citations that differ, or delete it.")
