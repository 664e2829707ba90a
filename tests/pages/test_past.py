"""An entry as of any day is what visitors saw when that day ended, and what the edition of that day holds of it."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from catalogue.exchange.packages import import_package
from catalogue.generating import generate_entries
from catalogue.models import Microcredential, Source, Statement, StatementSubject
from catalogue.opendata.record import Data
from catalogue.opendata.whole.files import PACKAGE, write
from catalogue.opendata.whole.nouns import NOUNS
from catalogue.opendata.whole.rows import Whole
from catalogue.opendata.whole.standing import end_of
from catalogue.workflow import withdraw
from tests.catalogue.opendata.whole.writing import forget_everything, records
from tests.catalogue.search.editing import Editor
from tests.factories import make_offering, make_part, make_price
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Calendar:
    """Lets what is written have been written on days that are over."""

    def __init__(self) -> None:
        self.dated = {noun.model: 0 for noun in NOUNS}

    def date(self, day: date) -> None:
        """All that was written since the last call was written at noon of this day."""
        noon = datetime.combine(day, time(12), timezone.get_current_timezone())
        for model, last in self.dated.items():
            model.history.filter(history_id__gt=last).update(history_date=noon)
            newest = model.history.order_by("-history_id").first()
            self.dated[model] = newest.history_id if newest else 0


class Worker(Editor):
    """An editor who also says things about several entries at once."""

    def edit(self) -> None:
        with suppress(IndexError):  # it meant to edit something that there is none of
            super().edit()
        if self.dice.random() < 0.2:
            said = Statement.objects.create(topic="program", text=self.word())
            for entry in {self.any(Microcredential), self.any(Microcredential)}:
                StatementSubject.objects.create(statement=said, microcredential=entry)


def as_of(client, slug: str, day: date) -> Data | None:
    response = client.get(f"/microcredentials/{slug}.json", {"as_of": day.isoformat()})
    assert response.status_code in (200, 404)
    return json.loads(response.content) if response.status_code == 200 else None


def of_the_edition(day: date, folder: Path) -> dict[str, Data]:
    """The entries of a catalogue that is filled with the edition of a day."""
    folder.mkdir()
    write(Whole(end_of(day)), folder)
    with transaction.atomic():
        forget_everything()
        import_package(folder / PACKAGE)
        found = records()
        transaction.set_rollback(True)
    return found


def still_public(record: Data, public: set[str]) -> Data:
    """What was seen of an entry, as far as visitors may still see it."""
    parts = (
        [still_public(part, public) for part in record["parts"] if part["key"] in public] if "parts" in record else []
    )
    return {**{name: value for name, value in record.items() if name not in ("sources", "statements")}, "parts": parts}


def test_every_day_of_a_random_history(client, full, tmp_path):
    days, edits = (60, 5) if full else (4, 8)
    generate_entries(20 if full else 8, seed=3)
    worker, calendar, seen = Worker(3), Calendar(), {}
    first = timezone.localdate() - days * DAY
    calendar.date(first - DAY)
    for day in (first + number * DAY for number in range(days)):
        for _ in range(edits):
            worker.edit()
        calendar.date(day)
        seen[day] = records()
    public = set(Microcredential.objects.public().values_list("key", flat=True))
    slugs = Microcredential.objects.public().results().values_list("slug", flat=True)
    compared = 0
    for day, then in seen.items():
        told = {slug: record for slug in slugs if (record := as_of(client, slug, day))}
        assert of_the_edition(day, tmp_path / day.isoformat()) == told
        for slug, record in told.items():
            assert still_public(record, public) == still_public(then[slug], public)
        assert {slug for slug in then if slug in slugs} == told.keys()
        compared += len(told)
    assert compared > days


@pytest.fixture
def wood():
    """Published three days ago; its title and its part are of yesterday."""
    calendar, today = Calendar(), timezone.localdate()
    entry = make_offering("Wood", slug="wood")
    calendar.date(today - 3 * DAY)
    entry.title = "Timber"
    entry.save()
    make_part(entry, "Saws", slug="saws")
    calendar.date(today - DAY)
    make_price(entry, 200)
    return entry


def test_the_page_of_a_day_says_of_which_day_it_is(client, wood):
    today = timezone.localdate()
    then = client.get("/microcredentials/wood/", {"as_of": (today - 2 * DAY).isoformat()})
    shown = page(then)
    assert shown.one("h1").text == "Wood"
    assert "Saws" not in shown.one("main").text
    assert shown.one("meta", name="robots").attributes["content"] == "noindex"
    assert "as it stood when" in shown.one("main").text
    yesterday = page(client.get("/microcredentials/wood/", {"as_of": (today - DAY).isoformat()}))
    assert yesterday.one("h1").text == "Timber"
    assert "$200" not in yesterday.one("main").text
    assert "$200" in page(client.get("/microcredentials/wood/", {"as_of": today.isoformat()})).one("main").text
    assert "as it stood when" not in page(client.get("/microcredentials/wood/")).one("main").text


def test_a_part_that_was_withdrawn_since_is_on_no_day(client, wood):
    yesterday = timezone.localdate() - DAY
    assert [part["slug"] for part in as_of(client, "wood", yesterday)["parts"]] == ["saws"]
    withdraw(wood.parts.get(), by=None, why="between us", public_reason="It ended.")
    assert as_of(client, "wood", yesterday)["parts"] == []
    withdraw(wood, by=None, why="between us", public_reason="It ended.")
    for ending in (".json", "/"):
        gone = client.get(f"/microcredentials/wood{ending}", {"as_of": yesterday.isoformat()})
        assert gone.status_code == 410
        assert "Saws" not in gone.content.decode()


@pytest.mark.parametrize("ending", [".json", ".jsonld", "/"])
def test_days_that_are_none(client, wood, ending):
    address = f"/microcredentials/wood{ending}"
    tomorrow = (timezone.localdate() + DAY).isoformat()
    for asked, status in (("yesterday", 400), ("2026-02-31", 400), (tomorrow, 404)):
        refused = client.get(address, {"as_of": asked})
        assert refused.status_code == status
        assert asked in refused.content.decode()
    before = (timezone.localdate() - 4 * DAY).isoformat()
    assert client.get(address, {"as_of": before}).status_code == 404
    assert Source.objects.count() == 0
