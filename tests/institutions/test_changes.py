"""Every way of writing leaves one `Change` per act and a history row that points to it, or nothing at all."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.db.models.deletion import ProtectedError

from institutions.changes import Change, Way, recording
from institutions.models import Institution
from institutions.records import BulkWriteRefused
from tests.factories import make_institution

FIXTURE = [{"model": "institutions.institution", "fields": {"key": "new", "slug": "new", "name": "New"}}]


class Mishap(Exception):
    """What rolls a transaction back."""


@contextmanager
def mishap() -> Iterator[None]:
    """A transaction, or within one a savepoint, that fails at its end."""
    with suppress(Mishap), transaction.atomic():
        yield
        raise Mishap


def old() -> Institution:
    return Institution.objects.get(key="old")


def save_new(folder: Path) -> None:
    Institution(key="new", slug="new", name="New").save()


def save_old(folder: Path) -> None:
    institution = old()
    institution.city = "Burnaby"
    institution.save()


def delete(folder: Path) -> None:
    old().delete()


def delete_queryset(folder: Path) -> None:
    Institution.objects.filter(key="old").delete()


def create_in_bulk(folder: Path) -> None:
    Institution.objects.bulk_create([Institution(key="new", slug="new", name="New")])


def get_or_create(folder: Path) -> None:
    Institution.objects.get_or_create(key="new", defaults={"slug": "new", "name": "New"})


def update_or_create_new(folder: Path) -> None:
    Institution.objects.update_or_create(key="new", defaults={"slug": "new", "name": "New"})


def update_or_create_old(folder: Path) -> None:
    Institution.objects.update_or_create(key="old", defaults={"city": "Burnaby"})


def create_related(folder: Path) -> None:
    old().units.create(key="new", slug="new", name="New")


def add_related(folder: Path) -> None:
    old().units.add(Institution(key="new", slug="new", name="New"), bulk=False)


def loaddata(folder: Path) -> None:
    (folder / "new.json").write_text(json.dumps(FIXTURE))
    call_command("loaddata", folder / "new.json", verbosity=0)


def load_catalogue(folder: Path) -> None:
    (folder / "new.json").write_text(json.dumps(FIXTURE))
    call_command("load_catalogue", "--dir", folder, "-v", "0")


# What each way of writing leaves: the key and kind of its history row, and the way in that its change names.
WAYS = [
    (save_new, "new", "+", Way.SHELL),
    (save_old, "old", "~", Way.SHELL),
    (delete, "old", "-", Way.SHELL),
    (delete_queryset, "old", "-", Way.SHELL),
    (create_in_bulk, "new", "+", Way.SHELL),
    (get_or_create, "new", "+", Way.SHELL),
    (update_or_create_new, "new", "+", Way.SHELL),
    (update_or_create_old, "old", "~", Way.SHELL),
    (create_related, "new", "+", Way.SHELL),
    (add_related, "new", "+", Way.SHELL),
    (loaddata, "new", "+", Way.LOADER),
    (load_catalogue, "new", "+", Way.LOADER),
]
each_way = pytest.mark.parametrize(("write", "key", "kind", "way"), WAYS, ids=[each[0].__name__ for each in WAYS])
Write = Callable[[Path], None]


def history() -> list[tuple[str, str]]:
    return list(Institution.history.order_by("history_id").values_list("key", "history_type"))


@pytest.mark.django_db(transaction=True)
@each_way
def test_it_leaves_one_change_and_one_history_row_or_nothing(
    write: Write, key: str, kind: str, way: str, tmp_path: Path
):
    make_institution("Old", key="old")
    before = (Change.objects.count(), history(), list(Institution.objects.values()))

    with mishap():
        write(tmp_path)
    assert (Change.objects.count(), history(), list(Institution.objects.values())) == before

    write(tmp_path)
    assert history() == [("old", "+"), (key, kind)]
    _, second = Change.objects.order_by("pk")
    assert Institution.history.get(key=key, history_type=kind).change == second
    assert (second.way, second.by, second.by_name) == (way, None, "")


@pytest.mark.django_db(transaction=True)
@each_way
def test_after_the_rollback_of_a_savepoint_the_next_write_has_a_change_that_exists(
    write: Write, key: str, kind: str, way: str, tmp_path: Path
):
    make_institution("Old", key="old")
    with transaction.atomic():
        with mishap():
            write(tmp_path)
        make_institution("Other", key="other")
    assert history() == [("old", "+"), ("other", "+")]
    assert Change.objects.count() == 2
    assert Institution.history.get(key="other").change == Change.objects.first()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda: Institution.objects.update(city="Burnaby"),
        lambda: Institution._base_manager.update(city="Burnaby"),
        lambda: Institution.objects.filter(key="old").update(city="Burnaby"),
        lambda: Institution.objects.bulk_update([old()], ["city"]),
        lambda: old().units.add(make_institution()),
        lambda: make_institution(unit_of=old()).unit_of.units.clear(),
        lambda: Institution.objects.bulk_create([Institution(slug="new", name="New")], ignore_conflicts=True),
        lambda: Institution.objects.bulk_create(
            [Institution(slug="new", name="New")],
            update_conflicts=True,
            update_fields=["name"],
            unique_fields=["slug"],
        ),
    ],
    ids=["update", "base", "filter", "bulk_update", "add", "clear", "ignore_conflicts", "update_conflicts"],
)
def test_what_could_not_be_recorded_is_refused(write: Callable[[], object]):
    make_institution("Old", key="old")
    with pytest.raises(BulkWriteRefused, match="history: save each record"):
        write()
    assert old().city == ""


@pytest.mark.django_db(transaction=True)
class TestActs:
    def test_one_act_has_one_change_that_says_who_which_way_and_why(self):
        user = get_user_model().objects.create_user("ada")
        with recording(by=user, way=Way.FORM, why="They moved."):
            institution = make_institution()
            institution.city = "Burnaby"
            institution.save()
            Institution.objects.bulk_create([Institution(slug="new", name="New")])
        change = Change.objects.get()
        assert (change.by, change.by_name, change.way, change.why) == (user, "ada", "form", "They moved.")
        assert set(Institution.history.values_list("change", flat=True)) == {change.pk}
        assert institution.history.first().history_user == user

    def test_who_it_was_is_still_known_when_the_account_is_gone(self):
        user = get_user_model().objects.create_user("ada")
        with recording(by=user, way=Way.FORM):
            make_institution()
        user.delete()
        assert (Change.objects.get().by, Change.objects.get().by_name) == (None, "ada")

    def test_two_acts_of_the_same_person_in_one_transaction_do_not_share_a_change(self):
        with transaction.atomic():
            with recording(way=Way.FORM, why="same"):
                make_institution()
            with recording(way=Way.FORM, why="same"):
                make_institution()
        assert Change.objects.count() == 2
        assert Institution.history.values("change").distinct().count() == 2

    def test_after_an_inner_act_the_outer_one_goes_on_with_its_own_change(self):
        with recording(why="outer"):
            make_institution(key="a")
            with recording(why="inner"):
                make_institution(key="b")
            make_institution(key="c")
        whys = Institution.history.order_by("key").values_list("change__why", flat=True)
        assert list(whys) == ["outer", "inner", "outer"]
        assert Change.objects.count() == 2

    def test_two_writes_without_a_named_act_have_a_change_each(self):
        make_institution()
        make_institution()
        assert Change.objects.count() == 2

    def test_an_act_that_writes_nothing_leaves_no_change(self):
        with recording(why="nothing"):
            Institution.objects.count()
        assert not Change.objects.exists()

    def test_an_act_that_fails_leaves_nothing(self):
        with suppress(Mishap), recording(why="failing"):
            make_institution()
            raise Mishap
        assert (Change.objects.count(), Institution.objects.count(), Institution.history.count()) == (0, 0, 0)

    def test_an_act_survives_the_rollback_of_a_part_of_it(self):
        with recording(why="outer"):
            make_institution(key="a")
            with mishap():
                make_institution(key="b")
            make_institution(key="c")
        assert history() == [("a", "+"), ("c", "+")]
        assert Change.objects.count() == 1

    def test_an_act_whose_first_write_is_rolled_back_begins_another_change(self):
        with recording(why="outer"):
            with mishap():
                make_institution(key="b")
            make_institution(key="c")
        assert history() == [("c", "+")]
        assert Change.objects.get() == Institution.history.get().change

    def test_a_history_row_cannot_lose_its_change(self):
        make_institution()
        with pytest.raises(ProtectedError):
            Change.objects.all().delete()
