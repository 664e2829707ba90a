"""When entries changed: read on from what is known after each edit, and the same as if all was read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.opendata.moments import _moments, moments
from catalogue.search import current_snapshot
from tests.catalogue.search.editing import Editor
from tests.catalogue.search.test_updates import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_after_any_edits_the_moments_are_those_of_the_whole_history(full):
    World()
    editor = Editor(seed=23)
    for _ in range(100 if full else 12):
        for _ in range(editor.dice.choice([1, 1, 2, 9])):
            editor.edit()
        assert moments(current_snapshot()) == dict(_moments())


def test_only_what_was_written_is_read_anew():
    world = World()
    before = moments(current_snapshot())
    world.edit("price", minimum=300)
    snapshot = current_snapshot()
    with CaptureQueriesContext(connection) as asked:
        after = moments(snapshot)
    assert [pk for pk in after if after[pk] != before[pk]] == [world.entry.pk]
    of_history = [each["sql"] for each in asked if "_historical" in each["sql"]]
    assert of_history
    assert all(" IN (" in sql for sql in of_history)
