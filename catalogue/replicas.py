"""Which database a visitor's page is read from, where copies of the primary follow it (DATABASE_REPLICA_URLS).

A copy is a moment late. Pages are kept under the generation of the snapshot they show, so a copy is read only once it
has seen that generation: then it has nothing older. Whoever has signed in, or writes, reads the primary, and so do
commands and the threads of a worker: they find what they wrote themselves.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from catalogue.search.current import current_snapshot, is_watched
from institutions.generation import newest_of

SECONDS_BETWEEN_LOOKS = 1.0

_in_hand: ContextVar[str | None] = ContextVar("replica of the request in hand", default=None)
_seen: dict[str, tuple[str, int]] = {}
_lookers: dict[str, BaseDatabaseWrapper] = {}


class Router:
    """Django asks it for each query of a model that names no database."""

    def db_for_read(self, model: type, **hints: object) -> str | None:
        return None if connections[DEFAULT_DB_ALIAS].in_atomic_block else _in_hand.get()

    def db_for_write(self, model: type, **hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        return True

    def allow_migrate(self, alias: str, *args: object, **hints: object) -> bool:
        return alias == DEFAULT_DB_ALIAS


class ReplicaMiddleware:
    """Chooses for each request; where a copy fails in the middle of one, the primary answers instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads = request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES
        alias = up_to_date() if reads else None
        if alias is None:
            return self.get_response(request)
        token = _in_hand.set(alias)
        try:
            response = self.get_response(request)
        finally:
            _in_hand.reset(token)
        if response.status_code == 503:
            _seen.pop(alias, None)
            return self.get_response(request)
        return response


def up_to_date() -> str | None:
    """A copy that has all that this worker's snapshot has; each worker begins its choice elsewhere."""
    if not _seen or not is_watched():
        return None
    mark = current_snapshot().mark
    seen = _seen.copy().items()
    able = [alias for alias, (epoch, number) in seen if epoch == mark.epoch and number >= mark.generation]
    return able[os.getpid() % len(able)] if able else None


def look() -> None:
    """Ask each copy how far it is. On connections of its own, since one to a copy that hangs is lost for a while."""
    for alias in connections.settings:
        if alias == DEFAULT_DB_ALIAS:
            continue
        try:
            _seen[alias] = _newest(alias)
        except Error:
            _seen.pop(alias, None)
            if looker := _lookers.pop(alias, None):
                looker.close()


def _newest(alias: str) -> tuple[str, int]:
    if alias not in _lookers:
        own = connections.create_connection(alias)
        own.settings_dict["OPTIONS"] = {**own.settings_dict["OPTIONS"]}
        own.settings_dict["OPTIONS"].pop("pool", None)
        _lookers[alias] = own
    return newest_of(_lookers[alias])
