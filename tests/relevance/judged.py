"""Queries of learners with the answers that the two documents allow, judged by hand before any search was tried.

They stand in queries.csv, a query a line: its class, and the slugs of the entries that answer it. The best come first,
`>` stands before lesser ones; slugs between two `>` are equally good. No slug at all: no entry answers it honestly.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from tests.relevance.scoring import Wanted

EMPTY = "empty"
_QUERIES = Path(__file__).with_name("queries.csv")


def judged_queries() -> dict[str, list[Wanted]]:
    """The queries by their class."""
    classes = defaultdict(list)
    with _QUERIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sets = (frozenset(part.split()) for part in row["expected"].split(">"))
            classes[row["class"]].append(Wanted(row["query"], tuple(filter(None, sets))))
    return dict(classes)
