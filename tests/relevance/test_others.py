"""The search finds a course again by its title, among titles that nobody chose for us; and how the queries are made."""

from __future__ import annotations

import pytest

from catalogue.search import Search
from tests.relevance.others import FILE, KnownItems, known_items
from tests.relevance.scoring import answer, scores

TITLES = [
    "Introduction to Soil Science",
    "Soil Science for Farmers",
    "Soil Science",
    "Beekeeping: From Hive to Honey",
    "The Soil Science!",
    "C++",
]

beside_us = pytest.mark.skipif(not FILE.exists(), reason="the file of titles by others is not beside this repository")


@pytest.fixture
def items() -> KnownItems:
    return KnownItems({"course_title": title, "School": "A school", "About": ""} for title in TITLES)


def test_a_query_holds_as_few_rare_words_as_tell_a_title_from_all_others(items):
    asked = [wanted.query for wanted in items.plain]
    assert asked == [
        "introduction soil",
        "soil farmers",
        "soil science",
        "beekeeping hive",
        "soil science",
        "c++",
    ]


def test_titles_of_the_same_words_answer_for_each_other(items):
    assert items.plain[2].answers == (frozenset({"soil-science-2", "the-soil-science-4"}),)
    assert items.plain[0].answers == (frozenset({"introduction-to-soil-science-0"}),)


def test_slips_are_the_same_each_time_and_spare_short_words(items):
    again = KnownItems(items.rows).misspelt
    assert items.misspelt == again
    assert len(again) == len(TITLES) - 1
    assert all(slipped.query != wanted.query for slipped, wanted in zip(again, items.plain, strict=False))


def test_the_last_word_loses_at_most_half_of_its_letters(items):
    whole = {wanted.answers: wanted.query for wanted in items.plain}
    assert len(items.unfinished) == len(TITLES) - 1
    for begun in items.unfinished:
        query = whole[begun.answers]
        assert query.startswith(begun.query)
        assert len(begun.query.split()[-1]) >= len(query.split()[-1]) / 2
        assert begun.query != query


@pytest.mark.django_db
def test_what_is_saved_can_be_found(items):
    items.save()
    assert {entry.slug for entry in Search("").entries} == set(items.slugs)
    assert answer(items.plain[3]).rank == 1


@beside_us
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("way", "bar"),
    [("plain", 0.93), ("misspelt", 0.9), ("prefix", 0.9)],
)
def test_titles_by_others_are_found_again(way, bar):
    known = known_items()
    known.save()
    assert len(known.rows) == 263
    assert scores(map(answer, known.queries()[way])).mrr >= bar
