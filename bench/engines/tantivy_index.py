"""tantivy, a search library in Rust: filters as terms, counts as aggregations over fast fields, words by weight."""

from __future__ import annotations

import re

import tantivy
from tantivy import Occur, Query

from bench.questions import PAGE_SIZE, Question
from bench.rows import WEIGHTS, Row
from catalogue.search.text import stem

from . import Answer, Counts, ways

_MANY = 1000


class Tantivy:
    name = "tantivy"
    pids = ()

    def __init__(self, rows: list[Row]) -> None:
        self.facets = list(rows[0].values)
        builder = tantivy.SchemaBuilder().add_unsigned_field("number", fast=True)
        builder.add_text_field("slug", stored=True, tokenizer_name="raw")
        for facet in self.facets:
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        for weight in WEIGHTS:
            builder.add_text_field(weight, tokenizer_name="en_stem")
        self.schema = builder.build()
        index = tantivy.Index(self.schema)
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        for row in rows:
            document = tantivy.Document(slug=row.slug, **self._fields(row))
            document.add_unsigned("number", row.number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def _fields(self, row: Row) -> dict:
        return {**{facet: list(values) for facet, values in row.values.items()}, **row.texts}

    def answer(self, question: Question) -> Answer:
        words = [(Occur.Must, self._word(word, word == question.words[-1])) for word in question.words]
        counts: Counts = {}
        chosen = dict(question.chosen)
        for facet, filters in ways(question):
            wanted = [facet] if facet else [name for name in self.facets if name not in chosen]
            counts |= self._count(self._all([*words, *self._tests(filters)]), wanted)
        order = {} if words else {"order_by_field": "number", "order": tantivy.Order.Asc}
        found = self._all([*words, *self._tests(chosen)])
        skip = (question.page - 1) * PAGE_SIZE
        results = self.searcher.search(found, limit=PAGE_SIZE, offset=skip, count=True, **order)
        page = [self.searcher.doc(address)["slug"][0] for _, address in results.hits]
        return Answer(results.count, counts, page)

    def _count(self, query: Query, facets: list[str]) -> Counts:
        asked = {facet: {"terms": {"field": facet, "size": _MANY}} for facet in facets}
        found = self.searcher.aggregate(query, asked)
        return {facet: {each["key"]: each["doc_count"] for each in found[facet]["buckets"]} for facet in facets}

    def _tests(self, filters: dict[str, str]) -> list[tuple[Occur, Query]]:
        """Filters do not score: they stand as constants."""
        terms = (Query.term_query(self.schema, facet, value, "basic") for facet, value in filters.items())
        return [(Occur.Must, Query.const_score_query(term, 0)) for term in terms]

    def _all(self, parts: list[tuple[Occur, Query]]) -> Query:
        return Query.boolean_query(parts) if parts else Query.all_query()

    def _word(self, word: str, unfinished: bool) -> Query:
        """A word in any of the fields, each by its weight; the last one may be unfinished."""
        ways = []
        for field, weight in WEIGHTS.items():
            ways.append(Query.boost_query(Query.term_query(self.schema, field, stem(word)), weight))
            if unfinished:
                ways.append(Query.boost_query(Query.regex_query(self.schema, field, re.escape(word) + ".*"), weight))
        return Query.boolean_query([(Occur.Should, way) for way in ways])


class ForgivingTantivy(Tantivy):
    """For misspelt words: each may be one slip away, as tantivy itself offers it."""

    def __init__(self, strict: Tantivy) -> None:
        self.facets, self.schema, self.searcher = strict.facets, strict.schema, strict.searcher

    def _word(self, word: str, unfinished: bool) -> Query:
        fuzzy = (Query.fuzzy_term_query(self.schema, field, stem(word), distance=1) for field in WEIGHTS)
        return Query.boolean_query([(Occur.Should, way) for way in fuzzy])
