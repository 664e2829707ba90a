"""`Options`: what one facet offers on one snapshot, with the set of entries behind each option. Not what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from bitarray import bitarray

from . import bits
from .facets import NOT_STATED, NOT_STATED_LABEL, Facet
from .facts import Catalogue, Place, Update

# Beside the facets the snapshot keeps the set of what each institution gives credit for, and of what has ended.
GIVES_CREDIT = "gives credit"
ENDED = ("ended", "")

Sets = Mapping[tuple[str, str], int]


class Options:
    """The options of a facet in the order of the page. `labels` has those too that stand there only when chosen."""

    def __init__(self, facet: Facet, catalogue: Catalogue | Update, sets: Sets, size: int) -> None:
        self.facet, self._size = facet, size
        self.labels = {**dict(facet.options(catalogue)), NOT_STATED: NOT_STATED_LABEL}
        self.sets = {value: found for value in self.labels if (found := sets.get((facet.name, value)))}
        self.stated = size - self.sets.get(NOT_STATED, 0).bit_count()
        shown = _shown(self, catalogue, sets)
        self.shown = tuple(value for value in self.labels if value in shown)
        self._rows = {value: bits.countable(self.sets.get(value, 0), size) for value in self.shown}
        self.counts_of_all = {value: self.sets.get(value, 0).bit_count() for value in self.shown}

    def counts(self, within: bitarray | None, chosen: tuple[str, ...] = ()) -> dict[str, int]:
        """How many members of a countable set have each value: of the options shown, and of those chosen.

        None stands for the set of everything.
        """
        if within is None:
            found = self.counts_of_all
        else:
            found = dict(zip(self.shown, bits.common(within, self._rows.values()), strict=True))
        if unusual := [value for value in chosen if value not in found]:
            rows = [self._row(value) for value in unusual]
            counts = [row.count() for row in rows] if within is None else bits.common(within, rows)
            found = found | dict(zip(unusual, counts, strict=True))
            found = {value: found[value] for value in self.labels if value in found}
        return found

    def with_any(self, values: tuple[str, ...]) -> int:
        """The entries with any of these values."""
        found = 0
        for value in values:
            found |= self.sets.get(value, 0)
        return found

    def row_with_any(self, values: tuple[str, ...]) -> bitarray:
        """The same, countable."""
        return reduce(or_, map(self._row, values))

    def _row(self, value: str) -> bitarray:
        row = self._rows.get(value)
        return bits.countable(self.sets.get(value, 0), self._size) if row is None else row


def _shown(options: Options, catalogue: Catalogue | Update, sets: Sets) -> set[str]:
    """Options with a place on the page even when nobody chose them."""
    used = set(options.labels) if options.facet.shows_all else {*options.sets}
    if options.facet.name == "provider":
        places: dict[str, Place] = {place.slug: place for place in catalogue.places.values()}
        # Whoever looks for them is told of the credit they give.
        used |= {value for name, value in sets if name == GIVES_CREDIT}
        used -= {slug for slug, place in places.items() if place.unit_of__slug in used}  # under their school
    return used | {NOT_STATED}
