"""The facts of the two documents, loaded as a newcomer's database has them. A test asks for `documents`.

It may change anything: what it changed is undone after the test, and the facts leave the database after its module.
Tests that need an empty database, or one that commits, belong in another module.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

REPOSITORY = Path(__file__).resolve().parents[1]
FIXTURES = sorted(REPOSITORY.glob("fixtures/*.json"))


@pytest.fixture(scope="module")
def _documents_of_module(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """One load for a whole module, in a transaction that each test nests its own in."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *FIXTURES, verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def documents(_documents_of_module: None, db: None) -> None:
    """Every fixture is in the database."""
