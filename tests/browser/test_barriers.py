"""No kind of page shuts anybody out: what axe sees, and what it does not. Widths, colours, enlarged, by keyboard.

`make full` looks at each page in each width and colour scheme; the quick run in each width and each scheme once.
"""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, NARROWEST, WIDE
from tests.browser.pages import LIST, OFFERING, PAGES

SCHEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
QUICK = [(NARROWEST, "forced colours"), (NARROW, "dark"), (WIDE, "light")]
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
    .filter(e => e.checkVisibility() && !e.matches('.skip, p a:not(.mark), a.term'))
    .map(e => [e.outerHTML.slice(0, 120), (e.closest('label') || e).getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([html, box]) => `${html} ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`)"""

HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(e => Number(e.tagName[1]))"

# What is cut off inside its own box although it could be read: a box that scrolls can be scrolled by keyboard.
CUT_OFF = """() => [...document.querySelectorAll('main *')]
    .filter(e => e.checkVisibility() && !e.matches('.vh, .vh *, svg *'))
    .filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("width", "scheme"), [*product((NARROWEST, NARROW, WIDE), SCHEMES)])
def test_axe_finds_no_barrier(catalogue, new_page, axe, full: bool, width: int, scheme: str) -> None:
    if not full and (width, scheme) not in QUICK:
        pytest.skip("each width and each scheme once; `make full` has them all")
    page = new_page(width=width)
    page.emulate_media(**SCHEMES[scheme])
    for name, address in PAGES.items():
        page.goto(address)
        assert axe(page) == [], name


def test_axe_finds_no_barrier_in_the_open_drawer(catalogue, narrow_page: Page, axe) -> None:
    narrow_page.goto(LIST)
    narrow_page.get_by_role("button", name="Filters").click()
    assert axe(narrow_page) == []


@pytest.mark.parametrize("width", [NARROWEST, NARROW])
def test_no_page_is_wider_than_the_screen_nor_cuts_words_off(catalogue, new_page, width: int) -> None:
    page = new_page(width=width)
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(CUT_OFF) == [], name


def test_wider_text_spacing_loses_nothing(catalogue, narrow_page: Page) -> None:
    for name, address in PAGES.items():
        narrow_page.goto(address)
        narrow_page.evaluate(READERS_SHEET, SPACED)
        assert narrow_page.evaluate("document.documentElement.scrollWidth") <= NARROW, name
        assert narrow_page.evaluate(CUT_OFF) == [], name


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_targets_are_large_enough(catalogue, new_page, width: int) -> None:
    page = new_page(width=width)
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == [], name


def test_headings_come_in_order_and_nothing_jumps_the_order_of_reading(catalogue, page: Page) -> None:
    for name, address in PAGES.items():
        page.goto(address)
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(below - above <= 1 for above, below in pairwise(levels)), (name, levels)
        assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0, name


@pytest.mark.parametrize("address", ["/", f"{LIST}?delivery=online", f"{LIST}?view=table", OFFERING, "/funding/"])
def test_every_stop_of_the_tab_key_is_seen(catalogue, page: Page, address: str) -> None:
    page.goto(address)
    stops = page.locator("a[href], button, input, summary").count()
    for _ in range(min(stops, 60)):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_have_css("outline-style", "solid")
        expect(focused).to_be_in_viewport()


def test_every_page_is_whole_without_scripts(catalogue, plain_page: Page) -> None:
    for name, address in PAGES.items():
        assert plain_page.goto(address).status in (200, 404), name
        assert plain_page.locator("h1").count() == 1, name
