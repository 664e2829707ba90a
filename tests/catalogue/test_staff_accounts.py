"""Staff accounts: they edit every entry, and neither accounts nor the record of who changed what."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from catalogue.staff_accounts import keep_group_in_step, make_staff

pytestmark = pytest.mark.django_db

PASSWORD = "seven green herons"


@pytest.fixture
def staff() -> User:
    return make_staff("amira", PASSWORD)


def test_staff_can_sign_in_and_are_no_administrators(staff: User, client) -> None:
    assert (staff.is_staff, staff.is_active, staff.is_superuser) == (True, True, False)
    assert client.login(username="amira", password=PASSWORD)


@pytest.mark.parametrize("model", ["institutions.institution", "funding.fundingsource", "catalogue.microcredential"])
@pytest.mark.parametrize("act", ["add", "change", "delete", "view"])
def test_staff_edit_entries(staff: User, model: str, act: str) -> None:
    app, name = model.split(".")
    assert staff.has_perm(f"{app}.{act}_{name}")


def test_staff_only_read_the_record_of_changes(staff: User) -> None:
    record = ["institutions.change", "catalogue.fruitlesssearch"] + [
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


def test_the_group_follows_the_models() -> None:
    group = keep_group_in_step()
    gone = ContentType.objects.create(app_label="catalogue", model="badge")
    group.permissions.set([Permission.objects.create(content_type=gone, codename="add_badge", name="Can add badge")])
    keep_group_in_step()
    assert not group.permissions.filter(codename="add_badge").exists()
    assert group.permissions.filter(codename="change_microcredential").exists()
    assert Group.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "password", "problem"),
    [
        ("amira", PASSWORD, "already exists"),
        ("two words", PASSWORD, "valid username"),
        ("", PASSWORD, "cannot be blank"),
        ("bo", "short", "too short"),
        ("bo", "123456789012", "entirely numeric"),
        ("green herons", "green herons", "valid username"),
    ],
)
def test_a_bad_name_or_password_makes_no_account(staff: User, name: str, password: str, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        make_staff(name, password)
    assert list(User.objects.all()) == [staff]
