"""Synonyms: one way to write what people type, and meanings that help."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Synonym
from catalogue.models.synonym import LONGEST_MEANING, MOST_MEANINGS, as_typed

pytestmark = pytest.mark.django_db


def synonym(asked: str = "secretary", means: str = "office administration") -> Synonym:
    made = Synonym(asked=asked, means=means)
    made.full_clean()
    made.save()
    return Synonym.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Admin   Assistant ", "admin assistant"),
        ("IT", "it"),
        ("Pâtissier", "patissier"),
        ("Pa\u0302tissier", "patissier"),
        ("e-learning", "e learning"),
        ("master’s", "masters"),
        ("ＧＩＳ", "gis"),
        ("Straße", "strasse"),
        ("zero\u200bwidth", "zerowidth"),
        ("no\u00a0break", "no break"),
        ("3D", "3d"),
        ("?!", ""),
    ],
)
def test_what_people_type_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert as_typed(typed) == kept


@given(st.text(max_size=30))
def test_writing_it_twice_changes_nothing(text: str) -> None:
    assert as_typed(as_typed(text)) == as_typed(text)


@pytest.mark.parametrize("again", ["secretary", "Secretary", " SECRÉTARY. "])
def test_the_same_word_stands_once_however_it_is_written(again: str) -> None:
    synonym()
    with pytest.raises(ValidationError, match="already exists"):
        synonym(again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Synonym.objects.create(asked=again, means="something else")


def test_it_is_found_however_one_writes_it() -> None:
    assert Synonym.objects.filter(asked="Admin-Assistant").first() is None
    assert Synonym.objects.get(asked=synonym("admin assistant").asked) == Synonym.objects.get(asked="Admin-Assistant")


def test_meanings_are_lines_each_once() -> None:
    kept = synonym(means="  office   administration \n\n administrative assistant\noffice administration\n")
    assert kept.means == "office administration\nadministrative assistant"
    assert kept.meanings == ("office administration", "administrative assistant")


@pytest.mark.parametrize(
    ("means", "problem"),
    [
        ("", "cannot be blank"),
        ("\n \n", "at least one word"),
        ("…", "There is no word in “…”."),
        ("Secretary", "Search looks for “Secretary” anyway."),
        ("x" * (LONGEST_MEANING + 1), "at most 80 letters"),
        ("\n".join(f"line {number}" for number in range(MOST_MEANINGS + 1)), "at most 12 lines"),
    ],
)
def test_a_meaning_that_does_not_help_is_refused(means: str, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        synonym(means=means)


def test_saving_what_only_looks_different_is_no_change() -> None:
    kept = synonym()
    kept.asked = "SECRETARY"
    kept.save()
    assert (kept.version, Synonym.history.count()) == (1, 1)
