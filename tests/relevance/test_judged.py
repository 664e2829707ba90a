"""The search over the documents' entries holds its bars for every class of learners' queries.

A class that it cannot reach yet is marked; the mark fails as soon as the bar is reached, and then goes.
"""

from __future__ import annotations

import pytest

from catalogue.search import Search
from tests.relevance.judged import EMPTY, judged_queries
from tests.relevance.scoring import answer, scores, share_empty

pytestmark = pytest.mark.usefixtures("documents")

QUERIES = judged_queries()
ANSWERED = [name for name in QUERIES if name != EMPTY]


def _not_yet(why: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=why, raises=AssertionError)


BARS = [
    pytest.param("plain", 0.95),
    pytest.param("initials", 0.95),
    pytest.param("job", 0.9),
    pytest.param("audience", 0.9),
    pytest.param("cost", 0.9, marks=_not_yet("prices of parts are not read, and “inexpensive” is no synonym yet")),
    pytest.param("way", 0.9),
    pytest.param("place", 0.9),
    pytest.param("credit", 0.9),
    pytest.param("variant", 0.95, marks=_not_yet("no entry says reskilling in its own words")),
    pytest.param("misspelt", 0.92),
    pytest.param("prefix", 0.9),
]


def test_every_class_has_a_bar():
    assert {param.values[0] for param in BARS} == set(ANSWERED)


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
    assert len(asked) == len(set(asked)) >= 170
    assert len(QUERIES["misspelt"]) >= 45
    assert len(QUERIES[EMPTY]) >= 20


def test_every_entry_answers_some_query_and_nothing_else_does():
    answers = {slug for name in ANSWERED for wanted in QUERIES[name] for best in wanted.answers for slug in best}
    assert answers == {entry.slug for entry in Search("").entries}


def test_only_empty_ones_have_no_answer_and_no_answer_stands_twice():
    assert not any(wanted.answers for wanted in QUERIES[EMPTY])
    for wanted in (wanted for name in ANSWERED for wanted in QUERIES[name]):
        assert wanted.answers
        assert len(frozenset().union(*wanted.answers)) == sum(map(len, wanted.answers)), wanted.query
