"""Text in drawings: how wide it is taken to be, and how it is broken into lines."""

import pytest

from catalogue.pictures import text_width, wrap
from catalogue.pictures.text import SMALL


def test_wide_letters_take_more_room_than_narrow_ones():
    assert text_width("illi") < text_width("anna") < text_width("ANNA") < text_width("MWMW")
    assert text_width("anna", bold=True) > text_width("anna") > text_width("anna", SMALL)


@pytest.mark.parametrize(
    "text", ["Essentials of Natural Resource and Environmental Protection (MENREP)", "a", "", "  a   b "]
)
def test_lines_are_no_wider_than_asked_and_lose_no_word(text):
    lines = wrap(text, 120)
    assert " ".join(lines).split() == text.split()
    assert all(text_width(line) <= 120 for line in lines)


def test_a_word_a_little_too_long_stays_whole():
    width = text_width("microcredentials") / 1.1
    assert wrap("of microcredentials", width) == ["of", "microcredentials"]


def test_a_word_that_is_too_long_is_cut_and_not_lost():
    lines = wrap("a " + "x" * 60, 120)
    assert "".join(lines).replace(" ", "") == "a" + "x" * 60
    assert all(text_width(line) <= 120 for line in lines)


def test_one_letter_stands_on_each_line_where_nothing_fits():
    assert wrap("abc", 1) == ["a", "b", "c"]
