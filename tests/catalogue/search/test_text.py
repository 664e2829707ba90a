"""Folding, words and matching, on texts chosen for their traps."""

from __future__ import annotations

from random import Random

import pytest

from catalogue.search import bits
from catalogue.search.asking import ask
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
    return TextIndex(enumerate({**dict.fromkeys(WEIGHTS, ""), **each} for each in documents), len(documents))


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


WAYS = index(
    {"title": "C++ and C# for .NET", "summary": "Not Java but D3.js"},
    {"title": "Network basics in C", "institutions": "B.C.I.T.\nR&D Institute"},
    {"title": "Mass timber", "skills": "supply chain\nmanagement of timber"},
    {"title": "Timber mass", "skills": "chain supply", "length": "2,000 hours"},
    {"title": "Learning4Success", "delivery": "Online"},
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("c++", {0}),
        ("C#", {0}),
        (".net", {0}),
        ("net", {0, 1}),
        ("c basics", {1}),
        ("d3.js", {0}),
        ("d3js", {0}),
        ("bcit", {1}),
        ("B.C.I.T.", {1}),
        ("r&d", {1}),
        ("masstimber", {2}),
        ("masstimb", {2}),
        ("supplychain", {2}),
        ("supply-chain", {2, 3}),
        ('"mass timber"', {2}),
        ("“mass timber”", {2}),
        ('"timber"', {2, 3}),
        ('"chain management"', set()),
        ('"mass timber" supply', {2}),
        ('"mass', {2, 3}),
        ('mass" timber"', {2, 3}),
        ('""', {0, 1, 2, 3, 4}),
        ("timber -mass", set()),
        ("timber -management", {3}),
        ("-timber", {0, 1, 4}),
        ("−timber", {0, 1, 4}),
        ('-"mass timber"', {0, 1, 3, 4}),
        ("timber -supply-chain", set()),
        ("timber -", {2, 3}),
        ("- timber", {2, 3}),
        ("--timber", {0, 1, 4}),
        ("2000 hours", {3}),
        ("2,000", {3}),
        ("learning 4 success", {4}),
        ("success", {4}),
        ("basics n", {1}),
        ("online course", {4}),
        ("course", set()),
    ],
)
def test_ways_to_write(asked, found):
    hits = WAYS.match(asked, as_typed=True).hits
    assert {number for number in range(5) if hits >> number & 1} == found


def test_what_was_found_where():
    assert TRICKY.match("mass").fields([1]) == [("skills",)]
    assert TRICKY.match("timber zoe").fields([2]) == [("institutions", "parts")]
    assert TRICKY.match("plumbing timber").unknown == ("plumbing",)


def test_partial_matches_hold_most_of_the_rarest_words():
    texts = index(
        *({"title": "course in data"} for _ in range(6)),
        {"title": "digital data"},
        {"title": "digital marketing"},
        {"title": "marketing"},
        {"title": "data law"},
    )
    match = texts.match("digital marketing data kelowna")
    assert match.hits == 0
    assert [bits.page(tier, 0, 10) for tier in match.partial] == [[7], [6], [8]]
    assert texts.match("marketing").partial == []
    match = texts.match("digital marketing")
    assert [bits.page(tier, 0, 10) for tier in match.partial] == [[6, 8]]
    match = texts.match("digital marketing -data")
    assert [bits.page(tier, 0, 10) for tier in match.partial] == [[8]]


def test_pages_run_through_the_tiers():
    dice = Random(3)
    words = ["wood", "steel", "glass"]
    texts = index(
        *({field: " ".join(dice.choices(words, k=2)) for field in dice.sample(list(WEIGHTS), 3)} for _ in range(90))
    )
    match = texts.match("wood steel")
    in_order = [number for tier in match.tiers(match.hits) for number in bits.page(tier, 0, 90)]
    assert len(in_order) == match.hits.bit_count() > 20
    for skip, take in ((0, 5), (3, 20), (17, 1), (0, 90), (88, 20)):
        assert match.page(match.hits, skip, take) == in_order[skip : skip + take]


SYNONYMS = (
    ("carpenter", ("mass timber",)),
    ("admin assistant", ("administrative", "office work")),
    ("admin", ("law",)),
)
MEANT = TextIndex(
    enumerate(
        [
            {"title": "Mass timber"},
            {"title": "Timber", "summary": "No mass. For a carpenter"},
            {"title": "Administrative assistant"},
            {"title": "Work in an office"},
            {"title": "Law"},
        ]
    ),
    5,
    SYNONYMS,
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("carpenter", [1, 0]),
        ("carpenters", [1, 0]),
        ("carpenter timber", [1, 0]),
        ("admin assistant", [2, 3]),
        ("admin", [2, 4]),
        ("admin law", [4]),
        ('"carpenter"', [1]),
    ],
)
def test_synonyms_also_find_what_is_meant_below_what_is_said(asked, found):
    match = MEANT.match(asked)
    assert match.page(match.hits, 0, 5) == found


def test_what_words_mean_together_stands_before_entries_that_say_each_of_them_elsewhere():
    texts = [
        {"title": "New town", "skills": "Canada"},
        {"title": "Office", "audience": "Immigrants"},
        {"title": "Living", "audience": "New to Canada"},
    ]
    match = TextIndex(enumerate(texts), 3, (("new to canada", ("immigrant",)),)).match("new to canada")
    assert match.page(match.hits, 0, 3) == [2, 1, 0]


def test_two_letters_in_the_midst_of_initials_are_no_word():
    assert [word.joined for word in ask("B.C.I.T.").wanted] == [("bcit",)] * 3
    assert {word.joined for word in ask("on-line-course I.T.").wanted} >= {("onlinecourse", "online", "linecourse")}
    assert ask("I.T.").wanted[-1].joined == ("it",)


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


def test_words_side_by_side_and_whole_titles_stand_first():
    texts = index(
        {"title": "Science of data for all"},
        {"title": "Advanced data science"},
        {"title": "Data science for all"},
        {"title": "Data science"},
    )
    for asked in ("data science", "data scien"):
        match = texts.match(asked)
        assert match.page(match.hits, 0, 4) == [3, 2, 1, 0]


def test_another_word_of_the_same_stem_counts_less_and_not_everywhere():
    texts = index(
        {"title": "Design management"}, {"title": "Design", "summary": "For a manager"}, {"audience": "managing"}
    )
    match = texts.match("manager")
    assert match.page(match.hits, 0, 4) == [1, 0]


def test_a_word_in_the_title_outweighs_all_other_fields():
    assert WEIGHTS["title"] > sum(WEIGHTS.values()) - WEIGHTS["title"]
