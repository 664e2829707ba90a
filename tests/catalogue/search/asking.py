"""Short ways for the tests to put a query and read one thing from the answer."""

from __future__ import annotations

from catalogue.search import Search


def titles(query: str) -> list[str]:
    search = Search(query)
    assert search.problems == []
    return [entry.title for entry in search.entries]


def counts(query: str, name: str) -> dict[str, int]:
    return Search(query).counts[name]
