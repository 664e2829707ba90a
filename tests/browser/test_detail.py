"""Asking the school about a program: by keyboard alone, without scripts, and on paper."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.pages import LIST

OFFERING = "/microcredentials/langara-administrative-assistant/"
LETTER = f"{OFFERING}letter/"


def test_the_school_is_asked_by_keyboard_alone(catalogue, page: Page, axe) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(OFFERING)
    page.get_by_role("link", name="12 questions to ask the school").press("Enter")
    expect(page.locator("#ask")).to_be_in_viewport()
    page.get_by_role("button", name="Copy the letter").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Copied. Paste it into your message.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hello,")
    assert "2. What does it cost, and what does the price include?" in copied
    page.locator("summary", has_text="Show the letter as text").press("Enter")
    assert page.get_by_label("Select all of it").input_value() == copied
    page.get_by_role("link", name="The letter, ready to print").press("Enter")
    expect(page.locator("h1")).to_have_text("Letter to the school")
    assert axe(page) == []


def test_the_school_is_asked_without_scripts(catalogue, new_page) -> None:
    page = new_page(width=NARROW, javascript=False)
    page.goto(OFFERING)
    expect(page.get_by_role("button", name="Copy the letter")).to_have_count(0)
    page.locator("summary", has_text="Show the letter as text").press("Enter")
    box = page.get_by_label("Select all of it")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.press("Control+a")
    chosen = page.evaluate("(box => box.value.slice(box.selectionStart, box.selectionEnd))(document.activeElement)")
    assert chosen.endswith("[Your name]")
    page.goto(LETTER)
    expect(page.get_by_role("article").get_by_role("listitem")).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize(
    ("sheets", "addresses"),
    [
        (1, [f"{LIST}{slug}/" for slug in ("langara-administrative-assistant", "ubc-open-badges-pilot")]),
        (2, [f"{LIST}{slug}/" for slug in ("ucw-learning4success-badges", "alacrity-digital-marketing-bootcamp")]),
        (6, ["/coverage/", "/pathways/"]),
    ],
)
def test_a_page_to_hand_over_takes_few_sheets(catalogue, page: Page, sheets: int, addresses: list[str]) -> None:
    for address in addresses:
        page.goto(address)
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) <= sheets, address


def test_the_letter_prints_on_one_page_without_what_only_a_screen_can_do(catalogue, page: Page) -> None:
    page.goto(LETTER)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) == 1
    page.emulate_media(media="print")
    expect(page.locator("textarea")).to_be_hidden()
    expect(page.get_by_role("article")).to_be_visible()


def test_data_in_a_page_is_read_and_not_run(catalogue, new_page) -> None:
    """The fixture fails on any word of the content security policy."""
    for javascript in (True, False):
        page = new_page(javascript=javascript)
        for address in ("/", LIST, OFFERING):
            page.goto(address)
            texts = page.locator('script[type="application/ld+json"]').all_text_contents()
            found = [json.loads(text) for text in texts]
            assert found
            assert all(each["@context"] == "https://schema.org" for data in found for each in _several(data))


def _several(data: dict | list[dict]) -> list[dict]:
    return data if isinstance(data, list) else [data]
