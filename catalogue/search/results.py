"""`Search`: everything a page needs to know about one query. The only place where filters meet entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, reduce
from operator import and_

from bitarray import bitarray
from django.http import QueryDict

from catalogue.languages import digits, kept_by_language, ngettext
from catalogue.languages import gettext as _

from . import bits
from .answers import Chip, Link, Note, PageView, SortView, headline, page_view
from .current import current_snapshot
from .entries import Entry
from .facets import FACETS, NOT_STATED, Facet, label_of
from .index import Snapshot
from .orders import BEST, SORTS, TITLE, Sort
from .query import Asked, parse
from .relaxing import relaxations
from .text import fold

PAGE_SIZE = 20
ONE_PAGE_BELOW = 50
FEW = 3
MOST_PARTIAL = 10
# What may stand around a word without being a part of it.
_AROUND = '"“”«»()[]{},;:.!?'
# A facet or an order that fewer entries state helps nobody to choose.
ENOUGH = 2


@kept_by_language
def _label_of_sort(value: str) -> str:
    return next(str(sort.label) for sort in SORTS if sort.value == value)


class Search:
    """The answer to one query string, on one snapshot.

    An option's count is the number of results if it were the only value chosen in its facet and everything else
    stayed as it is. Whatever the address holds that cannot be used stands in `problems` and is left out. A query that
    was parsed already comes with the snapshot by whose values it was.
    """

    def __init__(self, query: QueryDict | str | Asked = "", snapshot: Snapshot | None = None) -> None:
        self.snapshot = snapshot or current_snapshot()
        self.state, self.problems = query if isinstance(query, Asked) else parse(query, self.snapshot.labels)
        self.match = self.snapshot.match(self.state.text, self.state.as_typed) if self.state.text else None
        self._matching = self.match.hits if self.match else self.snapshot.everything
        self._values = dict(self.state.chosen)
        self._row = self._row_without("")
        self.total = self.snapshot.size if self._row is None else self._row.count()

    # The query as the page repeats it

    @property
    def text(self) -> str:
        return self.state.text

    @property
    def query(self) -> str:
        return self.state.canonical

    @property
    def hidden_inputs(self) -> list[tuple[str, str]]:
        """Names and values with which a form around the search box alone keeps everything else, page apart."""
        return [(name, value) for name, value in self.state.pairs() if name not in ("q", "spelling", "page")]

    @property
    def is_filtered(self) -> bool:
        return bool(self.state.text or self.state.chosen)

    # What was found

    @cached_property
    def ended(self) -> int:
        ended = self.snapshot.ended_row
        return ended.count() if self._row is None else bits.common(self._row, [ended])[0]

    @cached_property
    def headline(self) -> str:
        listed = self.snapshot.size - self.snapshot.ended.bit_count() if self.is_filtered else None
        return headline(self.total - self.ended, self.ended, listed)

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the entries of this page: current ones first, ended ones last."""
        return self._slice((self.state.page - 1) * self._page_size, self._page_size)

    @property
    def current_numbers(self) -> list[int]:
        return self.numbers[: self._current_on_page]

    @property
    def ended_numbers(self) -> list[int]:
        return self.numbers[self._current_on_page :]

    @property
    def _current_on_page(self) -> int:
        """How many entries of this page have not ended; in every order those stand before the others."""
        return max(0, self.total - self.ended - (self.state.page - 1) * self._page_size)

    @property
    def slugs(self) -> list[str]:
        return [slug.decode() for slug in self.snapshot.slugs.of(self.numbers)]

    @cached_property
    def entries(self) -> list[Entry]:
        return [self.snapshot.entry(number) for number in self.numbers]

    @cached_property
    def partial_numbers(self) -> list[int]:
        """Where little matches all the words: the best of what matches some, within the same filters."""
        if not self.match or self.total > FEW or self.state.page > 1:
            return []
        return bits.tiered_page((self.narrowed(tier) for tier in self.match.partial), 0, MOST_PARTIAL)

    @cached_property
    def partial(self) -> list[Entry]:
        return [self.snapshot.entry(number) for number in self.partial_numbers]

    def all_entries(self) -> Iterator[Entry]:
        """Every entry found, in the same order, for files."""
        return map(self.snapshot.entry, self._all_numbers())

    def all_pks(self) -> Iterator[int]:
        """The primary keys of everything found, for what only the database knows."""
        return map(self.snapshot.pks.__getitem__, self._all_numbers())

    def _all_numbers(self) -> Iterator[int]:
        for skip in range(0, self.total, 500):
            yield from self._slice(skip, 500)

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // self._page_size))

    @property
    def is_past_the_end(self) -> bool:
        """Whether a page is asked for that this list does not have."""
        return self.state.page > self.last_page

    @property
    def last_page_query(self) -> str:
        return self.state.on_page(self.last_page).canonical

    @cached_property
    def page(self) -> PageView:
        return page_view(self.state, self.total, self._page_size)

    # What one can do next

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """The counts of the options of every facet on the page, by facet and value."""
        if self.is_filtered:
            return self._count()
        return self.snapshot.once("counts of all", self._count)

    @cached_property
    def chips(self) -> list[Chip]:
        """One for each thing chosen, with the query that takes it away."""
        chips = [Chip(_("Words"), self.text, self.state.without_text().canonical)] if self.text else []
        for facet, values in self.state.chosen:
            for value in values:
                label = self.snapshot.words(facet)[value]
                chips.append(Chip(label_of(facet), label, self.state.canonical_without(facet, value)))
        return chips

    @cached_property
    def sorts(self) -> list[SortView]:
        """The orders that this list can be put in."""
        usual, state = self.state.order, self.state
        return [
            SortView(each, _label_of_sort(each), each == usual, state.sorted_by(each).canonical)
            for each in (sort.value for sort in SORTS if self._sortable(sort))
        ]

    @cached_property
    def notes(self) -> list[Note]:
        """What a filter on a provider leaves out on purpose: entries to which that school only gives credit."""
        if not (chosen := self.state.values("provider")):
            return []
        others = self.without("provider")
        counts = {slug: (self.snapshot.gives_credit(slug) & others).bit_count() for slug in chosen}
        places = self.snapshot.places
        words = _("{school} gives credit for {count}")
        return [
            Note(words.format(school=places[slug].brief_name, count=digits(n)), slug) for slug, n in counts.items() if n
        ]

    @cached_property
    def relaxations(self) -> list[Link]:
        """Where little was found: other questions close to this one, and how much each of them would find."""
        return relaxations(self) if self.total <= FEW else []

    @property
    def corrected(self) -> str:
        """The words as they were understood, where they had to be corrected."""
        return self.match.corrected if self.match else ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words of the question that stand in no entry at all, as they were typed."""
        if not self.match:
            return ()
        typed = {fold(part): part for part in (part.strip(_AROUND) for part in self.text.split())}
        return tuple(typed.get(word, word) for word in self.match.unknown)

    @property
    def as_typed(self) -> Link:
        """The same question with the words taken as they are spelt."""
        found = self.narrowed(self.snapshot.match(self.text, as_typed=True).hits).bit_count()
        return Link(self.text, found, self.state.asking(self.text, as_typed=True).canonical)

    def widening(self, facet: str) -> Link | None:
        """“Also show the 12 that do not say”, beside a choice that leaves them out."""
        chosen, silent = self.state.values(facet), self.counts[facet][NOT_STATED]
        if not chosen or NOT_STATED in chosen or not silent:
            return None
        label = ngettext(
            "also show the {count} that does not say", "also show the {count} that do not say", silent
        ).format(count=digits(silent))
        return Link(label, silent, self.state.canonical_with(facet, NOT_STATED))

    def narrowed(self, found: int, apart_from: str = "") -> int:
        """Of a set, what has the values chosen."""
        for facet, chosen in self._chosen.items():
            if facet != apart_from:
                found &= chosen
        return found

    def without(self, facet: str) -> int:
        """What would be found if nothing were chosen in this facet."""
        return self.narrowed(self._matching, facet) if facet in self._chosen else self._found

    def _helps(self, facet: Facet) -> bool:
        return facet.primary or facet.name in self._values or self.snapshot.stated(facet.name) >= ENOUGH

    def _sortable(self, sort: Sort) -> bool:
        if sort.value in (BEST, self.state.order):
            return bool(self.text) or sort.value != BEST
        return sort.value == TITLE or self.snapshot.orders[sort.value].stated >= ENOUGH

    @cached_property
    def _chosen(self) -> dict[str, int]:
        """What has any of the values chosen, by facet."""
        return {facet: self.snapshot.options[facet].with_any(values) for facet, values in self._values.items()}

    @cached_property
    def _found(self) -> int:
        return self.narrowed(self._matching)

    @cached_property
    def _rows(self) -> dict[str, bitarray]:
        """What each part of the question finds by itself, countable: by facet, and by "q" for its words."""
        rows = {facet: self.snapshot.options[facet].row_with_any(values) for facet, values in self._values.items()}
        return {**rows, "q": bits.countable(self.match.hits, self.snapshot.size)} if self.match else rows

    def _row_without(self, facet: str) -> bitarray | None:
        """What would be found if nothing were chosen in this facet, countable; None for everything."""
        rows = [row for name, row in self._rows.items() if name != facet]
        return reduce(and_, rows) if rows else None

    def _count(self) -> dict[str, dict[str, int]]:
        return {facet.name: self._counts(facet.name) for facet in FACETS if self._helps(facet)}

    def _counts(self, facet: str) -> dict[str, int]:
        chosen = self._values.get(facet, ())
        return self.snapshot.options[facet].counts(self._row_without(facet) if chosen else self._row, chosen)

    @property
    def _page_size(self) -> int:
        return PAGE_SIZE if self.total >= ONE_PAGE_BELOW else ONE_PAGE_BELOW

    def _slice(self, skip: int, take: int) -> list[int]:
        """Numbers of entries found, in the order asked for."""
        if self.state.order == BEST:
            ended = self._found & self.snapshot.ended
            current = self._found ^ ended
            numbers = self.match.page(current, skip, take)
            if len(numbers) < take:
                numbers += self.match.page(ended, max(0, skip - current.bit_count()), take - len(numbers))
            return numbers
        if self.state.order == TITLE:
            if self._row is None:  # of everything no page has to be looked for
                return [*range(self.total)[skip : skip + take]]
            return bits.page_of_row(self._row, skip, take)
        return self.snapshot.orders[self.state.order].page(self._in_order, skip, take)

    @cached_property
    def _in_order(self) -> int:
        """What was found, as a set in the order asked for."""
        order = self.snapshot.orders[self.state.order]
        return order.set_of(self._found) if self.match else order.with_all(self.state.chosen)
