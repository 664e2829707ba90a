"""How reading grades come about."""

import pytest

from catalogue.reading import reading_grade, syllable_count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("made", 1), ("the", 1), ("little", 2), ("whole", 1), ("table", 2), ("needed", 2), ("learned", 1),
        ("courses", 2), ("names", 1), ("nation", 2), ("biomedical", 5), ("being", 2), ("one-month", 2), ("it's", 2),
        ("2,000", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllable_count(word) == count


def test_the_formula_of_flesch_and_kincaid() -> None:
    # Six words of one syllable in one sentence: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert reading_grade("The cat sat on the mat.") == pytest.approx(-1.45)
    # Three words of four, five and three syllables.
    assert reading_grade("Universal modernization continues") == pytest.approx(0.39 * 3 + 11.8 * 12 / 3 - 15.59)


def test_longer_sentences_and_longer_words_are_harder() -> None:
    assert reading_grade("We go. We see.") < reading_grade("We go and we see.")
    assert reading_grade("We begin instruction.") > reading_grade("We start to teach.")


def test_a_name_counts_as_one_short_word_whatever_its_length() -> None:
    name = "Thompson Rivers University/Open Education Resource universitas (OERu)"
    assert reading_grade(f"{name} is here.", [name]) == reading_grade("Bob is here.")
    assert reading_grade("thompson rivers is here.", ["Thompson Rivers"]) == reading_grade("Bob is here.")


def test_the_longer_name_wins_over_one_inside_it() -> None:
    assert reading_grade("UBC Extended Learning is here.", ["UBC", "UBC Extended Learning"]) == reading_grade(
        "Bob is here."
    )


def test_terms_of_the_field_count_as_names() -> None:
    assert reading_grade("Microcredentials are here.") == reading_grade("Bobs are here.")


def test_a_name_inside_a_word_is_no_name() -> None:
    assert reading_grade("Committees sit.", ["MIT"]) == reading_grade("Committees sit.")


def test_no_words_have_no_grade() -> None:
    assert reading_grade("") == reading_grade("—") == 0.0
