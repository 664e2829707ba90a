"""Django's admin works under the site's content security policy: scripts run, styles apply, forms save."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

PASSWORD = "a long enough password"


@pytest.fixture
def administrator(transactional_db) -> User:
    return User.objects.create_superuser("root", password=PASSWORD)


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_staff_can_save_a_form_that_scripts_build(page: Page, administrator: User) -> None:
    sign_in(page, administrator.username)
    page.goto("/admin/auth/group/add/")
    page.get_by_label("Name:").fill("Editors")
    # The box of chosen permissions exists only where the admin's script could run.
    page.locator("#id_permissions_from option").first.dblclick()
    expect(page.locator("#id_permissions_to option")).to_have_count(1)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert Group.objects.get(name="Editors").permissions.count() == 1


def test_the_sign_in_page_has_its_styles(plain_page: Page) -> None:
    plain_page.goto("/admin/")
    expect(plain_page.locator("#header")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_axe_sees_a_barrier(narrow_page: Page, axe) -> None:
    narrow_page.set_content("<html lang='en'><title>A page</title><main><h1>A page</h1><img src='/x.png'></main>")
    assert [line.partition(":")[0] for line in axe(narrow_page)] == ["image-alt"]
