"""Two tasks of a learner on the pages of pathways, from the front page on, by keyboard, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus, as a person would."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if (
            name in (focused.get_attribute("id"), focused.get_attribute("name"))
            or (focused.text_content() or "").strip() == name
        ):
            return
    pytest.fail(f"Tab never leads to {name}")


@pytest.mark.parametrize("javascript", [True, False])
def test_find_a_program_that_counts_toward_a_bachelors_degree(catalogue, new_page, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto("/")
    _tab_to(page, "Pathways")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pathways/")
    _tab_to(page, "target")
    page.keyboard.type("A bachelor")
    _tab_to(page, "Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**target=bachelors-degree*")
    expect(page.locator(".pathway-count")).to_have_text("6 answers")
    _tab_to(page, "SFU FASS Forward")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("FASS Forward")


@pytest.mark.parametrize("javascript", [True, False])
def test_find_what_royal_roads_recognises_and_does_not_teach(catalogue, new_page, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto("/")
    _tab_to(page, "Pathways")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pathways/")
    _tab_to(page, "institution")
    page.keyboard.type("Royal")
    _tab_to(page, "run")
    page.keyboard.press("Space")
    _tab_to(page, "Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**institution=rru*")
    rows = page.locator(".claim-lines > li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("MITx MicroMasters/Royal Roads University MBA")
    expect(rows.first).to_contain_text("may count")
    expect(page.locator(".picture-drawing")).to_be_visible()


def test_the_picture_scrolls_in_a_box_that_the_keyboard_reaches(catalogue, narrow_page: Page) -> None:
    narrow_page.goto("/pathways/masters-degree/")
    box = narrow_page.get_by_role("region", name="Picture of pathways")
    box.focus()
    narrow_page.keyboard.press("ArrowRight")
    expect(box).not_to_have_js_property("scrollLeft", 0)
