"""The generation counts committed changes in the order of their commits, and tells which came since another one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from catalogue.models import SectorTag
from institutions import generation
from institutions.changes import Change, recording, state_in_hand
from institutions.generation import Commit, Generation, changes_since, newest
from tests.connections import Somebody
from tests.factories import make_draft, make_institution, make_sector

several_writers = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")


def wait_until_somebody_waits() -> None:
    """For a lock that another one holds."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


class Mishap(Exception):
    """What rolls a transaction back."""


def since(number: int) -> list[int]:
    return sorted(changes_since(number, newest()[1]).values_list("change_id", flat=True))


def changes() -> list[int]:
    return list(Change.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
class TestNumbers:
    def test_each_committed_change_raises_it_by_one_and_is_found(self):
        make_institution("A")
        epoch, first = newest()
        with recording():
            make_institution("B")
            make_institution("C")
        make_institution("D")
        assert newest() == (epoch, first + 2)
        assert since(first) == changes()[-2:]
        assert since(first + 2) == []
        assert not Commit.objects.filter(generation=None).exists()

    @pytest.mark.parametrize("undone", [Mishap, None], ids=["rolled back", "a save that changes nothing"])
    def test_what_changes_nothing_does_not(self, undone: type[Exception] | None):
        school = make_institution("A")
        before = newest()
        with suppress(Mishap), transaction.atomic():
            if undone:
                make_institution("B")
                raise undone
            school.save()
        assert newest() == before

    def test_a_part_that_is_rolled_back_does_not(self):
        make_institution("A")
        epoch, before = newest()
        with transaction.atomic():
            make_institution("B")
            with suppress(Mishap), transaction.atomic():
                make_institution("C")
                raise Mishap
        assert newest() == (epoch, before + 1)
        assert since(before) == changes()[-1:]

    def test_raw_saves_raise_it_too(self, tmp_path: Path):
        make_institution("A")
        epoch, before = newest()
        row = {"model": "institutions.institution", "fields": {"key": "new", "slug": "new", "name": "New"}}
        (tmp_path / "new.json").write_text(json.dumps([row]))
        call_command("loaddata", tmp_path / "new.json", verbosity=0)
        assert newest() == (epoch, before + 1)

    def test_an_emptied_database_begins_another_epoch(self):
        make_institution("A")
        epoch, _ = newest()
        Generation.objects.all().delete()
        Commit.objects.all().delete()
        assert newest() == ("", 0)
        make_institution("B")
        assert newest()[0] not in {"", epoch}
        assert newest()[1] == 1

    def test_who_is_too_far_behind_is_told(self):
        make_institution("A")
        _, first = newest()
        make_institution("B")
        make_institution("C")
        Commit.objects.filter(generation=first + 1).delete()
        assert changes_since(first, first + 2) is None
        assert changes_since(first + 9, first + 2) is None

    def test_old_commits_are_dropped_now_and_then(self):
        make_institution("A")
        Commit.objects.all().delete()
        behind = 256 * 40 - 1
        Generation.objects.update(number=behind)
        kept = behind + 1 - generation.KEPT_COMMITS
        Commit.objects.create(change_id=7, generation=kept)
        Commit.objects.create(change_id=8, generation=kept + 1)
        make_institution("B")
        assert list(Commit.objects.order_by("generation").values_list("generation", flat=True)) == [
            kept + 1,
            behind + 1,
        ]


@pytest.mark.django_db
def test_the_state_in_hand_differs_after_every_write_and_every_rollback():
    assert state_in_hand() == 0
    with recording():
        make_institution("A")
        first = state_in_hand()
        assert first == state_in_hand() != 0
        with suppress(Mishap), transaction.atomic():
            make_institution("B")
            inside = state_in_hand()
            raise Mishap
        after = state_in_hand()
        make_institution("C")
        assert len({first, inside, after, state_in_hand()}) == 4


@several_writers
@pytest.mark.usefixtures("shared_database")
class TestSeveralWriters:
    def test_of_two_committed_in_the_other_order_than_begun_both_are_seen(self):
        make_institution("A")
        _, start = newest()
        begun, go_on = Event(), Event()

        def slowly() -> None:
            with transaction.atomic():
                make_institution("Begun first")
                begun.set()
                assert go_on.wait(30)

        slow = Somebody(slowly)
        assert begun.wait(30)
        make_institution("Begun second")
        _, middle = newest()
        assert since(start) == changes()[-1:]
        go_on.set()
        slow.done()
        assert (middle, newest()[1]) == (start + 1, start + 2)
        assert since(middle) == [changes()[1]] != since(start)[-1:]

    def test_an_open_transaction_keeps_nobody_waiting(self):
        opened, go_on = Event(), Event()

        def open_for_long() -> None:
            with transaction.atomic():
                make_institution("Slow")
                opened.set()
                assert go_on.wait(30)

        slow = Somebody(open_for_long)
        assert opened.wait(30)
        Somebody(lambda: make_institution("Quick")).done()
        go_on.set()
        slow.done()

    def test_a_foreign_key_that_waits_at_the_commit_leads_to_no_deadlock(self):
        """With a single trigger it did: one waited for the row of the other, who waited for the generation."""
        school = make_institution("School")
        _, start = newest()

        def refer() -> None:
            with recording():
                make_institution("First of the act, which queues the generation")
                make_institution("Unit", unit_of=school)

        with transaction.atomic():
            school.slug = "renamed"  # another key, so who refers to the school waits with the check at the commit
            school.save()
            referring = Somebody(refer)
            wait_until_somebody_waits()
        referring.done()
        assert newest()[1] == start + 2

    def test_many_writers_at_once_leave_no_gap_and_no_double(self):
        draft, sectors = make_draft("Entry"), [make_sector(f"Sector {number}") for number in range(12)]
        _, start = newest()

        def tagging(mine: list) -> Callable[[], None]:
            return lambda: [SectorTag.objects.create(microcredential=draft, sector=sector) for sector in mine]

        writers = [Somebody(tagging(sectors[n::4])) for n in range(4)]
        for writer in writers:
            writer.done()
        numbers = Commit.objects.filter(generation__gt=start).order_by("generation")
        assert list(numbers.values_list("generation", flat=True)) == list(range(start + 1, start + 13))


@pytest.mark.django_db(transaction=True)
def test_a_restore_without_a_search_path_finds_the_tables():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no search path")
    make_institution("A")
    _, before = newest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(
            "INSERT INTO public.institutions_change (made_at, by_name, way, why) VALUES (now(), '', 'shell', '')"
        )
    assert newest()[1] == before + 1
