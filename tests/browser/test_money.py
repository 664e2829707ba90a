"""“What did the four million dollars pay for?”, asked by keyboard alone, and with JavaScript off."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.conftest import NARROW

_MOST_STEPS = 80


def _tab_to(page: Page, words: str) -> None:
    """Press Tab until the link with these words has the focus."""
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.textContent") or "").strip() == words:
            return
    raise AssertionError(f"no link “{words}” within {_MOST_STEPS} steps")


def test_what_the_four_million_paid_for_by_keyboard_and_without_scripts(catalogue, plain_page: Page) -> None:
    page = plain_page
    page.goto("/")
    _tab_to(page, "Funding")
    page.keyboard.press("Enter")
    page.wait_for_url("**/funding/")
    _tab_to(page, "Microcredentials investment")
    page.keyboard.press("Enter")
    page.wait_for_url("**/funding/microcredentials-investment/")
    table = page.locator(".flow-table")
    assert re.search(r"Is for\s+microcredentials\s+24", table.inner_text())
    _tab_to(page, "Which of them others name")
    page.keyboard.press("Enter")
    page.wait_for_url("**/coverage/#announced")
    told = page.locator("section[aria-labelledby=announced]").inner_text()
    assert "3 that the documents let us name" in told
    assert "8 that only others name" in told


def test_the_picture_fits_the_screen_and_its_table_stands_beside_it(catalogue, page: Page) -> None:
    """Neither scrolls sideways. On a phone the table is below; on paper the picture is wide."""
    for width, beside in ((NARROW, False), (768, True), (1280, True)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/funding/")
        picture, table = page.locator(".flow-tall .picture").first, page.locator(".flow-table").first
        for box in (picture, table):
            assert box.evaluate("each => each.scrollWidth <= each.clientWidth"), width
        drawn, told = picture.bounding_box(), table.bounding_box()
        assert (told["x"] >= drawn["x"] + drawn["width"]) == beside, width
        assert (told["y"] == drawn["y"]) == beside, width
        assert not page.locator(".flow-wide").first.is_visible()
