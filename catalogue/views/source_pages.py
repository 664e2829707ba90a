"""What is drawn from a source, a page of it at a time: thousands of entries may rest on one file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, QueryDict

from catalogue.languages import digits
from catalogue.models import Citation, Source
from catalogue.models.vocabulary import SourceKind
from catalogue.search.query import Problem

from .asking import page_number, read, row_number
from .mentions import read_along

PER_PAGE = 300


@dataclass(frozen=True)
class Asked:
    """A page, or the page with a row of a file."""

    page: int = 1
    row: int = 0


def parse(query: QueryDict) -> tuple[Asked, list[Problem]]:
    chosen, problems = read(query, {"page": page_number, "row": row_number})
    return Asked(**chosen), problems


def canonical(request: HttpRequest, snapshot: object) -> str | None:
    """For pages that are kept: those that only lead to another are not."""
    asked, problems = parse(request.GET)
    if problems or asked.row:
        return None
    return f"page={asked.page}" if asked.page > 1 else ""


class DrawnFrom:
    """The facts and statements that visitors may see of one source, in the order of its paragraphs or rows.

    A document is one page, however much is drawn from it: it is read as a whole, and links lead to its paragraphs.
    """

    def __init__(self, source: Source) -> None:
        self._is_whole = source.kind == SourceKind.DOCUMENT
        self._citations: QuerySet[Citation] = Citation.objects.public().filter(source=source)

    @cached_property
    def by_basis(self) -> dict[str, int]:
        return dict(self._citations.order_by().values_list("basis").annotate(Count("pk")))

    @property
    def count(self) -> int:
        return sum(self.by_basis.values())

    @property
    def pages(self) -> int:
        return 1 if self._is_whole else max(1, -(-self.count // PER_PAGE))

    def page_with(self, row: int) -> int:
        """The page on which the facts of a row begin; the last one for a row after all of them."""
        before = self._citations.filter(Q(paragraph__lt=row) | Q(paragraph__isnull=True)).count()
        return min(1 + before // PER_PAGE, self.pages)

    def read(self, number: int) -> list[Citation]:
        ordered = self._citations.order_by(F("paragraph").asc(nulls_first=True), "pk").values_list("pk", flat=True)
        pks = [*(ordered if self._is_whole else ordered[self._start(number) : self._start(number + 1)])]
        citations = Citation.objects.filter(pk__in=pks).select_related("source", "superseded_by__source")
        return list(citations.prefetch_related(*read_along()).order_by("pk"))

    def pages_beside(self, number: int) -> dict[str, str | int]:
        """For templates/components/pages_beside.html: which facts these are, and the pages before and after."""
        return {
            "first": digits(self._start(number) + 1),
            "last": digits(min(self._start(number + 1), self.count)),
            "total_words": digits(self.count),
            "before": f"page={number - 1}" if number > 1 else "",
            "after": f"page={number + 1}" if number < self.pages else "",
        }

    def _start(self, number: int) -> int:
        return (number - 1) * PER_PAGE
