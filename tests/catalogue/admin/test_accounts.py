"""Accounts in the admin: who manages them says groups and limits, and can neither rise nor touch an administrator."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from catalogue.models import InstitutionLimit
from catalogue.staff_groups import StaffGroup
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_account

pytestmark = pytest.mark.django_db


def group(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def test_a_manager_says_the_group_and_the_limits(manager: Desk, editor: Desk, bcit: Institution) -> None:
    page = manager.open_record(editor.user)
    page.type(groups=[group("Viewer")]).new_row("institution_limits", institution=bcit.pk, account=editor.user.pk)
    manager.save(page)
    assert [each.name for each in editor.user.groups.all()] == ["Viewer"]
    assert [each.institution for each in InstitutionLimit.objects.all()] == [bcit]


def test_a_manager_gives_nothing_else(manager: Desk, editor: Desk) -> None:
    root = Group.objects.create(name="Root")
    editor.user.groups.add(root)
    page = manager.open_record(editor.user)
    assert {"groups", "institution_limits-TOTAL_FORMS"} <= page.values.keys()
    assert not page.values.keys() & {"username", "password", "is_superuser", "is_staff", "user_permissions"}
    typed = {"is_superuser": "on", "username": "x", "is_active": "", "user_permissions": ["1"]}
    manager.save(page.type(groups=[group("Publisher")], **typed))
    account = User.objects.get(pk=editor.user.pk)
    assert (account.username, account.is_superuser, account.is_active) == ("edwin", False, True)
    assert not account.user_permissions.exists()
    # What an administrator gave stays, and is not the manager's to give.
    assert {each.name for each in account.groups.all()} == {"Publisher", "Root"}
    other = make_account("otto")
    manager.refused(manager.open_record(other).type(groups=[str(root.pk)]))
    assert not other.groups.filter(name="Root").exists()


def test_a_manager_touches_neither_themselves_nor_administrators(manager: Desk, admin_user: User) -> None:
    for account in (manager.user, admin_user):
        assert 'name="_save"' not in manager.open_record(account).html, account
        assert manager.client.post(address(account, "change"), {"groups": []}).status_code == 403, account
    assert [each.name for each in manager.user.groups.all()] == [StaffGroup.MANAGER]


def test_a_manager_neither_makes_nor_deletes_nor_signs_in_as_another(manager: Desk, editor: Desk) -> None:
    for page in (address(User, "add"), address(editor.user, "delete"), f"/admin/auth/user/{editor.user.pk}/password/"):
        assert manager.client.get(page).status_code == 403, page
        assert manager.client.post(page, {"post": "yes", "password1": "x"}).status_code == 403, page


@pytest.mark.parametrize("name", ["viewer", "editor", "maria"])
def test_nobody_else_reaches_accounts(name: str, request: pytest.FixtureRequest, admin_user: User) -> None:
    desk = request.getfixturevalue(name)
    for page in (address(User, "changelist"), address(admin_user, "change"), address(desk.user, "change")):
        assert desk.client.get(page).status_code == 403, page


@pytest.mark.parametrize("how_many", [1, 3])
def test_more_accounts_cost_no_more_queries(manager: Desk, django_assert_num_queries, how_many: int) -> None:
    for number in range(how_many):
        make_account(f"account-{number}")
    with django_assert_num_queries(9):
        manager.client.get(address(User, "changelist"))
