"""The measures themselves, on answers small enough to reckon by hand."""

from __future__ import annotations

import pytest

from tests.relevance.scoring import Answer, Wanted, scores, share_empty

WANTED = Wanted("timber", (frozenset({"a", "b"}), frozenset({"c"})))


def test_only_the_best_answers_have_a_rank_and_any_of_them_will_do():
    assert Answer(WANTED, ("c", "b", "a"), 3).rank == 2
    assert Answer(WANTED, ("c", "x"), 2).rank == 0


def test_found_counts_lesser_answers_too():
    assert Answer(WANTED, ("c", "x", "b"), 3).found == pytest.approx(2 / 3)


def test_scores_are_means_over_queries():
    shown = [("a",), ("x", "b"), ("x", "y", "z", "a"), ()]
    result = scores(Answer(WANTED, each, len(each)) for each in shown)
    assert result.queries == 4
    assert result.mrr == pytest.approx((1 + 1 / 2 + 1 / 4 + 0) / 4)
    assert result.success == pytest.approx(2 / 4)
    assert result.found == pytest.approx((1 / 3 + 1 / 3 + 1 / 3 + 0) / 4)


def test_a_full_match_for_what_nobody_offers_is_a_wrong_answer():
    nothing = Wanted("welding", ())
    assert share_empty([Answer(nothing, (), 0), Answer(nothing, ("a",), 1)]) == pytest.approx(1 / 2)
