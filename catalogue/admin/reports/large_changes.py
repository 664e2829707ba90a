"""Changes of hundreds of records, such as an import: one line for each, with its counts and the way to its page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q
from django.urls import reverse

from catalogue.admin.states import moment_in_words
from institutions.changes import Change
from institutions.records import Record

from .tables import Cell, Table
from .things import HAPPENED, NOUNS, kinds

LARGE = 100  # a change of more records is told by its counts
Size = Counter[tuple[type[Record], str]]


def sizes(when: Q) -> dict[int, Size]:
    """By change: of each kind, how many records it added, changed and removed."""
    found: dict[int, Size] = defaultdict(Counter)
    for model in kinds():
        counted = model.history.filter(when).order_by().values_list("change", "history_type")
        for change, happened, count in counted.annotate(Count("id", distinct=True)):
            found[change][model, happened] = count
    return found


def kinds_of(found: Iterable[Size]) -> list[type[Record]]:
    """Those of which records were touched; each after those that it refers to."""
    there = {model for size in found for model, _ in size}
    return [model for model in kinds() if model in there]


def is_large(size: Size) -> bool:
    return size.total() > LARGE


def table_of(changes: Iterable[Change], found: dict[int, Size]) -> Table:
    return Table(
        "large",
        "Large changes",
        ["When", "By", "Way in", "Why", "What it did"],
        [_row(change, found[change.pk]) for change in changes],
        note=f"A change of more than {LARGE} records is one line. Its page tells of it, and can undo it.",
        empty=f"No change of more than {LARGE} records in these days.",
    )


def _row(change: Change, size: Size) -> list[Cell]:
    return [
        Cell(moment_in_words(change.made_at), reverse("admin:institutions_change_change", args=[change.pk])),
        Cell(change.by_name or "a program"),
        Cell(change.get_way_display()),
        Cell(change.why),
        Cell("; ".join(_in_words(size))),
    ]


def _in_words(size: Size) -> Iterable[str]:
    """Things first, then what belongs to them."""
    for (model, happened), count in sorted(size.items(), key=lambda each: each[0][0] not in NOUNS):
        names = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
        yield f"{count:,} {names} {HAPPENED[happened]}"
