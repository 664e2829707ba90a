"""Staff accounts and their four groups: who edits, who publishes, who manages accounts, and who only reads."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection

from catalogue.staff_accounts import make_staff
from catalogue.staff_groups import StaffGroup, keep_groups_in_step

pytestmark = pytest.mark.django_db

PASSWORD = "seven green herons"


@pytest.fixture
def staff() -> User:
    return make_staff("amira", PASSWORD)


def test_staff_can_sign_in_and_are_no_administrators(staff: User, client) -> None:
    assert (staff.is_staff, staff.is_active, staff.is_superuser) == (True, True, False)
    assert client.login(username="amira", password=PASSWORD)


def test_an_address_for_letters_is_kept_and_a_wrong_one_refused(db: None) -> None:
    assert make_staff("bo", PASSWORD, email="bo@school.example").email == "bo@school.example"
    with pytest.raises(ValidationError, match="valid email address"):
        make_staff("kim", PASSWORD, email="kim at school")
    assert not User.objects.filter(username="kim").exists()


@pytest.mark.parametrize("model", ["institutions.institution", "funding.fundingsource", "catalogue.microcredential"])
@pytest.mark.parametrize("act", ["add", "change", "delete", "view"])
def test_staff_edit_entries(staff: User, model: str, act: str) -> None:
    app, name = model.split(".")
    assert staff.has_perm(f"{app}.{act}_{name}")


def test_staff_only_read_the_record_of_changes(staff: User) -> None:
    record = ["institutions.change", "catalogue.fruitlesssearch", "catalogue.formerslug"] + [
        model._meta.label_lower for model in apps.get_models() if model.__name__.startswith("Historical")
    ]
    assert "catalogue.historicalmicrocredential" in record
    acts = {label: {act for act in ("add", "change", "delete", "view") if may(staff, act, label)} for label in record}
    assert acts == {label: {"view"} for label in record}


def may(staff: User, act: str, label: str) -> bool:
    app, name = label.split(".")
    return staff.has_perm(f"{app}.{act}_{name}")


def test_staff_may_not_touch_accounts(staff: User) -> None:
    assert {permission.partition(".")[0] for permission in staff.get_all_permissions()} == {
        "institutions",
        "funding",
        "catalogue",
    }


ALL = {"add", "change", "delete", "view"}
MAY = {
    StaffGroup.VIEWER: ({"view"}, set(), set(), set()),
    StaffGroup.EDITOR: (ALL, set(), set(), set()),
    StaffGroup.PUBLISHER: (ALL, {"publish"}, set(), set()),
    StaffGroup.MANAGER: (ALL, {"publish"}, {"view", "change"}, ALL),
}


@pytest.mark.parametrize("group", StaffGroup)
def test_each_group_may_more_than_the_one_before(group: StaffGroup) -> None:
    account = make_staff("bo", PASSWORD, group)
    labels = ["catalogue.microcredential", "auth.user", "catalogue.institutionlimit"]
    acts = [{act for act in ALL if may(account, act, label)} for label in labels]
    publishes = {act for act in ("publish",) if may(account, act, "catalogue.microcredential")}
    assert (acts[0], publishes, *acts[1:]) == MAY[group]
    assert not may(account, "change", "auth.group")


@pytest.fixture
def groups(db: None) -> None:
    """As the migration makes them, also where a test that commits has emptied the database before."""
    import_module("catalogue.migrations.0011_groups_of_staff").make_groups(apps, connection.schema_editor())


def test_the_migration_makes_the_groups_with_what_they_may_do(groups: None) -> None:
    for group in StaffGroup:
        codenames = {each.codename for each in Group.objects.get(name=group).permissions.all()}
        assert "view_microcredential" in codenames
        assert ("publish_microcredential" in codenames) == (group in (StaffGroup.PUBLISHER, StaffGroup.MANAGER))


def test_whoever_was_staff_before_publishes_now() -> None:
    migration = import_module("catalogue.migrations.0011_groups_of_staff")
    Group.objects.all().delete()
    account = User.objects.create_user("bo", is_staff=True)
    account.groups.add(Group.objects.create(name="Staff"))
    for _ in range(2):
        migration.make_groups(apps, connection.schema_editor())
    assert [group.name for group in account.groups.all()] == ["Publisher"]
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(StaffGroup.values)


def test_groups_follow_the_models(groups: None) -> None:
    group = Group.objects.get(name=StaffGroup.EDITOR)
    gone = ContentType.objects.create(app_label="catalogue", model="badge")
    group.permissions.set([Permission.objects.create(content_type=gone, codename="add_badge", name="Can add badge")])
    keep_groups_in_step()
    assert not group.permissions.filter(codename="add_badge").exists()
    assert group.permissions.filter(codename="change_microcredential").exists()
    assert Group.objects.count() == len(StaffGroup)


@pytest.mark.parametrize(
    ("name", "password", "problem"),
    [
        ("amira", PASSWORD, "already exists"),
        ("two words", PASSWORD, "valid username"),
        ("", PASSWORD, "cannot be blank"),
        ("bo", "short", "too short"),
        ("bo", "123456789012", "first passwords"),
        ("green herons", "green herons", "valid username"),
    ],
)
def test_a_bad_name_or_password_makes_no_account(staff: User, name: str, password: str, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        make_staff(name, password)
    assert list(User.objects.all()) == [staff]
