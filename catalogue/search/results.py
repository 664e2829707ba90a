"""`Search`: everything a page needs to know about one query. The only place where filters meet entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from django.http import QueryDict

from . import bits
from .answers import Chip, FacetView, Link, Note, OptionView, PageView, SortView, headline, page_view
from .current import current_snapshot
from .entries import Entry
from .facets import BY_NAME, FACETS, NOT_STATED, Facet
from .index import Snapshot
from .orders import BEST, SORTS, TITLE, Sort
from .query import Problem, parse

PAGE_SIZE = 20
ONE_PAGE_BELOW = 50
FEW = 3
# A facet or an order that fewer entries state helps nobody to choose.
ENOUGH = 2


class Search:
    """The answer to one query string, on one snapshot.

    An option's count is the number of results if it were the only value chosen in its facet and everything else
    stayed as it is. Whatever the address holds that cannot be used stands in `problems` and is left out.
    """

    def __init__(self, query: QueryDict | str = "", snapshot: Snapshot | None = None) -> None:
        self.snapshot = snapshot or current_snapshot()
        self.state, self.problems = parse(query, self.snapshot.labels)
        self._match = self.snapshot.text.match(self.state.text) if self.state.text else None
        self._matching = self._match.hits if self._match else self.snapshot.everything
        sets = self.snapshot.sets
        self._chosen = {facet: _any(sets, facet, values) for facet, values in self.state.chosen}
        self._found = self._narrowed(self._matching)
        self.total = self._found.bit_count()
        self.ended = (self._found & self.snapshot.ended).bit_count()
        self._check_page()

    # The query as the page repeats it

    @property
    def text(self) -> str:
        return self.state.text

    @property
    def query(self) -> str:
        return self.state.canonical

    @property
    def clear_query(self) -> str:
        return ""

    @property
    def hidden_inputs(self) -> list[tuple[str, str]]:
        """Names and values with which a form around the search box alone keeps everything else, page apart."""
        return [(name, value) for name, value in self.state.pairs() if name not in ("q", "page")]

    @property
    def is_filtered(self) -> bool:
        return bool(self.state.text or self.state.chosen)

    # What was found

    @cached_property
    def headline(self) -> str:
        listed = self.snapshot.size - self.snapshot.ended.bit_count() if self.is_filtered else None
        return headline(self.total - self.ended, self.ended, listed)

    @cached_property
    def entries(self) -> list[Entry]:
        """The entries of this page: current ones first, ended ones last."""
        return self._slice((self.state.page - 1) * self._page_size, self._page_size)

    def all_entries(self) -> Iterator[Entry]:
        """Every entry found, in the same order, for files."""
        for skip in range(0, self.total, 500):
            yield from self._slice(skip, 500)

    @cached_property
    def page(self) -> PageView:
        return page_view(self.state, self.total, self._page_size)

    # What one can do next

    @cached_property
    def facets(self) -> list[FacetView]:
        return [self._facet(facet) for facet in FACETS if self._helps(facet)]

    @cached_property
    def chips(self) -> list[Chip]:
        """One for each thing chosen, with the query that takes it away."""
        chips = [Chip("Words", self.text, self.state.without_text().canonical)] if self.text else []
        for facet, values in self.state.chosen:
            for value in values:
                label = self.snapshot.labels[facet][value]
                chips.append(Chip(BY_NAME[facet].label, label, self.state.toggling(facet, value).canonical))
        return chips

    @cached_property
    def sorts(self) -> list[SortView]:
        return [
            SortView(sort.value, sort.label, sort.value == self.state.order, self.state.sorted_by(sort.value).canonical)
            for sort in SORTS
            if self._sortable(sort)
        ]

    @cached_property
    def notes(self) -> list[Note]:
        """What a filter on a provider leaves out on purpose: entries to which that school only gives credit."""
        others = self._without("provider")
        given = {slug: self.snapshot.gives_credit.get(slug, 0) for slug in self.state.values("provider")}
        counts = {slug: (found & others).bit_count() for slug, found in given.items()}
        places = self.snapshot.places
        return [Note(f"{places[slug].brief_name} gives credit for {n:,}", slug) for slug, n in counts.items() if n]

    @cached_property
    def relaxations(self) -> list[Link]:
        """Where little was found: what would be found without one of the filters."""
        if self.total > FEW:
            return []
        ways = [self._without_facet(facet) for facet, _ in self.state.chosen]
        if self.text:
            found = self._narrowed(self.snapshot.everything).bit_count()
            ways.append(Link(f"Without the words “{self.text}”", found, self.state.without_text().canonical))
        return [way for way in ways if way.count > self.total]

    def _narrowed(self, found: int, apart_from: str = "") -> int:
        for facet, chosen in self._chosen.items():
            if facet != apart_from:
                found &= chosen
        return found

    def _without(self, facet: str) -> int:
        """What would be found if nothing were chosen in this facet."""
        return self._narrowed(self._matching, facet) if facet in self._chosen else self._found

    def _without_facet(self, facet: str) -> Link:
        labels = " or ".join(self.snapshot.labels[facet][value] for value in self.state.values(facet))
        label = f"Without “{BY_NAME[facet].label}: {labels}”"
        return Link(label, self._without(facet).bit_count(), self.state.choosing(facet, ()).canonical)

    def _helps(self, facet: Facet) -> bool:
        return facet.primary or facet.name in self._chosen or self.snapshot.stated(facet.name) >= ENOUGH

    def _sortable(self, sort: Sort) -> bool:
        if sort.value in (BEST, self.state.order):
            return bool(self.text) or sort.value != BEST
        return sort.value == TITLE or self.snapshot.orders[sort.value].stated >= ENOUGH

    def _facet(self, facet: Facet) -> FacetView:
        name, chosen, others = facet.name, self.state.values(facet.name), self._without(facet.name)
        sets, shown = self.snapshot.sets, self.snapshot.shown[name]
        counted = (
            (value, label, (others & sets.get((name, value), 0)).bit_count())
            for value, label in self.snapshot.labels[name].items()
            if value in shown or value in chosen
        )
        options = [
            OptionView(value, label, count, value in chosen, name, self.state) for value, label, count in counted
        ]
        stated, of = self.snapshot.stated(name), self.snapshot.size
        widen = self._widen(name, options[-1].count) if chosen else None
        return FacetView(name, facet.label, facet.primary, stated, of, len(chosen), options, widen)

    def _widen(self, facet: str, silent: int) -> Link | None:
        """“Also show the 12 that do not say”, beside a choice that leaves them out."""
        chosen = self.state.values(facet)
        if NOT_STATED in chosen or not silent:
            return None
        does = "does" if silent == 1 else "do"
        label = f"also show the {silent:,} that {does} not say"
        return Link(label, silent, self.state.choosing(facet, (*chosen, NOT_STATED)).canonical)

    @property
    def _page_size(self) -> int:
        return PAGE_SIZE if self.total >= ONE_PAGE_BELOW else ONE_PAGE_BELOW

    def _check_page(self) -> None:
        number, last = self.state.page, max(1, -(-self.total // self._page_size))
        if number > last:
            self.state = self.state.on_page(1)
            self.problems.append(Problem("page", str(number), "There is no such page. The first one is shown."))

    def _slice(self, skip: int, take: int) -> list[Entry]:
        """Entries found, in the order asked for."""
        if self.state.order == BEST:
            ended = self._found & self.snapshot.ended
            tiers = (*self._match.tiers(self._found ^ ended), *self._match.tiers(ended))
            numbers = bits.tiered_page(tiers, skip, take)
        elif self.state.order == TITLE:
            numbers = bits.page(self._found, skip, take)
        else:
            numbers = self.snapshot.orders[self.state.order].page(self._in_order, skip, take)
        return [self.snapshot.entries[number] for number in numbers]

    @cached_property
    def _in_order(self) -> int:
        """What was found, as a set in the order asked for."""
        order = self.snapshot.orders[self.state.order]
        matching = bits.page(self._matching, 0, self.snapshot.size) if self._match else None
        found = self.snapshot.everything if matching is None else order.set_of(matching)
        for facet, values in self.state.chosen:
            found &= _any(order.sets, facet, values)
        return found


def _any(sets: dict[tuple[str, str], int], facet: str, values: tuple[str, ...]) -> int:
    found = 0
    for value in values:
        found |= sets.get((facet, value), 0)
    return found
