"""Connections of this thread that are not the usual ones: outside the pool, or as the role that owns the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

# A change of a table waits no longer than this for those who use it: they queue up behind it, and so would visitors.
LONGEST_LOCK = "2s"


@contextmanager
def outside_the_pool(**changed: Any) -> Iterator[None]:
    """One connection to begin with, instead of a pool that tries for long and complains at each try."""
    usual = connections[DEFAULT_DB_ALIAS]
    if usual.vendor != "postgresql" or usual.in_atomic_block:
        yield
        return
    own = usual.copy()
    own.settings_dict.update(deepcopy(changed))
    own.settings_dict["OPTIONS"].pop("pool", None)
    connections[DEFAULT_DB_ALIAS] = own
    try:
        yield
    finally:
        own.close()
        connections[DEFAULT_DB_ALIAS] = usual


def owner_database() -> dict[str, Any]:
    """The database of the site as the role that may change its tables."""
    given = settings.OWNER_DATABASE
    owner = {name: given[name] for name in ("USER", "PASSWORD", "HOST", "PORT") if name in given}
    return {**connections[DEFAULT_DB_ALIAS].settings_dict, **owner}


@contextmanager
def as_owner() -> Iterator[None]:
    """As the role that may change the tables; it gives up a change that has to wait."""
    with outside_the_pool(**owner_database()):
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{LONGEST_LOCK}'")
        yield
