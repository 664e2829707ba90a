"""What is kept of the database is true after each commit, whoever wrote it, and never holds what was taken back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction

from institutions import kept_up
from institutions.changes import Change
from institutions.generation import begin_epoch
from institutions.kept_up import KeptUp
from institutions.models import Institution
from tests.factories import make_institution

Cities = dict[str, str]


class Mishap(Exception):
    """Stands for anything that goes wrong."""


class Process:
    """Keeps the cities of schools as one process does, and counts how often it read all and how often what changed."""

    def __init__(self) -> None:
        self.read = self.renewed = 0
        self._kept: KeptUp[Cities] = KeptUp(self._make, self._renew)

    def _make(self) -> Cities:
        self.read += 1
        return dict(Institution.objects.values_list("key", "city"))

    def _renew(self, cities: Cities, changes: list[int]) -> Cities:
        self.renewed += 1
        rows = Institution.history.filter(change__in=changes).order_by("history_id")
        return {**cities, **dict(rows.values_list("key", "city"))}

    @property
    def cities(self) -> Cities:
        return self._kept.current()


def move(school: Institution, city: str) -> None:
    school.city = city
    school.save()


@pytest.mark.django_db(transaction=True)
def test_each_process_reads_what_is_new_and_nothing_twice() -> None:
    school, one, other = make_institution("A", key="a"), Process(), Process()
    assert one.cities == other.cities == {"a": ""}
    move(school, "Burnaby")
    move(school, "Surrey")
    assert one.cities == other.cities == {"a": "Surrey"}
    assert one.cities is one.cities
    assert (one.read, one.renewed, other.read, other.renewed) == (1, 1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_seen_by_who_wrote_it_and_not_kept() -> None:
    school, process = make_institution("A", key="a"), Process()
    assert process.cities == {"a": ""}
    with suppress(Mishap), transaction.atomic():
        move(school, "Burnaby")
        assert process.cities == {"a": "Burnaby"}
        raise Mishap
    assert process.cities == {"a": ""}
    move(Institution.objects.get(), "Surrey")  # on SQLite this has the number that the other had
    assert process.cities == {"a": "Surrey"}


@pytest.mark.django_db(transaction=True)
def test_all_is_read_where_much_was_written_or_the_database_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    school, process = make_institution("A", key="a"), Process()
    monkeypatch.setattr(kept_up, "_MOST_CHANGES", 2)
    assert process.cities == {"a": ""}
    for city in ("Burnaby", "Surrey", "Delta"):
        move(school, city)
    assert process.cities == {"a": "Delta"}
    begin_epoch()
    assert process.cities == {"a": "Delta"}
    assert (process.read, process.renewed) == (3, 0)
    assert Change.objects.count() == 4
