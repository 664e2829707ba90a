"""Scheduled publication at the desk: staff name the moment, see the entry, and read that it waits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from catalogue.models import Microcredential
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_offering

pytestmark = pytest.mark.django_db
NOON = {"publish_at": "2031-03-01T12:00"}
MOMENT = datetime(2031, 3, 1, 12, tzinfo=ZoneInfo("America/Vancouver"))


def test_staff_name_the_moment_in_pacific_time(maria: Desk, client) -> None:
    entry = make_offering("Welding")
    page = maria.saved(maria.open_record(entry).type(**NOON))
    assert Microcredential.objects.get().publish_at == MOMENT
    assert "State: published from March 1, 2031, noon Pacific Time" in page.html
    assert "published from March 1, 2031, noon Pacific Time" in maria.open(address(Microcredential, "changelist")).html
    assert client.get(entry.get_absolute_url()).status_code == 404
    assert f'href="{entry.get_absolute_url()}"' not in page.html


def test_publishing_says_from_when_visitors_see_it(maria: Desk) -> None:
    entry = make_offering("Welding", state="draft", publish_at=MOMENT)
    page = address(entry, "change").replace("/change/", "/step/publish/")
    assert "from March 1, 2031, noon Pacific Time, the moment that the entry names." in maria.open(page).html
    answer = maria.client.post(page, maria.open(page).values, follow=True)
    assert "It is published. Visitors see it from March 1, 2031, noon Pacific Time." in answer.content.decode()


def test_the_history_tells_the_moment(maria: Desk) -> None:
    entry = make_offering("Welding")
    maria.save(maria.open_record(entry).type(**NOON))
    assert "March 1, 2031, noon Pacific Time" in maria.open(address(entry, "history")).html
    assert (Microcredential.objects.get().version, entry.history.first().publish_at) == (2, MOMENT)


def test_emptying_it_shows_the_entry_at_once(maria: Desk, client) -> None:
    entry = make_offering("Welding", publish_at=MOMENT)
    page = maria.saved(maria.open_record(entry).type(publish_at=""))
    assert "State: published<" in page.html
    assert client.get(entry.get_absolute_url()).status_code == 200


def test_sending_the_page_back_as_it_is_changes_nothing(maria: Desk) -> None:
    entry = make_offering("Welding", publish_at=MOMENT + timedelta(seconds=7))
    maria.save(maria.open_record(entry))
    assert Microcredential.objects.get().version == 1


@pytest.mark.parametrize("fields", [{"state": "draft", "publish_at": MOMENT}, {"publish_at": None}, {}])
def test_other_entries_are_not_said_to_wait(maria: Desk, fields: dict) -> None:
    entry = make_offering("Welding", **{"publish_at": timezone.now() - timedelta(minutes=1), **fields})
    assert f"State: {entry.state}<" in maria.open_record(entry).html
