"""When the snapshot is renewed, how it is read, and that nothing hidden is in it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from catalogue.search import Search, current_snapshot
from catalogue.search.reading import read_catalogue
from tests.catalogue.search.asking import counts, titles
from tests.factories import (
    make_audience,
    make_draft,
    make_institution,
    make_offering,
    make_part,
    make_price,
    make_recognition,
    make_sector,
)

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(days=400)


def test_the_snapshot_is_kept_until_something_changes(django_assert_num_queries):
    school = make_institution("Old name")
    make_offering("Wood", provider=school)
    before = current_snapshot()
    before.kept.put("page", "finished")
    with django_assert_num_queries(1):
        assert current_snapshot() is before
    school.name = "New name"
    school.save()
    assert Search("").entries[0].providers[0].name == "New name"
    assert current_snapshot().kept.get("page") is None


def test_deleting_a_claim_renews_the_snapshot():
    offering = make_offering("Wood", sectors=(make_sector("Trades", slug="trades"),))
    assert titles("sector=trades") == ["Wood"]
    offering.sectortags.get().delete()
    assert titles("sector=trades") == []


def test_a_transaction_sees_its_own_writes_and_their_rollback():
    offering = make_offering("Wood")
    for title in ("Metal", "Stone"):
        with transaction.atomic():
            offering.title = title
            offering.save()
            assert titles("") == [title]
            offering.title += " again"
            offering.save()
            assert titles("") == [f"{title} again"]
            transaction.set_rollback(True)
        offering.refresh_from_db()
        assert titles("") == ["Wood"]


@pytest.mark.parametrize("title", ["One", "Other"])
def test_two_tests_of_the_same_shape_are_not_taken_for_one_another(title):
    make_offering(title, slug="same", key="same")
    assert titles("") == [title]


@pytest.mark.parametrize("state", ["draft", "in-review", "withdrawn"])
def test_what_is_not_public_is_nowhere(state):
    make_offering("Public", delivery="online")
    school, sector = make_institution("Secret School", slug="secret"), make_sector("Sector", slug="sector")
    hidden = make_offering(
        "Hidden",
        provider=school,
        sectors=(sector,),
        audiences=(make_audience("Few", slug="few"),),
        state=state,
        kind="exam",
    )
    make_part(hidden, "Hidden part")
    make_part(make_offering("Whole"), "Secret part", state=state)
    assert titles("") == ["Public", "Whole"]
    assert titles("q=hidden") == titles("q=secret") == titles("provider=secret") == titles("kind=exam") == []
    assert counts("", "sector")["sector"] == 0
    assert "few" not in counts("", "audience")
    assert "secret" not in counts("", "provider")
    assert Search("").entries[1].parts == ()


def test_an_entry_is_nowhere_before_its_time_and_everywhere_after():
    make_offering("Public")
    school, sector = make_institution("School", slug="school"), make_sector("Sector", slug="sector")
    waiting = make_offering("Waiting", provider=school, sectors=(sector,), publish_at=LATER)
    make_part(waiting, "Waiting part")
    assert titles("") == ["Public"]
    assert titles("q=waiting") == titles("provider=school") == titles("sector=sector") == []
    assert counts("", "sector")["sector"] == 0
    waiting.publish_at = timezone.now()
    waiting.save()
    assert titles("") == ["Public", "Waiting"]
    assert titles("q=waiting") == titles("provider=school") == titles("sector=sector") == ["Waiting"]
    assert counts("", "sector")["sector"] == 1
    assert Search("").entries[1].parts == ("Waiting part",)


def test_a_reading_ends_with_the_next_entry_that_appears_by_itself_or_at_midnight():
    noon = datetime(2026, 12, 1, 12, tzinfo=timezone.get_default_timezone())
    make_offering("Public")
    midnight = read_catalogue(noon).ends_at
    assert midnight == noon + timedelta(hours=12)
    for hours in (2, 1, 30):
        make_offering(f"In {hours} hours", publish_at=noon + timedelta(hours=hours))
    assert read_catalogue(noon).ends_at == noon + timedelta(hours=1)
    assert read_catalogue(noon + timedelta(hours=3)).ends_at == midnight


def test_a_part_finds_its_whole_but_lends_it_no_values():
    whole = make_offering("Talking at work")
    make_part(whole, "Public speaking", delivery="online", skills="rhetoric")
    assert titles("q=public+speaking") == titles("q=rhetoric") == ["Talking at work"]
    assert titles("delivery=online") == []
    assert Search("").entries[0].parts == ("Public speaking",)


def test_a_draft_alone_shows_nothing():
    make_draft("Alone")
    assert Search("").total == 0


def test_reading_takes_the_same_number_of_queries_however_many_entries(django_assert_num_queries):
    for number in range(3):
        offering = make_offering(f"Course {number}", sectors=(make_sector(f"Sector {number}"),))
        make_price(offering, 100)
        make_recognition(offering)
        with django_assert_num_queries(16):
            assert len(read_catalogue().facts) == number + 1


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_read_outside_any_transaction_of_the_caller():
    make_offering("Wood")
    assert titles("") == ["Wood"]
