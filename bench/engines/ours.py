"""This site's own search, asked as the list page asks it."""

from __future__ import annotations

from bench.questions import Question
from catalogue.search import Search

from . import Answer


class Ours:
    name = "this site"
    pids = ()

    def answer(self, question: Question) -> Answer:
        search = Search(question.query)
        counts = {facet.name: {option.value: option.count for option in facet.options} for facet in search.facets}
        return Answer(search.total, counts, [entry.slug for entry in search.entries])
