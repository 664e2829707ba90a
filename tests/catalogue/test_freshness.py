"""Whoever watches can tell how long it took until visitors could read what staff saved."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from catalogue import freshness, metrics
from catalogue.search import current_snapshot
from institutions.changes import Way, recording
from institutions.generation import begin_epoch
from tests.factories import make_offering


def counted() -> int:
    """Edits that this process has counted."""
    (line,) = [line for line in metrics.lines() if line.startswith("catalogue_edit_seconds_count ")]
    return int(line.split()[1])


@pytest.fixture
def shown(transactional_db, monkeypatch: pytest.MonkeyPatch) -> int:
    """A state that is shown already."""
    monkeypatch.setattr(freshness._Shown, "mark", ("", 0))
    before = counted()
    make_offering("Welding")
    freshness.note(current_snapshot())
    assert counted() == before
    return before


def save(title: str, way: Way) -> None:
    with recording(by=User.objects.get_or_create(username="eva")[0], way=way):
        make_offering(title)


def test_each_edit_by_a_form_is_counted_when_it_is_shown(shown: int) -> None:
    save("Baking", Way.FORM)
    save("Sewing", Way.FORM)
    save("Mining", Way.IMPORT)
    freshness.note(current_snapshot())
    freshness.note(current_snapshot())
    assert counted() == shown + 2


def test_after_a_backup_was_put_back_nothing_is_counted(shown: int) -> None:
    save("Baking", Way.FORM)
    begin_epoch()
    freshness.note(current_snapshot())
    assert counted() == shown
