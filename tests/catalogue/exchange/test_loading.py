"""Loading fixtures: what is new or changed is written, once; what staff changed or deleted stays as they want it."""

import io
import json

import pytest
from django.core.management import call_command

from catalogue.exchange.fixtures import FixtureProblems
from catalogue.models import Citation, Microcredential, Participation
from catalogue.models.vocabulary import State
from catalogue.workflow import remove
from institutions.changes import Change, Way, recording
from institutions.models import Institution
from tests.factories import make_draft, make_institution, make_participation

from .loading import (
    citation,
    counts,
    everything,
    load_rows,
    offering,
    participation,
    row,
    school,
    small_catalogue,
)

pytestmark = pytest.mark.django_db


def edit(record, **fields) -> None:
    with recording(way=Way.FORM):
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()


def entry(key: str = "t01") -> Microcredential:
    return Microcredential.objects.get(key=key)


class TestAnEmptyDatabase:
    def test_is_filled_in_one_act_with_history(self, tmp_path):
        assert counts(load_rows(tmp_path, *small_catalogue())) == {"created": 6}
        change = Change.objects.get()
        assert (change.way, change.by, change.why) == (Way.LOADER, None, "load_catalogue")
        for noun in (Institution, Microcredential, Participation, Citation):
            assert noun.objects.count() == noun.history.count()
            assert set(noun.history.values_list("change", "history_type")) == {(change.pk, "+")}

    def test_references_may_run_forward_and_through_each_other(self, tmp_path):
        rows = [
            offering("r01", parent=["t01"]),
            school("sauder", unit_of=["ubc-okanagan"]),
            school("ubc-okanagan", unit_of=["ubc"]),
            offering("t01"),
            school("ubc"),
        ]
        load_rows(tmp_path, *rows)
        assert entry("r01").parent == entry("t01")
        assert Institution.objects.get(key="sauder").unit_of.unit_of.key == "ubc"

    def test_plain_loaddata_fills_it_just_as_well(self, tmp_path):
        (tmp_path / "all.json").write_text(json.dumps(small_catalogue()))
        call_command("loaddata", tmp_path / "all.json", verbosity=0)
        assert set(Citation.history.values_list("history_type", "change__way")) == {("+", "loader")}
        assert counts(load_rows(tmp_path, *small_catalogue())) == {"unchanged": 6}


class TestAgain:
    def test_the_same_changes_nothing(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        before = everything()
        assert counts(load_rows(tmp_path, *small_catalogue())) == {"unchanged": 6}
        assert everything() == before

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, tmp_path, django_assert_max_num_queries):
        def queries(number: int) -> int:
            rows = [offering(f"t{each:03}") for each in range(number)]
            load_rows(tmp_path, *rows)
            # The rows, their history, the lock on PostgreSQL, and the ends of two savepoints.
            with django_assert_max_num_queries(7) as captured:
                load_rows(tmp_path, *rows)
            return len(captured)

        assert queries(1) == queries(300)

    def test_a_changed_row_is_written_and_no_other(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        changed = [*small_catalogue()[:2], offering(title="New title"), *small_catalogue()[3:]]
        outcomes = load_rows(tmp_path, *changed)
        assert counts(outcomes) == {"unchanged": 5, "updated": 1}
        assert (entry().title, entry().version) == ("New title", 2)
        assert Change.objects.count() == 2
        assert counts(load_rows(tmp_path, *changed)) == {"unchanged": 6}

    def test_a_value_that_the_fixture_no_longer_gives_is_empty_again(self, tmp_path):
        load_rows(tmp_path, offering(delivery="online", last_verified="2026-11-02"))
        assert load_rows(tmp_path, offering()) == {"t01": "updated"}
        assert (entry().delivery, entry().last_verified) == ("", None)

    def test_a_row_may_come_to_refer_to_a_new_one(self, tmp_path):
        load_rows(tmp_path, offering("r01"))
        outcomes = load_rows(tmp_path, offering("r01", parent=["t01"]), offering("t01"))
        assert outcomes == {"r01": "updated", "t01": "created"}
        assert entry("r01").parent == entry("t01")

    def test_a_row_may_refer_to_what_only_the_database_has(self, tmp_path):
        make_institution(key="staff-school")
        load_rows(tmp_path, offering(), participation(institution="staff-school"))
        assert Participation.objects.get().institution.key == "staff-school"

    def test_a_row_that_left_the_fixtures_stays(self, tmp_path):
        load_rows(tmp_path, offering("t01"), offering("t02"))
        load_rows(tmp_path, offering("t01"))
        assert entry("t02").version == 1

    def test_an_updated_value_asks_for_a_look_at_what_staff_cited_for_it(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        with recording(way=Way.FORM):
            of_staff = Citation.objects.create(
                source=Citation.objects.first().source,
                microcredential=entry(),
                field="title",
                basis="confirmed",
                says="Yes.",
            )
        load_rows(tmp_path, *small_catalogue()[:2], offering(title="New title"), *small_catalogue()[3:])
        of_staff.refresh_from_db()
        assert of_staff.needs_look
        assert not Citation.objects.get(key="cite-title").needs_look


class TestWhatStaffChanged:
    def test_stays(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        edit(entry(), title="Staff's title")
        before = everything()
        outcomes = load_rows(tmp_path, *small_catalogue()[:2], offering(title="New title"), *small_catalogue()[3:])
        assert outcomes["t01"] == "kept"
        assert everything() == before

    def test_stays_also_after_a_later_load(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        edit(entry(), title="Staff's title")
        for title in ("Second", "Third"):
            load_rows(tmp_path, *small_catalogue()[:2], offering(title=title), *small_catalogue()[3:])
        assert entry().title == "Staff's title"

    def test_a_renamed_slug_stays(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        edit(entry(), slug="renamed")
        assert load_rows(tmp_path, *small_catalogue())["t01"] == "kept"
        assert (entry().slug, Microcredential.objects.count()) == ("renamed", 1)

    def test_with_its_citation_which_the_edit_flagged(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        edit(entry(), title="Staff's title")
        outcomes = load_rows(tmp_path, *small_catalogue())
        assert (outcomes["t01"], outcomes["cite-title"]) == ("kept", "kept")
        assert Citation.objects.get(key="cite-title").needs_look

    def test_and_changed_back_is_unchanged(self, tmp_path):
        load_rows(tmp_path, offering())
        edit(entry(), delivery="online")
        edit(entry(), delivery="")
        assert load_rows(tmp_path, offering()) == {"t01": "unchanged"}

    def test_stays_even_when_the_loader_flagged_it_meanwhile(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        edit(Citation.objects.get(key="cite-title"), says="What staff say.")
        changed = [*small_catalogue()[:2], offering(title="New title"), *small_catalogue()[3:]]
        for _ in range(2):
            load_rows(tmp_path, *changed)
        kept = Citation.objects.get(key="cite-title")
        assert (kept.says, kept.needs_look) == ("What staff say.", True)


class TestWhatStaffDeleted:
    def test_stays_deleted_with_all_that_belonged_to_it(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        remove(entry(), by=None, why="Never existed")
        before = everything()
        outcomes = load_rows(tmp_path, *small_catalogue())
        assert {key for key, outcome in outcomes.items() if outcome == "deleted"} == {
            "t01", "t01-bcit", "cite-title", "cite-provider",
        }  # fmt: skip
        assert counts(outcomes) == {"deleted": 4, "unchanged": 2}
        assert everything() == before

    def test_takes_new_rows_about_it_along(self, tmp_path):
        load_rows(tmp_path, *small_catalogue())
        remove(entry(), by=None, why="Never existed")
        new = [participation("t01-bcit-testing", role="testing"), citation("new", participation=["t01-bcit-testing"])]
        outcomes = load_rows(tmp_path, *small_catalogue(), *new, offering("r01", parent=["t01"]))
        assert {outcomes[key] for key in ("t01-bcit-testing", "new", "r01")} == {"deleted"}
        assert not Microcredential.objects.exists()

    def test_keeps_a_row_from_being_tied_to_it(self, tmp_path):
        load_rows(tmp_path, school("ubc"), school("sauder"))
        remove(Institution.objects.get(key="ubc"), by=None, why="Wrong")
        assert load_rows(tmp_path, school("ubc"), school("sauder", unit_of=["ubc"])) == {
            "ubc": "deleted",
            "sauder": "kept",
        }

    def test_a_claim_alone_stays_deleted(self, tmp_path):
        rows = [
            *small_catalogue(),
            row("recognition", "credit", microcredential=["t01"], target="degree", force="counts"),
        ]
        load_rows(tmp_path, *rows)
        remove(entry().recognitions.get(), by=None, why="Not so")
        assert load_rows(tmp_path, *rows)["credit"] == "deleted"

    def test_and_restored_stands(self, tmp_path):
        load_rows(tmp_path, offering())
        remove(entry(), by=None, why="By mistake")
        with recording(way=Way.FORM):
            Microcredential.history.filter(history_type="-").get().instance.save()
        assert load_rows(tmp_path, offering()) == {"t01": "unchanged"}
        assert load_rows(tmp_path, offering(title="New")) == {"t01": "kept"}


class TestWhatStaffMadeInItsPlace:
    def test_keeps_a_new_row_out_with_all_that_needs_it(self, tmp_path):
        mine = make_draft("Staff's", slug="t01", key="staff")
        outcomes = load_rows(tmp_path, *small_catalogue())
        assert {key: outcomes[key] for key in ("t01", "t01-bcit", "cite-title", "cite-provider")} == {
            "t01": "kept", "t01-bcit": "kept", "cite-title": "kept", "cite-provider": "kept",
        }  # fmt: skip
        assert list(Microcredential.objects.all()) == [mine]

    def test_keeps_an_update_from_taking_its_slug(self, tmp_path):
        load_rows(tmp_path, offering())
        make_draft(slug="new-slug")
        assert load_rows(tmp_path, offering(slug="new-slug")) == {"t01": "kept"}

    def test_keeps_out_a_claim_that_staff_made_already(self, tmp_path):
        load_rows(tmp_path, offering(), school())
        make_participation(entry(), Institution.objects.get(), "provider", key="staff")
        outcomes = load_rows(tmp_path, offering(), school(), participation())
        assert outcomes["t01-bcit"] == "kept"
        assert [each.key for each in Participation.objects.all()] == ["staff"]

    def test_is_told_plainly(self, tmp_path):
        make_draft(slug="t01", key="staff")
        (tmp_path / "all.json").write_text(json.dumps(small_catalogue()))
        told = io.StringIO()
        call_command("load_catalogue", "--dir", tmp_path, "-v", "2", stdout=told)
        lines = told.getvalue().splitlines()
        assert lines[0] == (
            "2 created, 0 updated, 0 unchanged, 4 kept because staff changed it, "
            "0 left deleted because staff deleted it."
        )
        assert "kept because staff changed it: all.json: t01 (staff has the same slug)" in lines
        assert "kept because staff changed it: all.json: t01-bcit (it needs t01, which is not there)" in lines
        assert "created: all.json: guide" in lines


class TestTheLastProvider:
    def test_is_not_taken_from_a_published_offering(self, tmp_path):
        rows = [school(), offering(state=State.PUBLISHED), participation()]
        load_rows(tmp_path, *rows)
        before = everything()
        with pytest.raises(FixtureProblems, match=r"all\.json: t01-bcit: .* this is its last provider"):
            load_rows(tmp_path, *rows[:2], participation(role="credit"))
        assert everything() == before

    def test_may_be_followed_by_another_in_the_same_load(self, tmp_path):
        rows = [school(), school("viu"), offering(state=State.PUBLISHED)]
        load_rows(tmp_path, *rows, participation())
        load_rows(tmp_path, *rows, participation(role="credit"), participation("t01-viu", institution="viu"))
        assert list(Participation.objects.order_by("key").values_list("role", flat=True)) == ["credit", "provider"]
