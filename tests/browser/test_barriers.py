"""No kind of page shuts anybody out: what axe sees, and what it does not. Widths, colours, enlarged, by keyboard.

`make full` looks at each page in each width and colour scheme. The quick run has each width and each scheme once, and
shows each page to axe, which takes most of the time, in one of the three.
"""

from __future__ import annotations

from itertools import product

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

STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({ visibilityProperty: true })).length"""

PAGE_WIDTH = "document.documentElement.scrollWidth"

# What is cut off inside its own box although it could be read: a box that scrolls can be scrolled by keyboard.
CUT_OFF = """() => [...document.querySelectorAll('main *')]
    .filter(e => e.checkVisibility() && !e.matches('.vh, .vh *, svg *, input'))
    .filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""


def faults(page: Page, width: int) -> list[str]:
    """What shuts somebody out of a page as it stands and axe does not see, also once its reader has spaced the text."""
    found = [*page.evaluate(SMALL_TARGETS, SMALLEST_TARGET), *page.evaluate(CUT_OFF)]
    if page.evaluate(PAGE_WIDTH) > width:
        found.append("wider than the screen")
    page.evaluate(READERS_SHEET, SPACED)
    if page.evaluate(PAGE_WIDTH) > width:
        found.append("wider than the screen with text spaced")
    return found + [f"spaced: {each}" for each in page.evaluate(CUT_OFF)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"width", "scheme"} <= set(metafunc.fixturenames):
        looks = QUICK if not metafunc.config.getoption("--full") else product((NARROWEST, NARROW, WIDE), SCHEMES)
        metafunc.parametrize(("width", "scheme"), list(looks))


def test_no_page_shuts_anybody_out(catalogue, new_page, axe, full: bool, width: int, scheme: str) -> None:
    page, found = new_page(width=width), {}
    page.emulate_media(**SCHEMES[scheme])
    turn = None if full else QUICK.index((width, scheme))
    for number, (name, address) in enumerate(PAGES.items()):
        is_turn = turn in (None, number % len(QUICK))
        # Where there is least room most breaks: there the quick run probes every page.
        if is_turn or width == NARROWEST:
            page.goto(address)
            found[name] = [*(axe(page) if is_turn else []), *faults(page, width)]
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_no_barrier_in_the_open_drawer(catalogue, narrow_page: Page, axe) -> None:
    narrow_page.goto(LIST)
    narrow_page.get_by_role("button", name="Filters").click()
    assert axe(narrow_page) == []


@pytest.mark.parametrize("address", ["/", f"{LIST}?delivery=online", f"{LIST}?view=table", OFFERING, "/funding/"])
def test_every_stop_of_the_tab_key_is_seen(catalogue, page: Page, address: str) -> None:
    page.goto(address)
    stops = page.evaluate(STOPS)
    for _ in range(min(stops, 60)):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_have_css("outline-style", "solid")
        expect(focused).to_be_in_viewport()
