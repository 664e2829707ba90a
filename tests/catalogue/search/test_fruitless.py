"""Searches without a result: what is counted and what never is, bounded, and without waiting for anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from threading import Thread
from time import monotonic

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import FruitlessSearch
from catalogue.search.fruitless import MOST_A_DAY, MOST_IN_MEMORY, Notes, worth_noting
from catalogue.search.reading import newest_mark
from institutions.changes import Change


def stored() -> dict[str, int]:
    return dict(FruitlessSearch.objects.values_list("text", "count"))


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("  Under-water   BASKETRY! ", "under water basketry"),
        ("Pâtisserie", "patisserie"),
        ("office 365", "office 365"),
        ("first aid 2026", "first aid 2026"),
        ("b2b sales", "b2b sales"),
        ("?!", ""),
        ("", ""),
        ("\0\ud800", ""),
        ("x" * 81, ""),
        ("write to ada@example.ca", ""),
        ("ada＠example.ca", ""),
        ("604 555 1234", ""),
        ("604-555-1234 nursing", ""),
        ("٦٠٤٥٥٥", ""),
        ("a00123456", ""),
        ("V5K 0A1", ""),
        ("courses near v5k0a1", ""),
        ("https://example.ca/?token=abc", ""),
        ("www.example.ca", ""),
    ],
)
def test_what_is_noted(typed: str, noted: str) -> None:
    assert worth_noting(typed) == noted


@given(st.text(max_size=200))
def test_what_is_noted_fits_and_can_be_noted_again(text: str) -> None:
    noted = worth_noting(text)
    assert len(noted) <= 80
    assert worth_noting(noted) == noted


@pytest.mark.django_db
class TestWriting:
    def test_counts_of_one_day_add_up_whoever_writes_them(self):
        one, two = Notes(), Notes()
        for notes, texts in [(one, ["Basketry", "basketry", "falconry"]), (two, ["BASKETRY"]), (one, ["basketry"])]:
            for text in texts:
                notes.note(text)
            assert notes.flush()
        assert stored() == {"basketry": 4, "falconry": 1}
        assert set(FruitlessSearch.objects.values_list("day", flat=True)) == {timezone.localdate()}

    def test_each_day_has_its_own_count(self):
        yesterday = timezone.localdate() - timedelta(days=1)
        FruitlessSearch.objects.create(day=yesterday, text="basketry", count=7)
        notes = Notes()
        notes.note("basketry")
        notes.flush()
        assert [*FruitlessSearch.objects.values_list("count", flat=True)] == [1, 7]

    def test_nothing_else_is_written_and_no_page_grows_old(self):
        before = newest_mark(), Change.objects.count()
        notes = Notes()
        notes.note("basketry")
        notes.flush()
        assert (newest_mark(), Change.objects.count()) == before
        assert {field.name for field in FruitlessSearch._meta.get_fields()} == {"id", "day", "text", "count"}

    def test_what_is_written_is_not_written_again(self, django_assert_num_queries):
        notes = Notes()
        notes.note("basketry")
        notes.flush()
        with django_assert_num_queries(0):
            assert notes.flush()
        assert stored() == {"basketry": 1}

    def test_after_a_year_it_is_forgotten_also_when_nothing_is_noted(self):
        today = timezone.localdate()
        for days in (364, 365, 366, 3000):
            FruitlessSearch.objects.create(day=today - timedelta(days=days), text=f"{days}", count=1)
        assert Notes().flush()
        assert stored() == {"364": 1, "365": 1}

    def test_visitors_cannot_fill_the_memory(self):
        notes = Notes()
        for number in range(MOST_IN_MEMORY * 2):
            notes.note(f"word {number}")
        notes.note("word 0")
        notes.flush()
        assert len(stored()) == MOST_IN_MEMORY
        assert stored()["word 0"] == 2

    def test_visitors_cannot_fill_the_database(self):
        today = timezone.localdate()
        rows = (FruitlessSearch(day=today, text=f"old {number}", count=1) for number in range(MOST_A_DAY - 1))
        FruitlessSearch.objects.bulk_create(rows)
        notes = Notes()
        for text in ["seldom", "often", "often", "old 5"]:
            notes.note(text)
        notes.flush()
        assert FruitlessSearch.objects.count() == MOST_A_DAY
        assert (stored()["old 5"], stored()["often"], "seldom" in stored()) == (2, 2, False)

    @pytest.mark.parametrize("fields", [{"text": ""}, {"count": 0}])
    def test_the_database_refuses_rows_that_say_nothing(self, fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            FruitlessSearch.objects.create(**{"day": date(2026, 11, 2), "text": "basketry", "count": 1, **fields})


def test_no_count_is_lost_between_threads():
    notes = Notes()

    def note() -> None:
        for number in range(500):
            notes.note(f"word {number % 7}")

    threads = [Thread(target=note) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(notes._take().values()) == 8 * 500


@contextmanager
def somebody_else_writes() -> Iterator[None]:
    """Another process in the middle of a transaction, with the table in its hands."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("DELETE FROM catalogue_fruitlesssearch")
            yield
            other.execute("ROLLBACK")
        return
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE catalogue_fruitlesssearch")
    yield
    other.rollback()
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_busy_database_is_not_waited_for_and_nothing_is_lost():
    notes = Notes()
    notes.note("basketry")
    with somebody_else_writes():
        started = monotonic()
        assert not notes.flush()
        assert monotonic() - started < 2
        notes.note("basketry")
    assert notes.flush()
    assert stored() == {"basketry": 2}


@pytest.mark.django_db(transaction=True)
def test_other_writing_still_waits_as_long_as_usual():
    def patience() -> str:
        ask = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
        with connection.cursor() as cursor:
            cursor.execute(ask)
            return cursor.fetchone()[0]

    usual = patience()
    notes = Notes()
    notes.note("basketry")
    notes.flush()
    assert patience() == usual
