"""From the web page of a school to a published entry with all its sources: how many things staff have to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from catalogue.models import Citation, Microcredential
from catalogue.provenance import uncited
from institutions.models import Institution
from tests.browser.conftest import WIDE
from tests.browser.test_admin import sign_in

MOST = 40
Opens = Callable[[int], Page]


@dataclass
class Hand:
    """Does what a person does, and counts it: a click, a value typed, a choice made, a key."""

    page: Page
    done: int = 0

    def click(self, what: Locator) -> None:
        self.done += 1
        what.click()

    def type(self, field: str, text: str) -> None:
        self.done += 1
        self.page.locator(f"#id_{field}").fill(text)

    def pick(self, field: str, option: str) -> None:
        self.done += 1
        self.page.locator(f"#id_{field}").select_option(option)

    def complete(self, field: str, typed: str, offered: str) -> None:
        """Open the box, type the beginning of the name and take what is offered."""
        self.done += 3
        self.page.locator(f"#id_{field} + .select2 .select2-selection").click()
        self.page.keyboard.type(typed)
        self.page.get_by_role("option", name=offered).click()


def figure(hand: Hand, number: int, quantity: str, amount: str, unit: str) -> None:
    hand.click(hand.page.get_by_role("button", name="Add another Figure"))
    hand.pick(f"measures-{number}-quantity", quantity)
    hand.pick(f"measures-{number}-approximation", "exactly")
    hand.type(f"measures-{number}-minimum", amount)
    hand.pick(f"measures-{number}-unit", unit)
    hand.pick(f"measures-{number}-measures", "program")


def web_page(window: Page) -> int:
    """The page of the school as a source, in the window that opens for it; returns what it took."""
    hand = Hand(window)
    hand.pick("kind", "web-page")
    hand.type("title", "Welding of pipes")
    hand.type("short_title", "Camosun, welding of pipes")
    hand.type("address", "https://camosun.example/welding")
    hand.type("read_on", "2026-11-27")
    hand.click(window.get_by_role("button", name="Save"))
    return hand.done


def test_a_new_entry_takes_few_steps(examined: Opens, axe: Callable[[Page], list[str]], transactional_db) -> None:
    Institution.objects.create(name="Camosun College", slug="camosun")
    page, found = examined(WIDE), {}
    hand = Hand(page)
    sign_in(page)
    found["the front page"] = axe(page)
    hand.click(page.get_by_role("link", name="Add an entry"))
    hand.type("title", "Welding of pipes")
    hand.type("summary", "You learn to weld pipes.")
    hand.pick("delivery", "online")
    hand.type("web_address", "https://camosun.example/welding")
    hand.complete("participations-0-institution", "camo", "Camosun College")
    hand.pick("participations-0-role", "provider")
    figure(hand, 0, "duration", "8", "week")
    figure(hand, 1, "price", "900", "cad")
    with page.expect_popup() as opened:
        hand.click(page.locator("#add_id_page_source"))
    opened.value.wait_for_load_state("networkidle")
    found["the window for a source"] = axe(opened.value)
    hand.done += web_page(opened.value)
    expect(page.locator("#id_page_source option:checked")).to_have_text("Camosun, welding of pipes")
    hand.pick("page_basis", "outside")
    found["the filled page"] = axe(page)
    hand.click(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("State: draft")).to_be_visible()
    found["the saved page"] = axe(page)
    hand.click(page.get_by_role("link", name="Publish"))
    found["the step"] = axe(page)
    hand.click(page.get_by_role("button", name="Publish"))
    expect(page.get_by_text("State: published")).to_be_visible()

    entry = Microcredential.objects.get()
    claims = [entry.participations.get(), *entry.measures.all()]
    assert [*Microcredential.objects.public()] == [entry]
    assert [uncited(each) for each in (entry, *claims)] == [[], [], [], []]
    assert Citation.objects.count() == 6
    assert hand.done <= MOST, hand.done
    assert {where: each for where, each in found.items() if each} == {}
