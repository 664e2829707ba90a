"""Misspelt words are corrected where that can be trusted, and said in words of the entries; others are left alone."""

from __future__ import annotations

import pytest

from catalogue.search.text import TextIndex

TITLES = [
    "Mass timber construction",
    "Digital marketing bootcamp",
    "Supply chain management",
    "Workplace communication",
    "Royal Roads leadership",
    "Micro-credential design",
    "Banking for beginners",
    "Tracking wildlife",
    "A survey of the Zoë river",
    "Online course in data",
    "Roads and rivers",
]
INDEX = TextIndex(enumerate({"title": title} for title in TITLES), len(TITLES), (("secretary", ("communication",)),))


def found(asked: str, **how: bool) -> list[str]:
    match = INDEX.match(asked, **how)
    return [TITLES[number] for number in match.page(match.hits, 0, 20)]


@pytest.mark.parametrize(
    ("asked", "corrected", "first"),
    [
        ("mass timbre", "mass timber", "Mass timber construction"),
        ("Mass Timbre", "Mass timber", "Mass timber construction"),
        ("mas tmber", "mass timber", "Mass timber construction"),
        ("constuction", "construction", "Mass timber construction"),
        ("constrction timber", "construction timber", "Mass timber construction"),
        ("boocamp", "bootcamp", "Digital marketing bootcamp"),
        ("botocamp", "bootcamp", "Digital marketing bootcamp"),
        ("digtal markteing", "digital marketing", "Digital marketing bootcamp"),
        ("digtal marketting", "digital marketing", "Digital marketing bootcamp"),
        ("mas timbers", "mass timbers", "Mass timber construction"),
        ("digital markte", "digital marketing", "Digital marketing bootcamp"),
        ("comunicaton", "communication", "Workplace communication"),
        ("work palce", "workplace", "Workplace communication"),
        ("work place comunication", "work place communication", "Workplace communication"),
        ("micro-credencial", "microcredential", "Micro-credential design"),
        ("micro-credencial design", "microcredential design", "Micro-credential design"),
        ("royal rodes", "royal roads", "Royal Roads leadership"),
        ("ooyal roads", "royal roads", "Royal Roads leadership"),
        ("zeo river", "zoe river", "A survey of the Zoë river"),
        ("secratary", "secretary", "Workplace communication"),
        ("onlnie coruse", "online course", "Online course in data"),
        ("timbre -marketing", "timber -marketing", "Mass timber construction"),
        ('timbre "mass timber"', 'timber "mass timber"', "Mass timber construction"),
    ],
)
def test_corrected(asked, corrected, first):
    assert INDEX.match(asked).corrected == corrected
    assert found(asked)[:1] == [first]
    assert found(corrected)[:1] == [first]
    assert not INDEX.match(corrected).corrected


@pytest.mark.parametrize(
    "asked",
    [
        "baking",  # not banking
        "trading",  # not tracking
        "surrey",  # not survey
        "dat",  # the beginning of data
        "mas",
        "cook",
        "coursera",  # not course, which every entry is
        "timbre plumbing",
        "mass timbre river",
        '"mass timbre"',
        "timber mass river",
        "x" * 200,
        "1234567",
    ],
)
def test_left_alone(asked):
    assert INDEX.match(asked).corrected == ""


def test_as_typed_corrects_nothing():
    assert INDEX.match("mass timbre", as_typed=True).corrected == ""
    assert found("mass timbre", as_typed=True) == []
    assert INDEX.match("mass timbre", as_typed=True).unknown == ("timbre",)


def test_a_word_that_is_found_is_never_corrected():
    assert found("roads") == ["Roads and rivers", "Royal Roads leadership"]
    assert INDEX.match("roads").corrected == ""


def test_a_slip_in_a_word_of_the_same_stem_needs_no_correction():
    assert found("supply managment") == ["Supply chain management"]
    assert INDEX.match("supply managment").corrected == ""
