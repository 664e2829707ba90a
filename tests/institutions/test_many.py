"""Many records written at once leave what as many single saves would: versions, history rows, citations to look at."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import Citation, FormerSlug, Measure, Microcredential, Source
from institutions.changes import Change, Way, recording
from institutions.models import Institution
from institutions.records import ROW, Record, StaleRecord
from tests.factories import make_institution, make_length, make_offering

pytestmark = pytest.mark.django_db

OF_THE_ROW = {"history_id", "history_date", "history_change_reason", "change_id", "id", "key"}


def states(record: Record) -> list[dict[str, Any]]:
    """All its history, but what tells it from the history of another record."""
    rows = record.history.order_by("history_id").values()
    return [{name: value for name, value in row.items() if name not in OF_THE_ROW} for row in rows]


def cited(entry: Microcredential, field: str, source: Source) -> Citation:
    return Citation.objects.create(source=source, microcredential=entry, field=field, basis="stated", says="So.")


def edited(entry: Microcredential) -> Microcredential:
    entry = Microcredential.objects.get(pk=entry.pk)
    entry.delivery, entry.skills = "online", "sawing"
    return entry


@pytest.mark.parametrize("way", [Way.IMPORT, Way.LOADER])
def test_a_save_of_many_is_a_save_of_each(way: Way) -> None:
    source = Source.objects.create(
        kind="web-page", title="x", short_title="x", address="https://x.ca", read_on="2026-1-1"
    )
    one, two = (make_offering("Wood", slug=slug) for slug in ("one", "two"))
    about = [cited(entry, field, source) for entry in (one, two) for field in ("delivery", "title", ROW)]
    with recording(way=way):
        edited(one).save()
    with recording(way=way) as act:
        Microcredential.objects.save_many([edited(two), Microcredential.objects.get(pk=one.pk)])
    first, second = states(one), states(two)
    assert [{**state, "slug": ""} for state in first] == [{**state, "slug": ""} for state in second]
    assert [state["version"] for state in second] == [1, 2]
    assert two.history.first().change.way == act.way
    flags = [Citation.objects.get(pk=each.pk).needs_look for each in about]
    assert flags == [True, False, True] * 2
    assert states(about[0]) == [{**state, "microcredential_id": one.pk} for state in states(about[3])]


def test_rows_of_which_one_is_stale_are_not_written() -> None:
    one, two = make_institution("One"), make_institution("Two")
    Institution.objects.get(pk=two.pk).delete()
    one.city = two.city = "Hope"
    with pytest.raises(StaleRecord):
        Institution.objects.save_many([one, two])
    assert Institution.objects.get(pk=one.pk).city == ""


def test_a_key_never_changes() -> None:
    school = make_institution("One")
    school.key = "another"
    with pytest.raises(ValidationError, match="A key never changes"):
        Institution.objects.save_many([school])


def test_an_old_address_is_kept() -> None:
    entry = make_offering("Wood", slug="wood")
    entry.slug = "timber"
    Microcredential.objects.save_many([entry])
    assert FormerSlug.objects.get().slug == "wood"


def test_saved_records_can_be_saved_again() -> None:
    length = make_length(make_offering("Wood"), 8)
    for weeks in (9, 10):
        length.minimum = weeks
        Measure.objects.save_many([length])
    length.minimum = 11
    length.save()
    assert Measure.objects.get().version == 4
    assert [row.minimum for row in length.history.all()] == [11, 10, 9, 8]


def test_inserted_rows_have_keys_defaults_and_a_history() -> None:
    entry = make_offering("Wood")
    source = Source.objects.create(kind="imported-file", title="x", short_title="x")
    before = Change.objects.count()
    with recording(way=Way.IMPORT, why="x"):
        names = ("source", "basis", "says", "field", "microcredential")
        made = Citation.objects.insert(names, ((source.pk, "stated", f"No. {n}", "", entry.pk) for n in range(600)))
    assert (len(made), Change.objects.count() - before) == (600, 1)
    row = Citation.objects.get(says="No. 599")
    assert (len(row.key), row.version, row.needs_look, row.subject) == (32, 1, False, entry)
    assert Citation.history.filter(change=Change.objects.first()).count() == 600
    assert row.history.get().key == row.key
