"""While an import is written others are told, and a save that cannot wait any longer loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import connection, transaction

from catalogue import waiting
from catalogue.exchange.incoming import announcing
from catalogue.exchange.incoming.turn import Turn
from catalogue.models import Import, ImportState
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, FormReader, address
from tests.connections import Somebody
from tests.factories import make_account, make_institution


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch, shared_database: None) -> None:
    monkeypatch.setattr(waiting, "_WAIT", "SET LOCAL lock_timeout = '300ms'")
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 300")


@contextmanager
def somebody_writing(school: Institution) -> Iterator[None]:
    """Meanwhile somebody else has the row of a school, in a transaction that ends with the block."""
    begun, may_end = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            Institution.objects.select_for_update().get(pk=school.pk)
            begun.set()
            may_end.wait(20)

    importing = Somebody(write)
    try:
        assert begun.wait(20)
        yield
    finally:
        may_end.set()
        importing.done()


@pytest.mark.usefixtures("_impatient")
def test_a_save_that_waited_long_enough_keeps_all_typing() -> None:
    maria, school = Desk(make_account("maria")), make_institution("BCIT")
    sheet = maria.open_record(school).type(city="Burnaby")
    with somebody_writing(school):
        refused = maria.refused(sheet)
    assert "A large import is being written, so nothing was saved." in refused.html
    assert refused.values["city"] == ["Burnaby"]
    maria.save(refused)
    school.refresh_from_db()
    assert school.city == "Burnaby"


@pytest.mark.usefixtures("_impatient")
def test_a_button_or_an_action_that_waited_long_enough_can_be_sent_again() -> None:
    """SQLite keeps out whoever writes, PostgreSQL whoever writes to the same record: the action is of both kinds."""
    maria, school = Desk(make_account("maria")), make_institution("BCIT")
    sent = {
        "action": "change_one_value",
        "_selected_action": [str(school.pk)],
        "bulk_field": "city",
        "bulk_step": "apply",
        "value": "Burnaby",
        "seen": [f"{school.pk}:{school.version}"],
    }
    listing = address(Institution, "changelist")
    with somebody_writing(school):
        answer = maria.client.post(listing, sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    page = answer.content.decode()
    assert "send it again in a minute" in page
    assert maria.client.post(listing, FormReader(page).values).status_code == 302
    school.refresh_from_db()
    assert school.city == "Burnaby"


@pytest.mark.django_db
def test_every_page_for_staff_says_that_an_import_is_being_written(maria: Desk) -> None:
    job = Import.objects.create(file_name="courses.csv", state=ImportState.APPLYING)
    turn = Turn()
    turn.take()
    announcing.look()
    assert "The import of “courses.csv” is being written now." in maria.open("/admin/").html
    Import.objects.filter(pk=job.pk).update(state=ImportState.APPLIED)
    announcing.look()
    assert "is being written now" not in maria.open("/admin/").html
    turn.end()
