"""Folding, words and matching, on texts chosen for their traps."""

from __future__ import annotations

import pytest

from catalogue.search.text import WEIGHTS, TextIndex, fold, query_words, sort_key, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë Sauvé", "zoe sauve"),
        ("Zoe\u0308", "zoe"),
        ("UVic\u2018s and TRU\u2019s", "uvics and trus"),
        ("BCIT\u00a0 Digital", "bcit  digital"),
        ("mass\u200b tim\u00adber", "mass timber"),
        ("Micro-credential", "microcredential"),
        ("micro credentials", "microcredentials"),
        ("micro\u2011credentialling", "microcredentialling"),
        ("macro-credential", "macro-credential"),
        ("Tŝilhqot\u2019in", "tsilhqotin"),
        ("Sḵwx̱wú7mesh", "skwxwu7mesh"),
        ("xʷməθkʷəy̓əm", "xwmethkweyem"),
        ("Nłeʔkepmxcín", "nlekepmxcin"),
        ("Straße", "strasse"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_a_hyphenated_word_is_found_by_each_half_and_by_the_whole():
    assert list(words("A clean-tech course")) == ["a", "clean", "tech", "cleantech", "course"]


def test_small_words_are_left_out_unless_there_are_no_others():
    assert query_words("how to work with wood") == ["work", "wood"]
    assert query_words("i want to learn digital marketing") == ["digital", "marketing"]
    assert query_words("in the") == ["in", "the"]
    assert query_words("IT") == ["it"]
    assert query_words("?!… \u200b") == []


def test_titles_are_ordered_as_a_reader_would():
    titles = ["Zebra", "\u00c9cole", "\u201cApple\u201d", "banana", "Apple-tree"]
    assert sorted(titles, key=sort_key) == ["\u201cApple\u201d", "Apple-tree", "banana", "\u00c9cole", "Zebra"]


def index(*documents: dict[str, str]) -> TextIndex:
    return TextIndex([{**dict.fromkeys(WEIGHTS, ""), **document} for document in documents], len(documents))


TRICKY = index(
    {"title": "Mass timber construction", "summary": "For carpenters."},
    {"title": "Clean-tech basics", "skills": "nursing a battery\nmass transit"},
    {"title": "Cleantech law", "institutions": "Université Zoë", "parts": "Timber frames"},
    {"title": "Micro-credential design"},
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("mass timber", {0}),
        ("timber MASS", {0}),
        ("mass", {0, 1}),
        ("timb", {0, 2}),
        ("timb mass", set()),
        ("nurse", {1}),
        ("nurses", {1}),
        ("carpenter", {0}),
        ("clean tech", {1, 2}),
        ("clean te", {1, 2}),
        ("clean-tech", {1, 2}),
        ("cleantech", {1, 2}),
        ("clean tech law", {2}),
        ("tech clean", {1}),
        ("microcredential", {3}),
        ("micro-credentials", {3}),
        ("micro cred", {3}),
        ("universite zoe", {2}),
        ("t", set()),
        ("mass timber battery", set()),
        ("plumbing", set()),
    ],
)
def test_matching(asked, found):
    hits = TRICKY.match(asked).hits
    assert {number for number in range(4) if hits >> number & 1} == found


def test_scores_add_up_by_word_and_field():
    texts = index(
        {"summary": "wood"},
        {"title": "wood", "summary": "wood"},
        {"title": "wood"},
        {"skills": "wood", "sectors": "wood", "summary": "wood"},
        {"title": "steel"},
    )
    match = texts.match("wood")
    assert match.tiers(match.hits) == [0b00010, 0b00100, 0b01000, 0b00001]
    assert match.tiers(0b00101) == [0b00100, 0b00001]


def test_scores_of_several_words_add_up():
    texts = index(
        {"title": "wood", "summary": "steel"},
        {"title": "wood and steel"},
        {"title": "wood and steel", "skills": "wood\nsteel"},
        {"skills": "wood", "institutions": "steel", "sectors": "steel"},
    )
    match = texts.match("wood steel")
    assert match.tiers(match.hits) == [0b0100, 0b0010, 0b0001, 0b1000]


def test_a_word_in_the_title_outweighs_all_other_fields():
    assert WEIGHTS["title"] > sum(WEIGHTS.values()) - WEIGHTS["title"]
