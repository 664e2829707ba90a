"""What a row would change of an entry. An import adds and replaces; what a file leaves out is never taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalogue.models import Measure, Microcredential, NamedKind
from catalogue.models.vocabulary import Quantity
from catalogue.wording import NOT_STATED, measure_words
from institutions.records import Record

from .figures import Figure
from .headings import Known
from .holdings import Holdings
from .plan import CellChange

FIGURES = {"times": (Quantity.DURATION, Quantity.COURSES, Quantity.CREDITS), "price": (Quantity.PRICE,)}
CALLED = "What the school calls it"
_IDENTIFYING = ("key", "slug")


def school_pks(values: Mapping[str, Any]) -> set[int]:
    return {school.pk for school in values.get("schools", ())}


def changes_of(
    entry: Microcredential | None,
    values: Mapping[str, Any],
    cells: Mapping[str, tuple[Known, int, str]],
    holdings: Holdings,
) -> Iterator[CellChange]:
    """Each value of the row that the entry does not have yet."""
    for target, value in values.items():
        known, _, text = cells[target]
        if target in _IDENTIFYING:
            continue
        if target in ("schools", "topics"):
            found = [_list_change(entry, known, value, holdings)]
        elif target in FIGURES:
            found = [_figure_change(entry, known, value, holdings)]
        elif target == "kind":
            found = _kind_changes(entry, known, value, holdings)
        else:
            found = [_field_change(entry, known, value)]
        changes = [*filter(None, found)]
        if changes and not (entry and holdings.is_as_exported(entry, known.name, text)):
            yield from changes


def _field_change(entry: Microcredential | None, known: Known, value: Any) -> CellChange | None:
    was = getattr(entry, known.target) if entry else ""
    if was == value:
        return None
    field = Microcredential._meta.get_field(known.target)
    labels = dict(field.flatchoices)
    return CellChange(known.name, known.target, *(str(labels.get(each, each or "")) for each in (was, value)), value)


def _kind_changes(
    entry: Microcredential | None, known: Known, value: str | NamedKind, holdings: Holdings
) -> Iterator[CellChange | None]:
    """A kind and the name that the school has for it. A kind alone takes the name away only where it does not fit."""
    named = value if isinstance(value, NamedKind) else None
    held = holdings.kinds_by_pk.get(entry.named_kind_id) if entry else None
    yield _field_change(entry, known, named.kind if named else value)
    if named != held and (named or held.kind != value):
        was, now = (each.name if each else "" for each in (held, named))
        yield CellChange(CALLED, "named_kind", was, now or str(NOT_STATED), named and named.pk)


def _list_change(entry: Microcredential | None, known: Known, value: Iterable[Record], holdings) -> CellChange | None:
    is_school = known.target == "schools"
    held = (holdings.providers if is_school else holdings.tags)[entry.pk] if entry else ()
    added = tuple(record for record in value if record.pk not in held)
    if not added:
        return None
    names = (holdings.institutions if is_school else holdings.sectors).called
    was = [names[pk] for pk in held]
    now = [*was, *(record.name for record in added)]
    pks = tuple(record.pk for record in added)
    return CellChange(known.name, known.target, "; ".join(was), "; ".join(now), pks)


def _figure_change(entry: Microcredential | None, known: Known, value: Any, holdings) -> CellChange | None:
    figures = (value,) if isinstance(value, Figure) else value
    held = {(each.quantity, each.measures): each for each in (holdings.measures[entry.pk] if entry else ())}
    fresh = tuple(figure for figure in figures if not _same(held.get((figure.quantity, figure.measures)), figure))
    if not fresh:
        return None
    was = [held[figure.quantity, figure.measures] for figure in fresh if (figure.quantity, figure.measures) in held]
    now = [Measure(**figure._asdict()) for figure in fresh]
    return CellChange(known.name, known.target, *("; ".join(map(measure_words, each)) for each in (was, now)), fresh)


def _same(measure: Measure | None, figure: Figure) -> bool:
    return measure is not None and all(getattr(measure, name) == value for name, value in figure._asdict().items())
