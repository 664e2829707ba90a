"""While the database is away: a plain 503 soon, with a reference that is in the log, and nothing of what went wrong."""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import RequestFactory

from catalogue import faults
from catalogue.log_lines import JsonFormatter, PacificTimeFormatter, reference_of
from catalogue.production import patience
from catalogue.sessions import SessionStore

REQUEST = RequestFactory().get("/microcredentials/")


@pytest.mark.parametrize(
    ("problem", "is_away"),
    [
        (OperationalError("server closed the connection unexpectedly"), True),
        (OperationalError("database is locked"), True),
        (InterfaceError("connection already closed"), True),
        (OperationalError("no such table: x"), False),
        (ProgrammingError("syntax error"), False),
        (ValueError("x"), False),
    ],
)
def test_only_a_database_that_is_away_says_try_again(problem: Exception, is_away: bool) -> None:
    assert (faults.answer_while_away(REQUEST, problem) is not None) == is_away


def test_the_page_tells_a_reference_and_the_log_the_reason(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/microcredentials/")
    answer = faults.answer_while_away(request, OperationalError("no route to db.internal"))
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"], "no-store" in answer.headers["Cache-Control"]) == (
        503,
        "5",
        True,
    )
    assert "db.internal" not in page
    (record,) = caplog.records
    line = json.loads(JsonFormatter().format(record))
    assert line["says"].endswith("no route to db.internal")
    assert line["reference"] == reference_of(request)
    assert f"Reference: {line['reference']}" in page


@pytest.mark.parametrize(("problem", "status"), [(ValueError("secret"), 500), (OperationalError("secret"), 503)])
def test_what_nobody_caught_tells_nothing_but_a_reference(problem: Exception, status: int) -> None:
    request = RequestFactory().get("/")
    try:
        raise problem
    except Exception:  # noqa: BLE001  as Django does
        answer = faults.broken(request)
    page = answer.content.decode()
    assert (answer.status_code, reference_of(request) in page, "secret" in page) == (status, True, False)


def test_our_own_proxy_may_name_the_reference_and_a_stranger_no_words() -> None:
    asked = RequestFactory().get("/", headers={"X-Request-ID": "0123456789abcdef" * 2})
    assert reference_of(asked) == "0123456789ab"
    asked = RequestFactory().get("/", headers={"X-Request-ID": "<b>\nERROR root: all lost"})
    assert re.fullmatch("[0-9a-f]{12}", reference_of(asked))


EVIL = "/x\n2026-11-27 12:00:00 ERROR root: all is lost\x1b[2J\u2028\x85é"


@pytest.mark.parametrize("formatter", [JsonFormatter(), PacificTimeFormatter("{levelname} {message}", style="{")])
def test_an_event_is_one_line(formatter: logging.Formatter) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Not found: %s", (EVIL,), None)
    line = formatter.format(record)
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def waiting(seconds: float) -> Generator:
    """What psycopg does while a server has not answered yet: it waits and asks again."""
    for _ in range(int(seconds / 0.01)):
        threading.Event().wait(0.01)
        yield "wait"
    return "rows"


def drive(steps: Generator) -> str:
    try:
        next(steps)
        while True:
            steps.send(0)
    except StopIteration as end:
        return end.value


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A socket as PostgreSQL's; it takes calls, and says something only when it is told to."""
    for name, value in {"UNTIL_FIRST_LOOK": 0.05, "BETWEEN_LOOKS": 0.05, "FOR_A_GREETING": 0.1}.items():
        monkeypatch.setattr(patience, name, value)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / ".s.PGSQL.5432"))
        listener.listen()
        ended: list[bool] = []
        address = {"host": str(tmp_path).encode(), "port": b"5432"}
        yield SimpleNamespace(listener=listener, ended=ended, finish=lambda: ended.append(True), **address)


def greet_each(listener: socket.socket) -> None:
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        with caller:
            caller.recv(8)
            caller.sendall(b"N")


def test_a_slow_statement_of_a_server_that_greets_is_waited_for(server: SimpleNamespace) -> None:
    threading.Thread(target=greet_each, args=[server.listener], daemon=True).start()
    assert drive(patience._watched(waiting(0.3), server)) == "rows"
    server.listener.shutdown(socket.SHUT_RDWR)
    assert server.ended == []


def test_a_server_that_says_nothing_is_given_up(server: SimpleNamespace) -> None:
    with pytest.raises(psycopg.OperationalError, match="says nothing"):
        drive(patience._watched(waiting(5), server))
    assert server.ended == [True]


def test_a_server_that_is_gone_is_given_up(server: SimpleNamespace) -> None:
    server.listener.close()
    with pytest.raises(psycopg.OperationalError, match="says nothing"):
        drive(patience._watched(waiting(5), server))


@pytest.mark.django_db
def test_a_session_that_cannot_be_written_now_is_not_said_to_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **options: object) -> None:
        raise OperationalError("away")

    store = SessionStore()
    store.create()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    monkeypatch.setattr(Session, "save", away)
    with pytest.raises(OperationalError, match="away"):
        store.save()
