"""PostgreSQL at its best: a narrow table made for the purpose, tsvector with GIN, and all counts in one statement.

An entry counts for a facet when it fits every other filter, so each row says which one filter it misses (`miss`), and
GROUPING SETS count each facet's values by that. Facets with several values an entry are bit masks, which the client
takes apart. Counts of the whole list stand in a table, made beforehand and read by the same statement.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import psycopg
from django.db.models.expressions import RawSQL

from bench.questions import PAGE_SIZE, Question
from bench.rows import Row
from catalogue.search.text import query_words

from . import Answer, Counts, server_pids

# Marks the rows of an answer that hold slugs of the page.
_PAGE = -1
_TSQUERY = "(to_tsquery('english', %s) && (to_tsquery('english', %s) || to_tsquery('simple', %s)))"
_TSQUERY_OF_ONE = "(to_tsquery('english', %s) || to_tsquery('simple', %s))"


def tsquery(words: list[str]) -> tuple[str, list[str]]:
    """All the words, the last one perhaps unfinished, and what stands for them in the statement."""
    *others, last = words
    if others:
        return _TSQUERY, [" & ".join(others), last, f"{last}:*"]
    return _TSQUERY_OF_ONE, [last, f"{last}:*"]


def matching_text(text: str) -> RawSQL:
    """Primary keys of the entries with these words, for a query of Django's."""
    expression, values = tsquery(query_words(text))
    return RawSQL(f"SELECT pk FROM bench_text WHERE tsv @@ {expression}", values)  # noqa: S608


class OnePass:
    name = "one-pass PostgreSQL"

    def __init__(self, connection: psycopg.Connection, rows: list[Row]) -> None:
        self.connection = connection
        self.pids = server_pids(connection)
        self.facets = list(rows[0].values)
        self.codes = {facet: _codes(facet, rows) for facet in self.facets}
        self.single = {facet for facet in self.facets if all(len(row.values[facet]) == 1 for row in rows)}
        # The place of a grouping set is a mask with every column's bit set but its own.
        self.full = (1 << len(self.facets)) - 1
        self.places = {self.full ^ (1 << number): facet for number, facet in enumerate(reversed(self.facets))}
        connection.execute("SET jit = off")
        connection.execute("SET work_mem = '256MB'")
        self._make_tables(rows)

    def answer(self, question: Question) -> Answer:
        chosen = dict(question.chosen)
        statement, values = self._statement(question, chosen)
        groups, whole, page = defaultdict(Counter), defaultdict(dict), []
        for miss, place, value, number, text in self.connection.execute(statement, values):
            if text is None:
                groups[place, miss][value] += number
            elif miss == _PAGE:
                page.append(text)
            else:
                whole[self.places[place]][text] = number
        return self._answer(list(chosen), groups, whole, page)

    def _answer(self, active: list[str], groups: dict, whole: Counts, page: list[str]) -> Answer:
        """Counts of the whole list come alone, or for the one facet in which something is chosen."""
        counts: Counts = dict(whole)
        if not groups and len(whole) == len(self.facets):
            return Answer(sum(whole["kind"].values()), counts, page)
        for place, facet in self.places.items():
            found = groups[place, 0]
            if facet in active:
                found = found + groups[place, active.index(facet) + 1]
            if facet not in whole:
                counts[facet] = self._taken_apart(facet, found)
        return Answer(sum(groups[self.full ^ (1 << len(self.facets) - 1), 0].values()), counts, page)

    def _taken_apart(self, facet: str, found: Counter) -> dict[str, int]:
        names = {code: value for value, code in self.codes[facet].items()}
        if facet in self.single:
            return {names[code]: number for code, number in found.items()}
        return {
            value: number
            for value, code in self.codes[facet].items()
            if (number := sum(count for mask, count in found.items() if mask & code == code and (code or not mask)))
        }

    def _statement(self, question: Question, chosen: dict[str, str]) -> tuple[str, list]:
        tests = [self._test(facet, value) for facet, value in chosen.items()]
        source, values, order = "bench_row", [], "number"
        columns = ", ".join(self.facets)
        rank = "0::real AS rank"
        if question.text:
            expression, values = tsquery(question.words)
            source = f"bench_row JOIN bench_text USING (number), (SELECT {expression} AS asked) AS words"
            rank, order = "ts_rank(tsv, asked) AS rank", "rank DESC, number"
        miss = "CASE " + " ".join(f"WHEN NOT {test} THEN {n}" for n, test in enumerate(tests, 1)) + " ELSE 0 END"
        where = self._where(tests, bool(question.text))
        skip = (question.page - 1) * PAGE_SIZE
        limit = f"LIMIT {PAGE_SIZE} OFFSET {skip}"
        page = f"SELECT slug FROM h WHERE miss = 0 ORDER BY {order} {limit}"  # noqa: S608
        whole = "SELECT 0, place, 0, number, value FROM bench_whole"
        if not tests and not question.text:
            first = f"SELECT {_PAGE}, 0, 0, 0, slug FROM bench_row ORDER BY number {limit}"  # noqa: S608
            return f"{whole} UNION ALL ({first})", []
        sets = ", ".join(f"(miss, {facet})" for facet in self.facets)
        alone = len(chosen) == 1 and not question.text
        own = [place for place, facet in self.places.items() if facet in chosen] if alone else []
        statement = f"""
            WITH h AS MATERIALIZED (
                SELECT number, slug, {columns}, {rank}, {miss if tests else "0"} AS miss FROM {source} WHERE {where}
            )
            SELECT miss, GROUPING({columns}), COALESCE({columns}), COUNT(*), NULL::text
            FROM h GROUP BY GROUPING SETS ({sets})
            {"".join(f"UNION ALL {whole} WHERE place = {place}" for place in own)}
            UNION ALL (SELECT {_PAGE}, 0, 0, 0, slug FROM ({page}) AS page)
        """  # noqa: S608
        return statement, values

    def _where(self, tests: list[str], text: bool) -> str:
        """Rows that miss no filter or one. With a single filter its facet's own counts are known beforehand."""
        wanted = ["tsv @@ asked"] if text else []
        if len(tests) == 1 and not text:
            wanted += tests
        elif len(tests) > 1:
            some = [tests[:n] + tests[n + 1 :] for n in range(len(tests))]
            wanted.append("(" + " OR ".join("(" + " AND ".join(each) + ")" for each in some) + ")")
        return " AND ".join(wanted) or "TRUE"

    def _test(self, facet: str, value: str) -> str:
        code = self.codes[facet][value]
        return f"({facet} = {code})" if facet in self.single or not code else f"({facet} & {code} <> 0)"

    def _keep_whole(self, rows: list[Row]) -> None:
        self.connection.execute("DROP TABLE IF EXISTS bench_whole")
        self.connection.execute("CREATE TABLE bench_whole (place int, value text, number bigint)")
        with self.connection.cursor().copy("COPY bench_whole FROM STDIN") as copy:
            for place, facet in self.places.items():
                for value, number in Counter(value for row in rows for value in row.values[facet]).items():
                    copy.write_row((place, value, number))
        self.connection.execute("VACUUM ANALYZE bench_whole")

    def _make_tables(self, rows: list[Row]) -> None:
        kinds = {facet: "smallint" if facet in self.single else "bigint" for facet in self.facets}
        columns = ", ".join(f"{facet} {kind} NOT NULL" for facet, kind in kinds.items())
        self.connection.execute("DROP TABLE IF EXISTS bench_row, bench_text, bench_raw")
        self.connection.execute(f"CREATE TABLE bench_row (number int, slug text, {columns})")
        with self.connection.cursor().copy("COPY bench_row FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.number, row.slug, *(self._code(facet, row) for facet in self.facets)))
        self._make_text(rows)
        self.connection.execute("ALTER TABLE bench_row ADD PRIMARY KEY (number)")
        for facet in self.single:
            self.connection.execute(f"CREATE INDEX ON bench_row ({facet})")
        self._keep_whole(rows)
        self.connection.execute("VACUUM ANALYZE bench_row")

    def _make_text(self, rows: list[Row]) -> None:
        """Words stay in a table of their own: beside the numbers they would make a look at those far slower."""
        self.connection.execute(
            "CREATE UNLOGGED TABLE bench_raw (number int, pk bigint, a text, b text, c text, d text)"
        )
        with self.connection.cursor().copy("COPY bench_raw FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.number, row.pk, *row.texts.values()))
        vector = " || ".join(f"setweight(to_tsvector('english', {name}), '{name.upper()}')" for name in "abcd")
        self.connection.execute(f"CREATE TABLE bench_text AS SELECT number, pk, {vector} AS tsv FROM bench_raw")  # noqa: S608
        self.connection.execute("DROP TABLE bench_raw")
        self.connection.execute("ALTER TABLE bench_text ADD PRIMARY KEY (number)")
        self.connection.execute("CREATE INDEX ON bench_text USING gin (tsv)")
        self.connection.execute("CREATE INDEX ON bench_text (pk)")
        self.connection.execute("VACUUM ANALYZE bench_text")

    def _code(self, facet: str, row: Row) -> int:
        return sum(self.codes[facet][value] for value in row.values[facet])


def _codes(facet: str, rows: list[Row]) -> dict[str, int]:
    """A bit for each value, none for silence; small numbers where no entry has two values."""
    values = sorted({value for row in rows for value in row.values[facet]} - {"not-stated"})
    several = any(len(row.values[facet]) > 1 for row in rows)
    codes = {value: 1 << place if several else place + 1 for place, value in enumerate(values)}
    return {**codes, "not-stated": 0}
