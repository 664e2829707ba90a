"""The watcher of a serving process: what it sees and how soon, and that nothing ends it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.http import parse_http_date

from catalogue.opendata.whole.editions import keep_up
from catalogue.search import NotReady, Snapshot, current_snapshot, every, watch
from catalogue.search.current import _Current, is_watched, renewed_snapshot
from catalogue.search.index import PROBATION
from catalogue.search.reading import _end_of
from catalogue.search.watching import Watcher, _Jobs, stop_watching
from catalogue.wsgi import application
from tests.connections import Somebody
from tests.factories import make_offering

pytestmark = pytest.mark.usefixtures("shared_database")


@pytest.fixture(autouse=True)
def _own_threads(shared_database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins without a snapshot and ends without threads."""
    monkeypatch.setattr(_Current, "snapshot", None)
    yield
    stop_watching()


def titles_of(snapshot: Snapshot) -> list[str]:
    return [snapshot.entry(number).title for number in range(snapshot.size)]


def titles() -> list[str]:
    return titles_of(current_snapshot())


def seconds_until(happens: Callable[[], bool]) -> float:
    start = time.monotonic()
    while not happens():
        assert time.monotonic() < start + 20, "it never happened"
        time.sleep(0.01)
    return time.monotonic() - start


@contextmanager
def database_away() -> Iterator[None]:
    """As far as the watcher can tell: it cannot read the generation."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE institutions_generation RENAME TO institutions_elsewhere")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE institutions_elsewhere RENAME TO institutions_generation")


def test_a_commit_is_seen_within_a_second_without_a_query(django_assert_num_queries):
    offering = make_offering("Wood")
    watch()
    delays = []
    for title in ("Metal", "Stone", "Glass"):
        offering.title = title
        offering.save()
        with django_assert_num_queries(0):
            delays.append(seconds_until(lambda title=title: titles() == [title]))
    assert min(delays) < 1  # the best of three, since other tests may keep the machine busy


def test_what_is_not_committed_is_not_seen():
    offering = make_offering("Wood")
    watch()
    with transaction.atomic():
        offering.title = "Metal"
        offering.save()
        time.sleep(0.6)
        assert titles() == ["Wood"]
    seconds_until(lambda: titles() == ["Metal"])


def test_it_outlives_the_loss_of_the_database(caplog: pytest.LogCaptureFixture):
    offering = make_offering("Wood")
    watch()
    with database_away():
        seconds_until(lambda: bool(caplog.records))
        time.sleep(0.6)
        assert titles() == ["Wood"]
    offering.title = "Metal"
    offering.save()
    seconds_until(lambda: titles() == ["Metal"])
    seconds_until(lambda: len(caplog.records) > 1)
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert [level for level, _ in told] == ["ERROR", "WARNING"]
    assert told[0][1].startswith("The database is away (")
    assert told[1][1] == "The search index is up to date again."


def test_it_outlives_a_broken_connection():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no connections to break")
    offering = make_offering("Wood")
    watch()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        assert cursor.fetchone()[0] > 0
    offering.title = "Metal"
    offering.save()
    seconds_until(lambda: titles() == ["Metal"])
    stop_watching()
    connection.close()
    connection.close_pool()  # or the next test would wait until it has found out which are broken


def test_it_outlives_a_step_that_fails_and_starts_from_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    def fail(snapshot: Snapshot, update: object) -> None:
        raise IndexError("a mistake in our code")

    offering = make_offering("Wood")
    watch()
    monkeypatch.setattr(Snapshot, "renewed", fail)
    offering.title = "Metal"
    offering.save()
    seconds_until(lambda: titles() == ["Metal"])
    assert "a mistake in our code" in caplog.text


def test_before_the_first_snapshot_visitors_are_asked_to_come_again():
    make_offering("Wood")
    client = Client()
    with database_away():
        watch()
        with pytest.raises(NotReady):
            current_snapshot()
        response = client.get("/microcredentials/")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert "We are getting ready" in response.content.decode()
        assert "Content-Security-Policy" in response.headers
        assert client.get("/healthz").status_code == 200
    seconds_until(lambda: client.get("/microcredentials/").status_code == 200)


def test_the_first_request_starts_it():
    assert not is_watched()
    make_offering("Wood")
    answered: list[str] = []
    environ = RequestFactory(SERVER_NAME="localhost")._base_environ(PATH_INFO="/healthz")
    assert b"".join(application(environ, lambda status, headers: answered.append(status))) == b"ok\n"
    assert answered == ["200 OK"]
    assert is_watched()
    assert titles() == ["Wood"]


def test_no_thread_ever_sees_half_a_change(full: bool):
    first, second = make_offering("Round 0"), make_offering("Round 0")
    watch()
    over, seen = Event(), []

    def read() -> None:
        newest = 0
        while not over.is_set():
            snapshot = current_snapshot()
            one, other = titles_of(snapshot)
            assert one == other
            assert snapshot.mark.generation >= newest
            newest = snapshot.mark.generation
            seen.append(one)
            time.sleep(0)

    readers = [Somebody(read) for _ in range(3)]
    for number in range(1, 50 if full else 8):
        with transaction.atomic():
            for offering in (first, second):
                offering.title = f"Round {number}"
                offering.save()
        seconds_until(lambda number=number: titles()[0] == f"Round {number}")
    over.set()
    for reader in readers:
        reader.done()
    assert len(set(seen)) > 4


def test_reading_waits_for_no_writer():
    make_offering("Wood")
    with transaction.atomic():
        make_offering("Metal")
        start = time.monotonic()
        Somebody(renewed_snapshot).done()
        assert time.monotonic() - start < 10  # a writer would wait for twenty seconds
    assert titles_of(_Current.snapshot) == ["Wood"]


def test_a_snapshot_ends_at_midnight_of_pacific_time():
    for now, end in {
        datetime(2026, 7, 1, 6, 59, 59, tzinfo=UTC): datetime(2026, 7, 1, 7, tzinfo=UTC),
        datetime(2026, 7, 1, 7, tzinfo=UTC): datetime(2026, 7, 2, 7, tzinfo=UTC),
        datetime(2026, 12, 31, 20, tzinfo=UTC): datetime(2027, 1, 1, 7, tzinfo=UTC),
    }.items():
        assert _end_of(now) == end


def test_a_snapshot_that_has_ended_is_followed_by_another(monkeypatch: pytest.MonkeyPatch):
    make_offering("Wood")
    before = current_snapshot()
    assert current_snapshot() is before
    before.ends_at = timezone.now() - timedelta(seconds=1)
    monkeypatch.setattr(Snapshot, "__init__", None)  # by a step, with all that is known of what has not changed
    assert current_snapshot() is not before
    assert current_snapshot().ends_at > timezone.now()


def test_jobs_are_done_by_the_clock_and_their_errors_survived(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    done: list[str] = []

    def fail() -> None:
        done.append("failing")
        raise OperationalError("away")

    monkeypatch.setattr("catalogue.search.watching._jobs", [])
    every(0, fail)
    every(0, lambda: done.append("other"))
    every(60, lambda: done.append("too early"))
    jobs = _Jobs()
    assert jobs.step() <= 1
    jobs.step()
    assert done == ["failing", "other"] * 2
    assert caplog.messages == ["A job failed; it is tried again in 0 seconds."] * 2


def test_the_first_file_after_an_edit_is_sent_without_a_question_to_the_history(client, django_assert_num_queries):
    offering = make_offering("Wood")
    keep_up()
    watch()
    offering.title = "Metal"
    offering.save()
    seconds_until(lambda: titles() == ["Metal"] and "gone" in current_snapshot().made)
    with django_assert_num_queries(2) as asked:  # which edition, and where its file is
        response = client.get("/data/catalogue.zip")
    assert response.status_code == 200
    assert not any("historical" in query["sql"] for query in asked)
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_a_snapshot_says_since_when_it_stands_once_a_later_look_found_it_the_newest():
    watcher, snapshot = Watcher(), current_snapshot()
    sure = snapshot.stands_since + PROBATION
    watcher._prepare(snapshot, sure)
    assert snapshot.modified == "", "this look made it"
    watcher._prepare(snapshot, sure - 1)
    assert snapshot.modified == "", "this one came too soon"
    watcher._prepare(snapshot, sure)
    assert parse_http_date(snapshot.modified) == snapshot.stands_since
