"""The search over the documents' entries holds its bars for every class of learners' queries."""

from __future__ import annotations

import pytest

from catalogue.search import Search
from tests.relevance.judged import EMPTY, judged_queries
from tests.relevance.scoring import answer, scores, share_empty

pytestmark = pytest.mark.usefixtures("documents")

QUERIES = judged_queries()
ANSWERED = [name for name in QUERIES if name != EMPTY]


BARS = [
    ("plain", 0.95),
    ("initials", 0.95),
    ("job", 0.9),
    ("audience", 0.9),
    ("cost", 0.9),
    ("way", 0.9),
    ("place", 0.9),
    ("credit", 0.9),
    ("variant", 0.95),
    ("misspelt", 0.92),
    ("prefix", 0.9),
]


def test_every_class_has_a_bar():
    assert {name for name, _ in BARS} == set(ANSWERED)


@pytest.mark.parametrize(("name", "bar"), BARS)
def test_the_best_answer_stands_first(name, bar):
    result = scores(map(answer, QUERIES[name]))
    assert result.mrr >= bar
    assert result.success >= bar


def test_good_answers_are_found_at_all():
    assert scores(answer(wanted) for name in ANSWERED for wanted in QUERIES[name]).found >= 0.9


def test_what_nobody_offers_is_not_found():
    assert share_empty(map(answer, QUERIES[EMPTY])) == 1


def test_the_queries_are_many_and_none_is_asked_twice():
    asked = [wanted.query for queries in QUERIES.values() for wanted in queries]
    assert len(asked) == len(set(asked)) >= 540
    assert len(QUERIES["misspelt"]) >= 85
    assert len(QUERIES[EMPTY]) >= 80


def test_every_entry_answers_some_query_and_nothing_else_does():
    answers = {slug for name in ANSWERED for wanted in QUERIES[name] for best in wanted.answers for slug in best}
    assert answers == {entry.slug for entry in Search("").entries}


def test_only_empty_ones_have_no_answer_and_no_answer_stands_twice():
    assert not any(wanted.answers for wanted in QUERIES[EMPTY])
    for wanted in (wanted for name in ANSWERED for wanted in QUERIES[name]):
        assert wanted.answers
        assert len(frozenset().union(*wanted.answers)) == sum(map(len, wanted.answers)), wanted.query
