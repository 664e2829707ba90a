"""The SQL that a plain django-filter view sends, one COUNT for each value. What Django spends on it is left out here:
the statements are made outside the measured time and only sent inside it."""

from __future__ import annotations

import psycopg
from django.http import QueryDict

from bench.naive import counted, narrowed
from bench.questions import PAGE_SIZE, Question

from . import Answer, Counts, server_pids


class Naive:
    name = "naive SQL"

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.pids = server_pids(connection)

    def prepare(self, question: Question) -> None:
        asked = QueryDict(question.query)
        entries = narrowed(asked).order_by("availability", "title", "slug")
        skip = (question.page - 1) * PAGE_SIZE
        counts = [(facet, value, _sql(found, "COUNT(*)")) for facet, value, found in counted(asked)]
        page = entries[skip : skip + PAGE_SIZE].query.sql_with_params()
        self._prepared = _sql(entries, "COUNT(*)"), page, counts

    def answer(self, question: Question) -> Answer:
        total, page, statements = self._prepared
        counts: Counts = {}
        for facet, value, statement in statements:
            counts.setdefault(facet, {})[value] = self._number(statement)
        entries = self.connection.execute(*page)
        slug = [column.name for column in entries.description].index("slug")
        return Answer(self._number(total), counts, [row[slug] for row in entries.fetchall()])

    def _number(self, statement: tuple[str, tuple]) -> int:
        return self.connection.execute(*statement).fetchone()[0]


def _sql(entries, what: str) -> tuple[str, tuple]:
    """How Django counts a queryset."""
    statement, values = entries.order_by().values("pk").query.sql_with_params()
    return f"SELECT {what} FROM ({statement}) counted", values  # noqa: S608
