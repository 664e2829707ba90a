"""Short ways for the tests to put a query and read one thing from the answer."""

from __future__ import annotations

from catalogue.search import Search
from catalogue.search.answers import FacetView


def titles(query: str) -> list[str]:
    search = Search(query)
    assert search.problems == []
    return [entry.title for entry in search.entries]


def facet(query: str, name: str) -> FacetView | None:
    return next((view for view in Search(query).facets if view.name == name), None)


def counts(query: str, name: str) -> dict[str, int]:
    return {option.value: option.count for option in facet(query, name).options}
