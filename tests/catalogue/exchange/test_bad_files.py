"""Bad spreadsheets through the whole way: no failure, refusals with place and remedy, nothing unseen written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.exchange.incoming.turn import Turn
from catalogue.exchange.incoming.working import work_off_one
from catalogue.models import Import, ImportRow, ImportState, Microcredential, Outcome
from tests.catalogue.admin.desk import Desk, address
from tests.catalogue.exchange.bad_files import BAD_FILES
from tests.factories import make_account, make_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn() -> Iterator[Turn]:
    turn = Turn()
    assert turn.take()
    yield turn
    turn.end()


def test_there_are_sixty() -> None:
    assert len(BAD_FILES) == 60


def test_no_bad_file_fails_or_writes_what_was_not_shown(turn: Turn, full: bool) -> None:
    maria = Desk(make_account("maria"))
    make_institution("Camosun College")
    for name, data in [*BAD_FILES.items()][:: 1 if full else 4]:
        sent = maria.client.post(address(Import, "add"), {"file": SimpleUploadedFile(f"{name}.csv", data)})
        assert sent.status_code == 302, name
        assert work_off_one(turn)
        job = Import.objects.first()
        page = maria.open(address(job, "change")).html
        if job.state == ImportState.REFUSED:
            assert job.refusal in page, name
            assert job.refusal.count(".") >= 2, name
            continue
        refused = [*job.rows.filter(outcome=Outcome.REFUSED)]
        shown = set(job.rows.filter(outcome=Outcome.NEW).values_list("title", flat=True))
        assert refused or not shown, name
        assert all(is_told_with_place_and_remedy(row, name) for row in refused), name
        before = set(Microcredential.objects.values_list("pk", flat=True))
        maria.client.post(sent.headers["Location"], {"do": "apply"})
        work_off_one(turn)
        written = set(Microcredential.objects.exclude(pk__in=before).values_list("title", flat=True))
        assert written <= shown, name
        assert not written & {"Bad"} or name == "the same row twice", name


def is_told_with_place_and_remedy(row: ImportRow, name: str) -> bool:
    is_of_a_cell = name not in {"the same row twice", "words in another order", "unknown key", "unknown slug"}
    needs_column = is_of_a_cell and "no title" not in name and "dashes" not in name
    return bool(row.sheet and row.number) and all(
        reason.endswith(".") and remedy.endswith(".") and (column or not needs_column)
        for reason, remedy, column in row.refusals
    )
