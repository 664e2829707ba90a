"""An editor proposes, a publisher takes it, a manager says who may what: in a real browser, without a barrier."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from catalogue.models import InstitutionLimit, Microcredential, Proposal
from catalogue.staff_groups import StaffGroup
from tests.browser.conftest import NARROW
from tests.browser.test_admin import CUT_OFF, sign_in
from tests.catalogue.admin.desk import address
from tests.factories import make_offering

Barriers = Callable[[Page], list[str]]
Opens = Callable[[int], Page]


@pytest.fixture
def entry(transactional_db) -> Microcredential:
    return make_offering("Welding of pipes", provider="Camosun College", summary="One learns to weld.")


def barriers(page: Page, axe: Barriers) -> list[str]:
    page.wait_for_load_state("networkidle")
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*axe(page), *page.evaluate(CUT_OFF), *(["too wide"] if too_wide else [])]


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()


def test_a_change_is_proposed_and_taken(examined: Opens, axe: Barriers, entry: Microcredential) -> None:
    page, found = examined(NARROW), {}
    sign_in(page, "edwin", StaffGroup.EDITOR)
    page.goto(address(entry, "change"))
    expect(page.get_by_text("What you save here is kept as a proposal")).to_be_visible()
    page.get_by_label("Title:", exact=True).fill("Welding of ships")
    page.get_by_label("Way of learning:", exact=True).select_option("Online")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your change is kept as a proposal")).to_be_visible()
    found["the entry while a proposal waits"] = barriers(page, axe)
    sign_out(page)

    sign_in(page)
    page.get_by_role("link", name="Proposals that wait for a publisher").click()
    found["the list"] = barriers(page, axe)
    page.get_by_role("link", name="Welding of pipes").click()
    found["the proposal"] = barriers(page, axe)
    page.get_by_label("Title", exact=True).uncheck()
    page.get_by_role("button", name="Accept what is ticked").click()
    expect(page.get_by_text("The proposal of edwin is accepted.")).to_be_visible()
    page.goto(address(Proposal.objects.get(), "change"))
    expect(page.get_by_text("Title (left out)")).to_be_visible()
    found["the proposal once it is decided"] = barriers(page, axe)
    entry.refresh_from_db()
    assert (entry.title, entry.delivery) == ("Welding of pipes", "online")
    assert {where: each for where, each in found.items() if each} == {}


def test_a_manager_limits_an_editor(examined: Opens, axe: Barriers, entry: Microcredential) -> None:
    page, found = examined(NARROW), {}
    sign_in(page, "edwin", StaffGroup.EDITOR)
    sign_out(page)
    sign_in(page, "mona", StaffGroup.MANAGER)
    page.goto(address(User, "changelist"))
    found["accounts"] = barriers(page, axe)
    page.get_by_role("link", name="edwin").click()
    page.get_by_role("button", name="Add another").click()
    page.locator("#institution_limits-0 .select2-selection").click()
    page.get_by_role("option", name="Camosun College").click()
    found["an account"] = barriers(page, axe)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert str(InstitutionLimit.objects.get().institution) == "Camosun College"
    page.goto(address(User.objects.get(username="mona"), "change"))
    found["one's own account"] = barriers(page, axe)
    assert {where: each for where, each in found.items() if each} == {}
