"""A copy of the database is read only by visitors, and only once it has what the worker's snapshot shows."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from catalogue import replicas
from catalogue.environment import read_environment
from catalogue.models import Microcredential
from tests.factories import make_offering
from tests.watched import watched

pytestmark = pytest.mark.django_db
ROUTER = replicas.Router()


@pytest.fixture(autouse=True)
def copies(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, int]]:
    seen: dict[str, tuple[str, int]] = {}
    monkeypatch.setattr(replicas, "_seen", seen)
    # A test is a transaction, and what is read inside of one is read where it writes.
    monkeypatch.setattr(replicas, "connections", {"default": type("Outside", (), {"in_atomic_block": False})})
    return seen


def read_by(request, status: int = 200) -> list[str | None]:
    """Where each try of a request would read."""
    tries: list[str | None] = []

    def view(request) -> HttpResponse:
        tries.append(ROUTER.db_for_read(Microcredential))
        return HttpResponse(status=status if len(tries) == 1 else 200)

    replicas.ReplicaMiddleware(view)(request)
    assert ROUTER.db_for_read(Microcredential) is None
    return tries


def test_a_visitor_reads_a_copy_that_has_what_the_snapshot_has(copies) -> None:
    make_offering("Welding")
    with watched() as snapshot:
        epoch, generation = snapshot.mark.epoch, snapshot.mark.generation
        for seen, where in [
            ((epoch, generation), "replica1"),
            ((epoch, generation + 1), "replica1"),
            ((epoch, generation - 1), None),
            (("another", generation), None),
        ]:
            copies["replica1"] = seen
            assert read_by(RequestFactory().get("/")) == [where]


def test_staff_and_whoever_writes_read_what_they_wrote(copies, settings) -> None:
    with watched() as snapshot:
        copies["replica1"] = (snapshot.mark.epoch, snapshot.mark.generation)
        staff = RequestFactory().get("/")
        staff.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
        assert read_by(staff) == [None]
        assert read_by(RequestFactory().post("/")) == [None]
    assert read_by(RequestFactory().get("/")) == [None]  # a command, or a worker without a watcher
    assert ROUTER.db_for_write(Microcredential) == "default"


def test_where_a_copy_fails_the_primary_answers(copies) -> None:
    with watched() as snapshot:
        copies["replica1"] = (snapshot.mark.epoch, snapshot.mark.generation)
        assert read_by(RequestFactory().get("/"), status=503) == ["replica1", None]
    assert copies == {}


def test_copies_are_named_with_spaces_between_them() -> None:
    site = read_environment({"DATABASE_REPLICA_URLS": "postgres://a@one/x postgres://a@two/x"})
    assert [each["HOST"] for each in site.replicas] == ["one", "two"]


def test_tables_are_made_on_the_primary_only() -> None:
    assert (ROUTER.allow_migrate("default", "catalogue"), ROUTER.allow_migrate("replica1", "catalogue")) == (
        True,
        False,
    )
