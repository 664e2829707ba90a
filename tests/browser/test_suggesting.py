"""A visitor without JavaScript reports a mistake: what is wrong is said, nothing typed is lost, no barrier is met."""

import pytest
from playwright.sync_api import expect

from catalogue.models import Suggestion
from tests.browser.conftest import NARROWEST, WIDE
from tests.browser.test_barriers import faults
from tests.factories import make_offering


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_a_mistake_is_reported(transactional_db, new_page, axe, width: int) -> None:
    make_offering("Welding", slug="welding")
    plain, examined = new_page(width=width, javascript=False), new_page(width=width)
    plain.goto("/microcredentials/welding/")
    plain.get_by_role("link", name="Report a mistake or add a fact").click()
    examined.goto(plain.url)
    assert [*axe(examined), *faults(examined, width)] == []
    for page in (examined, plain):
        page.get_by_label("What is right?").fill("It is online.")
        page.get_by_role("button", name="Send it").click()
        expect(page.get_by_text("Choose what it is about.")).to_be_visible()
        expect(page.get_by_label("What is right?")).to_have_value("It is online.")
    assert [*axe(examined), *faults(examined, width)] == []
    plain.get_by_label("What is it about?").select_option("How you learn")
    plain.get_by_label("Where did you read or hear this?").fill("https://school.example/welding")
    plain.get_by_role("button", name="Send it").click()
    expect(plain.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Suggestion.objects.get().about == "delivery"
