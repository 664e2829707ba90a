"""A database that several connections share, in whatever threads they are; for tests of what others see and when."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from institutions.generation import begin_epoch


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """On SQLite a copy of the empty database in a file; the one in memory knows no readers beside a writer."""
    usual = connections[DEFAULT_DB_ALIAS]
    if usual.vendor != "sqlite":
        yield
        return
    usual.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as copy:
        usual.connection.backup(copy)
    settings = connections.settings[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = {**settings, "NAME": str(tmp_path / "shared.sqlite3")}
    connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    begin_epoch()  # the copy goes its own way from here
    yield
    connections[DEFAULT_DB_ALIAS].close()
    connections.settings[DEFAULT_DB_ALIAS] = settings
    connections[DEFAULT_DB_ALIAS] = usual


class Somebody(threading.Thread):
    """Does something on a connection of their own; `done()` waits for it and raises what it raised."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._act = act
        self._problem: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self._act()
        except Exception as problem:  # noqa: BLE001  raised again by done()
            self._problem = problem
        finally:
            connections[DEFAULT_DB_ALIAS].close()

    def done(self) -> None:
        self.join(timeout=30)
        assert not self.is_alive()
        if self._problem:
            raise self._problem
