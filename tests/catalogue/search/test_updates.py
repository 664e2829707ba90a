"""The incremental read: whatever is written, in whatever way, the old state and the update make the new state."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from catalogue.generating import generate_entries
from catalogue.models import SectorTag
from catalogue.search import Snapshot, touched
from catalogue.search.reading import newest_mark, read_catalogue, read_update
from catalogue.workflow import publish, withdraw
from institutions.changes import recording
from institutions.generation import Commit
from institutions.records import new_key
from tests.catalogue.admin.desk import Desk
from tests.catalogue.search.editing import Editor
from tests.catalogue.search.parts_of_snapshots import differing_parts
from tests.factories import (
    make_audience,
    make_draft,
    make_funding_source,
    make_group,
    make_institution,
    make_named_kind,
    make_offering,
    make_part,
    make_participation,
    make_price,
    make_recognition,
    make_sector,
)

pytestmark = pytest.mark.django_db(transaction=True)


class Follower:
    """Somebody who keeps a snapshot by updates alone, with a clock of their own."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.snapshot = Snapshot(read_catalogue(self.now))

    def follow(self, after: timedelta = timedelta()) -> frozenset[int]:
        """Take the next step after a while, compare with a snapshot made from nothing, and tell what was touched."""
        self.now += after
        update = read_update(self.snapshot.mark, self.snapshot.ends_at, self.now)
        assert update is not None
        self.snapshot = self.snapshot.renewed(update)
        assert differing_parts(self.snapshot, Snapshot(read_catalogue(self.now))) == []
        return update.gone


class World:
    """One offering that states all there is, and another one beside it."""

    def __init__(self) -> None:
        self.school, self.sector = make_institution("School"), make_sector("Sector")
        self.unit = make_institution("Unit", unit_of=self.school)
        self.audience, self.fund = make_audience("Audience"), make_funding_source("Fund")
        claims = {"sectors": (self.sector,), "audiences": (self.audience,), "funding": (self.fund,)}
        self.named_kind = make_named_kind()
        called = {"kind": self.named_kind.kind, "named_kind": self.named_kind}
        self.entry = make_offering("Entry", provider=self.unit, **called, **claims)
        self.part = make_part(self.entry, "Part")
        self.recognition = make_recognition(self.entry, institution=self.school)
        self.price = make_price(self.entry, 100)
        self.other = make_offering("Other")
        self.draft = make_draft("Draft")
        self._names = {getattr(self, name).pk: name for name in ("entry", "part", "other", "draft")}

    def edit(self, name: str, /, **values: object) -> None:
        record = getattr(self, name)
        for field, value in values.items():
            setattr(record, field, value)
        record.save()

    def names(self, keys: Iterable[int]) -> set[str]:
        return {self._names.get(pk, "new") for pk in keys}


@pytest.fixture
def world() -> World:
    return World()


def at_a_desk() -> Desk:
    user, _ = get_user_model().objects.get_or_create(username="maria", is_staff=True, is_superuser=True)
    return Desk(user)


def save_a_form(world: World) -> None:
    desk = at_a_desk()
    sheet = desk.open_record(world.entry).type(title="Typed")
    desk.save(sheet.new_row("recognitions", target="diploma", force="counts"))


def delete_a_row_of_a_form(world: World) -> None:
    desk = at_a_desk()
    sheet = desk.open_record(world.entry)
    desk.save(sheet.type(**{f"{sheet.row_of('recognitions', world.recognition)}-DELETE": "on"}))


def publish_the_draft(world: World) -> None:
    make_participation(world.draft, world.school)
    publish(world.draft, by=None)


def create_many(world: World) -> None:
    SectorTag.objects.bulk_create([SectorTag(microcredential=world.other, sector=world.sector)])


def load(world: World, command: Callable[[Path], object]) -> None:
    fields = {"key": new_key(), "microcredential": [world.other.key], "sector": [world.sector.key]}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tag.json"
        file.write_text(json.dumps([{"model": "catalogue.sectortag", "fields": fields}]))
        command(file)


def loaddata(world: World) -> None:
    load(world, lambda file: call_command("loaddata", file, verbosity=0))


def load_catalogue(world: World) -> None:
    load(world, lambda file: call_command("load_catalogue", "--dir", file.parent, "-v", "0"))


# What is done, and the offerings that it touches.
WRITES: dict[str, tuple[Callable[[World], object], set[str]]] = {
    "title": (lambda world: world.edit("entry", title="Another"), {"entry"}),
    "a form with a new row": (save_a_form, {"entry"}),
    "a form with a deleted row": (delete_a_row_of_a_form, {"entry"}),
    "claim added": (lambda world: make_price(world.other, 5), {"other"}),
    "claim edited": (lambda world: world.edit("price", minimum=7), {"entry"}),
    "claim deleted": (lambda world: world.price.delete(), {"entry"}),
    "claims deleted": (lambda world: SectorTag.objects.filter(sector=world.sector).delete(), {"entry"}),
    "claim moved": (lambda world: world.edit("price", microcredential=world.other), {"entry", "other"}),
    "claim moved to a group": (lambda world: world.edit("price", microcredential=None, group=make_group()), {"entry"}),
    "claims made at once": (create_many, {"other"}),
    "loaddata": (loaddata, {"other"}),
    "load_catalogue": (load_catalogue, {"other"}),
    "school renamed": (lambda world: world.edit("school", name="Renamed", slug=new_key()), {"entry"}),
    "unit moved": (lambda world: world.edit("unit", unit_of=None), {"entry"}),
    "sector renamed": (lambda world: world.edit("sector", name="Another"), {"entry"}),
    "audience renamed": (lambda world: world.edit("audience", name="Another"), {"entry"}),
    "kind renamed": (lambda world: world.edit("named_kind", name="Another"), {"entry"}),
    "fund renamed": (lambda world: world.edit("fund", name="Another"), {"entry"}),
    "sector that nobody has": (lambda world: make_sector("New"), set()),
    "sector taken away": (lambda world: world.entry.sectortags.get().delete(), {"entry"}),
    "withdrawn": (lambda world: withdraw(world.entry, by=None, why="It ended", public_reason="It ended."), {"entry"}),
    "published": (publish_the_draft, {"draft"}),
    "part on its own": (lambda world: world.edit("part", parent=None), {"entry", "part"}),
    "part withdrawn": (
        lambda world: withdraw(world.part, by=None, why="It ended", public_reason="It ended."),
        {"entry", "part"},
    ),
    "part edited": (lambda world: world.edit("part", skills="Another"), {"entry", "part"}),
    "part moved": (lambda world: world.edit("part", parent=world.other), {"entry", "part", "other"}),
    "part deleted": (lambda world: world.part.delete(), {"entry", "part"}),
    "draft deleted": (lambda world: world.draft.delete(), {"draft"}),
    "new draft": (lambda world: make_draft("New"), {"new"}),
    "new offering": (lambda world: make_offering("New"), {"new"}),
    "price of a group": (lambda world: make_price(make_group(), 9), set()),
}


def test_it_reads_what_a_write_touched_and_nothing_else(subtests: pytest.Subtests):
    # One test for all: emptying a database takes longer than any of them.
    for name, (write, expected) in WRITES.items():
        with subtests.test(name):
            world, follower = World(), Follower()
            write(world)
            assert world.names(follower.follow()) == expected


def test_the_clock_touches_only_what_it_makes_public(world: World):
    follower = Follower()
    assert follower.follow(timedelta(days=1)) == set()
    hour = timedelta(hours=1)
    late_part = make_part(world.entry, "Late part", publish_at=follower.now + hour)
    late = make_offering("Late", publish_at=follower.now + 2 * hour)
    part_of_late = make_part(late, "Part of late", publish_at=follower.now + hour)
    later = make_offering("Later", publish_at=follower.now + 9 * hour)
    assert follower.follow() == {world.entry.pk, late_part.pk, late.pk, part_of_late.pk, later.pk}
    assert follower.snapshot.size == 2
    assert follower.follow(hour) == {world.entry.pk, late_part.pk, late.pk, part_of_late.pk}
    assert follower.follow(hour) == {late.pk}
    world.edit("other", title="Written meanwhile")
    assert follower.follow(30 * hour) == {later.pk, world.other.pk}
    assert follower.snapshot.size == 4


def test_what_is_rolled_back_is_not_read(world: World):
    follower = Follower()
    with transaction.atomic():
        world.edit("entry", title="Never")
        transaction.set_rollback(True)
    assert read_update(follower.snapshot.mark).gone == set()


def test_it_takes_the_same_number_of_queries_however_much_was_written(world: World, django_assert_num_queries):
    follower = Follower()
    for how_many in (1, 3):
        with recording():
            for number in range(how_many):
                make_recognition(make_offering(f"Course {number}", provider=world.school), institution=world.school)
        with transaction.atomic(), django_assert_num_queries(31):
            update = read_update(follower.snapshot.mark)
        assert len(update.facts) == how_many
        follower.follow()


def test_when_a_full_read_is_needed(world: World, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch):
    with subtests.test("inside a transaction that wrote"):
        before = newest_mark()
        with transaction.atomic():
            world.edit("draft", title="Another")
            inside = newest_mark()
            assert read_update(before) is None
        assert inside != newest_mark()
        assert read_update(inside) is None
        assert read_update(before).gone == {world.draft.pk}

    monkeypatch.setattr(touched, "MOST", 3)
    with subtests.test("when the clock has made too many public"):
        moment = timezone.now() + timedelta(hours=1)
        for number in range(3):
            make_offering(f"Waiting {number}", publish_at=moment)
        before = newest_mark()
        assert len(read_update(before, moment, moment).gone) == 3
        make_offering("Waiting too", publish_at=moment)
        assert read_update(newest_mark(), moment, moment) is None

    with subtests.test("after too many changes"):
        before = newest_mark()
        for number in range(3):
            make_offering(f"Course {number}", provider=world.other.participations.get().institution)
        assert len(read_update(before).gone) == 3
        world.edit("draft", title="One more")
        assert read_update(before) is None

    with subtests.test("after the school of too many was renamed"):
        before = newest_mark()
        institution = world.other.participations.get().institution
        institution.name = "Renamed"
        institution.save()
        assert read_update(before) is None

    with subtests.test("when the commits since then are no longer known"):
        before = newest_mark()
        world.edit("draft", title="Yet another")
        Commit.objects.all().delete()
        assert read_update(before) is None

    with subtests.test("in another epoch"):
        before = newest_mark()
        call_command("begin_epoch", stdout=StringIO())
        assert read_update(before) is None


def test_after_any_edits_the_state_kept_by_updates_is_the_one_read_anew(full: bool):
    generate_entries(30, seed=3)
    editor, follower = Editor(seed=17), Follower()
    for _ in range(200 if full else 20):
        for _ in range(editor.dice.choice([1, 1, 1, 3, 40])):
            editor.edit()
        follower.follow(editor.dice.choice([timedelta(), timedelta(hours=3)]))
