"""Terms are found in English texts, once each and only as whole words; definitions name nobody who is not listed."""

from __future__ import annotations

import pytest

from catalogue.definitions import BODIES, TRAITS
from catalogue.glossary import TERMS, by_slug, pieces
from catalogue.reading import reading_grade


def found(text: str, *seen: str) -> list[tuple[str, str]]:
    return [(words, slug) for words, slug in pieces(text, set(seen)) if slug]


def test_each_term_has_an_address_and_each_form_one_term() -> None:
    assert len(by_slug()) == len(TERMS)
    forms = [form.lower() for term in TERMS for form in term.forms]
    french = [form.lower() for term in TERMS for form in term.french]
    assert len(forms) == len(set(forms))
    assert len(french) == len(set(french))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Digital badges count.", [("Digital badges", "badge")]),
        ("A stack of badges and a badge.", [("stack", "stackable"), ("badges", "badge")]),
        ("Haystacks and badge-like things", []),
        ("It toward a bachelor’s degree.", [("bachelor’s degree", "bachelors-degree")]),
        ("micro-credential", [("micro-credential", "microcredential")]),
    ],
)
def test_terms_in_a_text(text: str, terms: list[tuple[str, str]]) -> None:
    assert found(text) == terms
    assert "".join(words for words, _ in pieces(text, set())) == text


def test_what_was_linked_before_is_passed_over() -> None:
    assert found("A badge on a website, after a pilot.", "badge") == [("pilot", "pilot")]


def test_every_meaning_reads_easily() -> None:
    hard = {str(term.word): reading_grade(str(term.meaning), [str(each.word) for each in TERMS]) for term in TERMS}
    assert {word: grade for word, grade in hard.items() if grade > 8} == {}


def test_definitions_name_only_bodies_that_are_listed() -> None:
    bodies = {body.slug for body in BODIES}
    assert all(set(trait.says) <= bodies for trait in TRAITS)
    assert {slug for trait in TRAITS for slug in trait.says} == bodies
