"""A list is edited in its cells on a telephone, by keyboard, and asks whose value is right: in a real browser."""

from collections.abc import Callable

from django.db import transaction
from playwright.sync_api import Page, expect

from institutions.models import Institution
from tests.browser.conftest import NARROW
from tests.browser.test_admin import sign_in
from tests.catalogue.admin.desk import address
from tests.factories import make_institution

# Boxes that reach beyond the page, or are smaller than a finger needs.
AMISS = """() => [...document.querySelectorAll(".edit-in-list :is(td input, td select, .form-row input, button)")]
    .filter((box) => box.getBoundingClientRect().right > innerWidth || box.getBoundingClientRect().height < 24)
    .map((box) => box.name)"""


def test_a_list_is_edited_on_a_telephone(
    examined: Callable[[int], Page], axe: Callable[[Page], list[str]], transactional_db: None
) -> None:
    page, school = examined(NARROW), make_institution("Camosun College")
    for number in range(12):
        make_institution(f"School {number}")
    sign_in(page)
    page.goto(address(Institution, "changelist"))
    page.get_by_role("link", name="Edit in the list").click()
    expect(page.get_by_label("City of Camosun College", exact=True)).to_have_value("")  # it is there
    with transaction.atomic():
        school.city = "Saanich"
        school.save()
    page.get_by_label("City of Camosun College", exact=True).fill("Victoria")
    page.get_by_label("City of School 9", exact=True).fill("Comox")
    page.get_by_label("City of School 9", exact=True).press("Enter")

    choice = page.get_by_role("group", name="Whose is right? City of Camosun College")
    expect(choice).to_contain_text("Theirs: Saanich")
    expect(page.get_by_label("City of School 9", exact=True)).to_have_value("Comox")
    assert page.evaluate(AMISS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    choice.get_by_label("Mine, as it stands in the form below: Victoria").check()
    page.get_by_role("button", name="Save all rows").click()
    expect(page.get_by_text("2 institutions were changed successfully.")).to_be_visible()
    assert dict(Institution.objects.exclude(city="").values_list("name", "city")) == {
        "Camosun College": "Victoria",
        "School 9": "Comox",
    }
