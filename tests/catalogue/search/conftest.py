"""What the tests of search share: generated entries in the database and ways to make random queries."""

from __future__ import annotations

from random import Random

import pytest

from catalogue.generating import generate_entries
from catalogue.search import Snapshot, current_snapshot
from catalogue.search.facets import FACETS
from catalogue.search.query import Query


@pytest.fixture
def snapshot(db) -> Snapshot:
    """150 made-up entries with every kind of gap."""
    generate_entries(150, seed=7)
    return current_snapshot()


class Asker:
    """Makes up queries: some facets with some values, perhaps words, perhaps an order."""

    WORDS = ("management", "data design", "micro credential", "café", "heal", "generated nothing", "clean-tech")

    def __init__(self, snapshot: Snapshot, seed: int) -> None:
        self.snapshot = snapshot
        self.dice = Random(seed)

    def query(self) -> Query:
        query = Query(text=self.dice.choice(self.WORDS) if self.dice.random() < 0.4 else "")
        for facet in self.dice.sample(FACETS, self.dice.choice((0, 1, 1, 2, 3))):
            values = list(self.snapshot.labels[facet.name])
            query = query.choosing(
                facet.name, self.dice.sample(values, min(len(values), self.dice.choice((1, 1, 2, 3))))
            )
        query = query.shown(as_table=self.dice.random() < 0.2)
        return query.sorted_by(self.dice.choice(("", "", "title", "checked", "shortest")))


@pytest.fixture
def queries(snapshot: Snapshot, full: bool) -> list[Query]:
    """30 random queries, 1,000 in a full run."""
    asker = Asker(snapshot, seed=11)
    return [asker.query() for _ in range(1000 if full else 30)]
