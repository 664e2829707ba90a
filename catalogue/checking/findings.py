"""What a check finds, and the records it reads: every model once, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from catalogue.models import SUBJECTS, Citation, Microcredential, NamedKind
from institutions.records import Record


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or only worth a look, and what to do about it."""

    record: Record
    text: str
    is_error: bool = True


class Holdings:
    """All records that checks look at."""

    @cached_property
    def subjects(self) -> dict[str, list[Record]]:
        """Every noun that can be cited, with its citations, by the name of the citation's field for it."""
        return {name: list(model.objects.prefetch_related("citations")) for name, model in SUBJECTS.items()}

    @cached_property
    def citations(self) -> list[Citation]:
        return list(Citation.objects.select_related("source"))

    @cached_property
    def named_kinds(self) -> dict[int, NamedKind]:
        return NamedKind.objects.in_bulk()

    @cached_property
    def visible_offerings(self) -> set[int]:
        return set(Microcredential.objects.public().values_list("pk", flat=True))

    def is_visible(self, record: Record) -> bool:
        """Whether visitors see the record. What is wrong with work in hand is no error yet."""
        offering = record.pk if isinstance(record, Microcredential) else getattr(record, "microcredential_id", None)
        return offering is None or offering in self.visible_offerings

    def all_subjects(self) -> Iterator[Record]:
        for records in self.subjects.values():
            yield from records
