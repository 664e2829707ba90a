"""The engines side by side. Each has a `name`, `pids` of servers that work for it, and `answer(question)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg

from bench.questions import Question

# By facet and value, how many results there would be if that value alone were chosen in its facet.
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Answer:
    """A whole answer: the total, every count above zero, and the page of twenty as slugs."""

    total: int
    counts: Counts
    page: list[str]


class Engine(Protocol):
    name: str
    pids: tuple[int, ...]

    def answer(self, question: Question) -> Answer: ...


def server_pids(connection: psycopg.Connection) -> tuple[int, ...]:
    """PostgreSQL's process for this connection, and its parent, which is charged for the parallel workers."""
    pid = connection.info.backend_pid
    parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
    return pid, int(parent)


def ways(question: Question) -> Iterator[tuple[str, dict[str, str]]]:
    """The sets of filters whose results must be counted: all of them (""), then all but one for each facet chosen."""
    chosen = dict(question.chosen)
    yield "", chosen
    for facet in chosen:
        yield facet, {name: value for name, value in chosen.items() if name != facet}
