"""Measures of answers: how high the best one stands, and what is found at all. Not which queries are asked."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean
from typing import NamedTuple
from urllib.parse import urlencode

from catalogue.search import Search

DEPTH = 10
HIGH = 3


class Wanted(NamedTuple):
    """A query and the entries that answer it, the best first; entries of one set are equally good. None: no entry."""

    query: str
    answers: tuple[frozenset[str], ...]


class Answer(NamedTuple):
    """What the search showed for a query, and how many entries it said match in full."""

    wanted: Wanted
    shown: tuple[str, ...]
    matches: int

    @property
    def rank(self) -> int:
        """The place of the first of the best answers among the first ten; 0 if none is there."""
        return next((place for place, slug in enumerate(self.shown, 1) if slug in self.wanted.answers[0]), 0)

    @property
    def found(self) -> float:
        """The share of all good answers that stand among the first ten."""
        good = frozenset().union(*self.wanted.answers)
        return len(good.intersection(self.shown)) / len(good)


class Scores(NamedTuple):
    """MRR@10 and success@3 look at the best answers alone, found@10 at all the good ones."""

    queries: int
    mrr: float
    success: float
    found: float


def answer(wanted: Wanted) -> Answer:
    """What a visitor sees who types the query, from the top of the page on: what matches, then what nearly does."""
    search = Search(urlencode({"q": wanted.query}))
    shown = [*search.entries, *search.partial]
    return Answer(wanted, tuple(entry.slug for entry in shown[:DEPTH]), search.total)


def scores(answers: Iterable[Answer]) -> Scores:
    """Of queries that have an answer."""
    answers = list(answers)
    return Scores(
        queries=len(answers),
        mrr=fmean(1 / each.rank if each.rank else 0 for each in answers),
        success=fmean(1 <= each.rank <= HIGH for each in answers),
        found=fmean(each.found for each in answers),
    )


def share_empty(answers: Iterable[Answer]) -> float:
    """Of queries that nothing answers: the share for which the search says so."""
    return fmean(not each.matches for each in answers)
