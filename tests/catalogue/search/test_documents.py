"""The list as the two documents fill it."""

from __future__ import annotations

import pytest

from catalogue.search import Search
from tests.catalogue.search.asking import counts

pytestmark = pytest.mark.usefixtures("documents")

AREAS = {
    "CleanBC and climate action",
    "construction maintenance",
    "essential workplace skills",
    "health and human services",
    "technology and emerging economies",
}


def test_the_headline():
    assert Search("").headline == "16 offerings, and 1 that has ended"
    assert [entry.title for entry in Search("").entries if entry.ended] == ["UBC open badges pilot"]


def test_all_five_areas_are_topics_and_nothing_is_tagged_with_health():
    search = Search("")
    labels = search.snapshot.words("sector")
    sectors = {labels[value]: count for value, count in search.counts["sector"].items()}
    assert set(sectors) == {*AREAS, "Not stated"}
    assert sectors["health and human services"] == 0


def test_tru_offers_nothing_and_gives_credit_for_one():
    search = Search("provider=tru")
    assert search.total == 0
    assert [note.text for note in search.notes] == ["TRU gives credit for 1"]


def test_low_or_no_cost_finds_what_is_called_low_or_free():
    found = [entry.title for entry in Search("cost=low-or-no-cost").entries]
    assert found == ["Thompson Rivers University/Open Education Resource universitas (OERu)", "UBCx courses on edX"]


def test_a_plain_no_to_credit_is_not_silence():
    assert counts("", "credit_toward")["no"] == 1
    assert [entry.title for entry in Search("credit_toward=no").entries] == ["UBCx courses on edX"]


def test_orders_by_check_and_length_wait_for_enough_answers():
    assert [sort.value for sort in Search("").sorts] == ["title"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("mass timber", "BCIT Introductory Studies in Mass Timber Construction"),
        ("Zoë", None),
        ("azure", "Vancouver Community College/UBC/Microsoft Canada Skills Program"),
        ("public speaking", "SFU FASS Forward"),
        ("kelowna", None),
    ],
)
def test_words(asked, first):
    entries = Search(f"q={asked}").entries
    assert (entries[0].title if entries else None) == first
