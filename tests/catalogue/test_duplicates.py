"""Which entries look like one, and which only seem to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from catalogue import duplicates
from catalogue.duplicates import (
    Behind,
    current_names,
    likely_the_same,
    look_at_once,
    possible_duplicates,
    read_names,
)
from catalogue.models import NotDuplicate
from catalogue.models.vocabulary import State
from tests.factories import make_draft, make_institution, make_part, make_participation

pytestmark = pytest.mark.django_db

SAME = [
    ("Welding of Pipes", "Pipe welding"),
    ("Data Analytics Micro-credential", "Data analytics"),
    ("Pâtisserie and baking", "Baking & Patisserie"),
    ("Introduction to Cybersecurity", "Introduction to Cyber security"),
    ("Supply Chain Managment", "Supply Chain Management"),
    ("Wildfire response leadership", "Leadership for wildfire response"),
]
DIFFERENT = [
    ("Welding 1", "Welding 2"),
    ("French II", "French III"),
    ("Introductory Welding", "Advanced Welding"),
    ("Welding", "Baking"),
    ("Data Analytics", "Data Ethics"),
    ("Certificate in Welding", "Certificate in Baking"),
]


def of_school(title: str, *schools, **fields):
    entry = make_draft(title, **fields)
    for school in schools:
        make_participation(entry, school)
    return entry


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_are_the_same(one: str, other: str) -> None:
    first = make_draft(one)
    assert read_names().like(other) == [first.pk]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_are_not(one: str, other: str) -> None:
    make_draft(one)
    assert read_names().like(other) == []


def test_the_school_tells_them_apart_where_both_state_one() -> None:
    camosun, bcit = make_institution("Camosun"), make_institution("BCIT")
    unit = make_institution("BCIT, School of Trades", unit_of=bcit)
    entry = of_school("Welding", bcit)
    names = read_names()
    assert names.like("Welding", schools=[camosun.pk]) == []
    assert names.like("Welding", schools=[unit.pk]) == names.like("Welding") == [entry.pk]


def test_other_names_count_and_withdrawn_entries_do_not() -> None:
    make_draft("Tungsten work", other_titles="TIG welding\nGas welding", state=State.DRAFT)
    make_draft("Baking", state=State.WITHDRAWN)
    names = read_names()
    assert len(names.like("Gas Welding")) == 1
    assert len(names.like("Something", "tig welding")) == 1
    assert names.like("Baking") == []


def test_a_part_is_no_duplicate_of_its_whole_nor_of_the_parts_of_others() -> None:
    whole, other = make_draft("Welding"), make_draft("Baking")
    part, other_part = make_part(whole, "Welding"), make_part(other, "Safety")
    make_part(whole, "Safety")
    assert likely_the_same(part) == []
    assert likely_the_same(other_part) == []
    assert possible_duplicates() == []
    twin = make_part(whole, "Safety!")
    assert [each.parent for each in likely_the_same(twin)] == [whole]


def test_a_pair_is_found_once_and_not_after_it_was_told_apart() -> None:
    first, second = make_draft("Welding of pipes"), make_draft("Pipe welding")
    assert possible_duplicates() == [(first.pk, second.pk)]
    assert likely_the_same(second) == [first]
    NotDuplicate.objects.note(second.pk, first.pk, by=None)
    NotDuplicate.objects.note(first.pk, second.pk, by=None)
    assert possible_duplicates() == likely_the_same(first) == []
    assert NotDuplicate.objects.count() == 1


def test_names_are_read_once_for_each_state(django_assert_num_queries) -> None:
    make_draft("Welding")
    current_names()
    with django_assert_num_queries(1):  # the generation
        current_names()
    entry = make_draft("Pipe welding")
    assert current_names().like("Pipe welding") == [entry.pk]


def test_a_large_catalogue_shows_the_last_pairs_while_it_looks_anew(monkeypatch) -> None:
    started: list[Callable[[], None]] = []
    monkeypatch.setattr(duplicates, "behind", Behind(started.append))
    monkeypatch.setattr(duplicates, "COMPARED_AT_ONCE", 1)
    first, second = make_draft("Welding of pipes"), make_draft("Pipe welding")
    assert possible_duplicates() is None
    assert possible_duplicates() is None
    (look,) = started  # one at a time
    look()
    assert possible_duplicates() == [(first.pk, second.pk)]
    second.state, second.withdrawn_on = State.WITHDRAWN, timezone.localdate()
    second.withdrawal_reason = "It ended."
    second.save()
    assert possible_duplicates() == [], "of those that are still there"


def test_whoever_has_the_time_looks_at_once(monkeypatch) -> None:
    monkeypatch.setattr(duplicates, "behind", Behind(list))
    monkeypatch.setattr(duplicates, "COMPARED_AT_ONCE", 1)
    first, second = make_draft("Welding of pipes"), make_draft("Pipe welding")
    look_at_once()
    assert possible_duplicates() == [(first.pk, second.pk)]
