"""What changed on the page of an offering, for visitors: days and names of values, and only of what they could see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from catalogue import workflow
from catalogue.models import Microcredential
from catalogue.undoing import undo
from catalogue.views.published_changes import MOST_DAYS, published_changes
from institutions.changes import Change, recording
from institutions.dates import day_in_words
from tests.factories import make_draft, make_institution, make_length, make_offering, make_participation, make_price
from tests.pages.elements import page

pytestmark = pytest.mark.django_db

TODAY = day_in_words(timezone.localdate())


def edit(record, **values) -> None:
    record.refresh_from_db()
    for name, value in values.items():
        setattr(record, name, value)
    with recording(why="A word among colleagues"):
        record.save()


@pytest.fixture
def entry() -> Microcredential:
    with recording():
        offering = make_offering("Welding", provider="BCIT", slug="welding")
        make_price(offering, 900)
    return offering


def told(entry: Microcredential) -> list[tuple[str, list[str]]]:
    return [(change.day, change.labels) for change in published_changes(entry)]


def test_a_page_that_never_changed_tells_nothing(client: Client, entry: Microcredential) -> None:
    assert told(entry) == []
    assert "What changed here" not in client.get("/microcredentials/welding/").content.decode()


def test_it_tells_the_day_and_the_names_of_the_values(client: Client, entry: Microcredential) -> None:
    edit(entry, delivery="online", review_due=timezone.localdate())
    edit(entry.measures.get(), minimum=700)
    with recording():
        make_length(entry, 8)
    section = page(client.get("/microcredentials/welding/")).one("section", aria_labelledby="changes")
    assert section.one("li").text.split() == f"{TODAY}: How you learn, Cost, Time".split()
    french = client.get("/fr/microcredentials/welding/").content.decode()
    assert "Ce qui a changé ici" in french


def test_it_names_nobody_and_no_value(client: Client, entry: Microcredential) -> None:
    entry.audience = "Whispered words"
    with recording(by=User.objects.create_user("maria"), why="A word among colleagues"):
        entry.save()
    edit(entry, audience="Everybody")
    html = client.get("/microcredentials/welding/").content.decode()
    assert told(entry) == [(TODAY, ["Who it is for"])]
    assert [word for word in ("Whispered", "maria", "colleagues", "900") if word in html] == ["900"]


def test_drafts_and_what_was_hidden_are_not_spoken_of() -> None:
    draft = make_draft("Welding", slug="welding")
    with recording():
        make_participation(draft, make_institution("BCIT"))
    edit(draft, title="Secret name", delivery="online")
    edit(draft, title="Welding")
    workflow.publish(draft, by=None)
    assert told(draft) == []
    workflow.withdraw(draft, by=None, why="Ended", public_reason="It ended.")
    edit(draft, title="Another secret", language="French")
    edit(draft, title="Welding")
    workflow.publish(draft, by=None)
    assert told(draft) == [(TODAY, ["Language"])]


def test_before_its_moment_nothing_is_told(entry: Microcredential) -> None:
    edit(entry, publish_at=timezone.now() + timedelta(days=1))
    edit(entry, delivery="online")
    assert told(entry) == []
    edit(entry, publish_at=None)
    assert told(entry) == [(TODAY, ["How you learn"])]


def test_a_change_that_is_undone_leaves_the_day(entry: Microcredential) -> None:
    edit(entry, delivery="online")
    undo(Change.objects.first().pk, by=None)
    assert told(entry) == [(TODAY, ["How you learn"])]


def test_only_the_last_days_are_told(entry: Microcredential) -> None:
    for number in range(MOST_DAYS + 3):
        edit(entry, place_taught=f"Room {number}")
    rows = Microcredential.history.filter(id=entry.pk).order_by("-history_id")
    for number, row in enumerate(rows[: MOST_DAYS + 3]):
        row.history_date = timezone.now() - timedelta(days=number)
        row.save()
    last = rows.last()
    last.history_date = timezone.now() - timedelta(days=99)
    last.save()
    days = [day for day, _ in told(entry)]
    assert days == [day_in_words(timezone.localdate() - timedelta(days=number)) for number in range(MOST_DAYS)]
