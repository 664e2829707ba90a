"""Home, list and offering in a browser: no barriers, by keyboard, without scripts, narrow, enlarged, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE

LIST = "/microcredentials/"
OFFERING = "/microcredentials/mitx-micromasters-royal-roads-mba/"
PAGES = {
    "home": "/",
    "list": LIST,
    "list with choices": f"{LIST}?delivery=online&cost=low-or-no-cost",
    "list with problems": f"{LIST}?colour=blue&provider=tru",
    "table": f"{LIST}?view=table&delivery=online",
    "empty list": f"{LIST}?q=forestry&delivery=online",
    "corrected list with marks": f"{LIST}?q=mass+timbre",
    "near misses": f"{LIST}?q=data+nursing",
    "a very long word": f"{LIST}?q=online+{'x' * 150}",
    "offering": OFFERING,
    "offering in groups": "/microcredentials/bcit-viu-menrep/",
    "ended": "/microcredentials/ubc-open-badges-pilot/",
    "letter": "/microcredentials/canada-skills-program/letter/",
    "not found": "/no-such-page/",
}
NARROWEST = 320  # CSS pixels: also what 1280 are at 400 %
SMALLEST_TARGET = 24

# WCAG 1.4.12: what readers may set without losing anything.
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"

# A reader's own style sheet, which no policy of the page can forbid.
READERS_SHEET = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""

# Links inside a sentence are exempt (WCAG 2.5.8), and so is what stands only for screen readers.
SMALL_TARGETS = """least => [...document.querySelectorAll('a, button, input, select, summary')]
    .filter(e => e.checkVisibility() && !e.matches('.skip, p a:not(.mark)'))
    .map(e => [e.outerHTML.slice(0, 120), (e.closest('label') || e).getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([html, box]) => `${html} ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_no_barrier(catalogue, new_page, axe, width: int, scheme: str) -> None:
    page = new_page(width=width)
    page.emulate_media(color_scheme=scheme)
    for name, address in PAGES.items():
        page.goto(address)
        assert axe(page) == [], name


def test_axe_finds_no_barrier_in_the_open_drawer(catalogue, narrow_page: Page, axe) -> None:
    narrow_page.goto(LIST)
    narrow_page.get_by_role("button", name="Filters").click()
    assert axe(narrow_page) == []


@pytest.mark.parametrize("width", [NARROWEST, NARROW])
def test_no_page_is_wider_than_the_screen(catalogue, new_page, width: int) -> None:
    page = new_page(width=width)
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_wider_text_spacing_loses_nothing(catalogue, narrow_page: Page) -> None:
    for name, address in PAGES.items():
        narrow_page.goto(address)
        narrow_page.evaluate(READERS_SHEET, SPACED)
        assert narrow_page.evaluate("document.documentElement.scrollWidth") <= NARROW, name


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_targets_are_large_enough(catalogue, new_page, width: int) -> None:
    page = new_page(width=width)
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == [], name


def test_every_stop_of_the_tab_key_is_seen(catalogue, page: Page) -> None:
    for address in ("/", f"{LIST}?delivery=online", OFFERING):
        page.goto(address)
        stops = page.locator("a[href], button, input, summary").count()
        for _ in range(min(stops, 60)):
            page.keyboard.press("Tab")
            focused = page.locator(":focus")
            expect(focused).to_have_css("outline-style", "solid")
            expect(focused).to_be_in_viewport()


def test_the_first_stop_leads_past_the_header(catalogue, page: Page) -> None:
    page.goto(LIST)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the main part")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def _headline(page: Page) -> Locator:
    return page.locator("#results")


def test_a_program_that_counts_toward_a_degree_is_found_by_keyboard_alone(catalogue, page: Page) -> None:
    page.goto(LIST)
    page.locator("li[data-facet=credit_toward][data-value=bachelors-degree] input").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(_headline(page)).to_have_text("3 of 16 offerings")
    page.get_by_role("link", name="SFU FASS Forward").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("SFU FASS Forward")
    page.go_back()
    expect(_headline(page)).to_have_text("3 of 16 offerings")
    expect(page.get_by_role("checkbox", name="A bachelor's degree")).to_be_checked()


def test_search_filter_and_ways_back_need_no_script(catalogue, plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_label("What do you want to learn?").fill("micro")
    plain_page.keyboard.press("Enter")
    expect(plain_page.get_by_label("Search by skill, school or program")).to_have_value("micro")
    plain_page.get_by_role("checkbox", name="Online").check()
    plain_page.get_by_role("button", name="Apply filters").click()
    assert "q=micro" in plain_page.url
    assert "delivery=online" in plain_page.url
    plain_page.get_by_role("link", name="Remove Words: micro").click()
    expect(_headline(plain_page)).to_have_text("5 of 16 offerings, and 1 that has ended")
    plain_page.get_by_role("link", name="Clear all").click()
    expect(_headline(plain_page)).to_have_text("16 offerings, and 1 that has ended")


def test_the_drawer_of_filters_needs_no_script(catalogue, new_page) -> None:
    page = new_page(width=NARROW, javascript=False)
    page.goto(LIST)
    drawer = page.locator("#finder")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(drawer).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("button", name="Filters")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Online").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(_headline(page)).to_have_text("5 of 16 offerings, and 1 that has ended")


def test_on_a_wide_screen_the_filters_stand_beside_the_list(catalogue, page: Page) -> None:
    page.goto(LIST)
    expect(page.locator("#finder")).to_be_visible()
    expect(page.get_by_role("button", name="Filters", exact=True)).to_have_count(0)
    assert page.locator("#finder").bounding_box()["x"] < _headline(page).bounding_box()["x"]


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_remembered(catalogue, page: Page, live_server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES.values():
        page.goto(address)
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert page.locator("script:not([src^='/static/'])").count() == 0
    assert page.context.cookies() == []


def test_a_link_to_a_part_leads_to_its_place(catalogue, page: Page) -> None:
    page.goto(OFFERING)
    part = page.locator("#parts ~ .subject").first.get_attribute("id")
    page.goto(f"/microcredentials/{part}/")
    assert page.url.endswith(f"{OFFERING}#{part}")
    expect(page.locator(f"#{part}")).to_be_in_viewport()


def test_paper_shows_facts_and_sources_without_what_only_a_screen_can_do(catalogue, page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(OFFERING)
    expect(page.locator(".notes")).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    page.goto(f"{LIST}?delivery=online")
    expect(page.locator("#finder")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".card").first).to_be_visible()
    wide = page.locator(".results").bounding_box()["width"]
    assert wide > 0.9 * page.viewport_size["width"]


def test_chosen_colours_of_the_reader_keep_edges_and_marks(catalogue, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{LIST}?delivery=online")
    expect(page.get_by_role("button", name="Apply filters")).not_to_have_css("border-top-width", "0px")
    expect(page.locator(".site-nav a:not([aria-current])").first).to_have_css("border-bottom-width", "0px")
    expect(page.locator(".site-nav a[aria-current]")).to_have_css("border-bottom-width", "3px")
