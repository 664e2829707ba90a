"""Suggestions under the search boxes in a browser: by keyboard, by mouse, read aloud, without scripts, at any size."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import NARROW, NARROWEST, WIDE
from tests.browser.test_barriers import READERS_SHEET, SMALL_TARGETS, SMALLEST_TARGET, SPACED
from tests.factories import make_draft, make_institution, make_offering, make_sector

HOME, LIST, MISSING = BOXES = ("/", "/microcredentials/", "/no-such-page/")
PATIENCE = 120  # milliseconds without a key after which the script asks
WRITING = "/microcredentials/technical-writing/"

# Whether the lower edge of the active option is what one would click there: cut off and covered by nothing.
IS_UNCOVERED = """() => {
    const option = document.querySelector("[role=option][aria-selected=true]");
    const { left, bottom } = option.getBoundingClientRect();
    return option.contains(document.elementFromPoint(left + 8, bottom - 4));
}"""


@pytest.fixture
def programs(transactional_db) -> None:
    """Three programs of a school; «com» finds something in every group, «tech» one program and nothing else."""
    school = make_institution("Community College of the Coast and the Islands", slug="coast")
    topics = make_sector("Commerce"), make_sector("Computing")
    make_offering("Technical writing", slug="technical-writing", provider=school, skills="writing for readers")
    make_offering("Complex systems, and how one can say something about them", provider=school, sectors=topics)
    make_offering("Composting", provider=school, skills="communication\ncompost\ncomputing with tables")


def _box(page: Page) -> Locator:
    return page.locator("input[name=q]")


def _list(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions")


def _active(page: Page) -> Locator:
    return page.get_by_role("option", selected=True)


def _asked(page: Page) -> list[str]:
    """The queries for which suggestions are asked from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.extend(request.url.split("/suggest?")[1:]))
    return asked


def _stop_the_clock(page: Page) -> None:
    """From the next page on its time passes by `run_for` alone: a busy machine may type as slowly as it has to."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def _type(page: Page, text: str, address: str = HOME) -> None:
    page.goto(address)
    _type_here(page, text)


def _type_here(page: Page, text: str) -> None:
    _box(page).press_sequentially(text)
    expect(_list(page)).to_be_visible()


def test_arrows_and_enter_lead_to_the_program_from_every_box(programs, page: Page) -> None:
    for address in BOXES:
        _type(page, "tech", address)
        page.keyboard.press("ArrowDown")
        expect(_active(page)).to_contain_text("Technical writing")
        expect(_box(page)).to_be_focused()
        expect(_box(page)).to_have_attribute("aria-activedescendant", _active(page).get_attribute("id"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{WRITING}")


def test_enter_without_a_choice_searches_for_what_was_typed(programs, page: Page) -> None:
    for address in (HOME, LIST):
        _type(page, "writ", address)
        page.keyboard.press("Enter")
        page.wait_for_url("**/microcredentials/?q=writ*")


def test_escape_closes_and_keeps_the_text(programs, page: Page) -> None:
    _type(page, "com")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(_list(page)).to_be_hidden()
    expect(_box(page)).to_have_value("com")
    expect(_box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(_list(page)).to_be_visible()
    expect(_active(page)).to_have_count(1)


def test_the_arrows_go_round_by_way_of_the_text(programs, page: Page) -> None:
    _type(page, "com")
    options = page.get_by_role("option")
    assert options.count() > 2
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(_active(page)).to_have_count(0)
    assert _box(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(_active(page)).to_have_count(0)
    page.keyboard.type("ex")
    expect(_box(page)).to_have_value("excom")


def test_how_many_there_are_is_announced(programs, page: Page) -> None:
    _type(page, "tech")
    status = page.locator("search").get_by_role("status")
    expect(status).to_have_text("1 suggestion")
    expect(page.get_by_role("group", name="Programs").get_by_role("option")).to_have_count(1)
    _box(page).fill("com")
    expect(status).to_have_text("8 suggestions")
    expect(page.get_by_role("option")).to_have_count(8)
    _box(page).fill("zzzz")
    expect(status).to_have_text("No suggestions")
    expect(_list(page)).to_be_hidden()
    _box(page).fill("")
    expect(status).to_have_text("")


def test_leaving_the_box_closes_the_list(programs, page: Page) -> None:
    _type(page, "com")
    page.keyboard.press("Tab")
    expect(_list(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_a_click_goes_where_the_option_leads(programs, page: Page) -> None:
    _type(page, "com", LIST)
    page.get_by_role("group", name="Schools").get_by_role("option").click()
    page.wait_for_url("**/microcredentials/?provider=coast")
    page.go_back()
    expect(_list(page)).to_be_hidden()


def test_a_tap_goes_where_the_option_leads(programs, browser, live_server) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": NARROW, "height": 740}, base_url=live_server.url)
    page = context.new_page()
    _type(page, "tech")
    page.get_by_role("option").tap()
    page.wait_for_url(f"**{WRITING}")
    context.close()


def test_letters_being_put_together_ask_for_nothing(programs, page: Page) -> None:
    _stop_the_clock(page)
    page.goto(HOME)
    asked = _asked(page)
    _box(page).evaluate(
        """box => {
            box.value = "writing";
            box.dispatchEvent(new InputEvent("input", { isComposing: true }));
        }"""
    )
    page.clock.run_for(300)
    assert asked == []
    _box(page).evaluate("box => box.dispatchEvent(new CompositionEvent('compositionend'))")
    page.clock.run_for(PATIENCE)
    expect(_list(page)).to_be_visible()
    assert asked == ["q=writing"]


def test_only_the_last_of_quickly_typed_letters_is_asked_for(programs, page: Page) -> None:
    _stop_the_clock(page)
    page.goto(HOME)
    asked = _asked(page)
    for letter in "writing":
        _box(page).press(letter)
        page.clock.run_for(PATIENCE - 1)
    assert asked == []
    page.clock.run_for(1)
    expect(_list(page)).to_be_visible()
    assert asked == ["q=writing"]


def test_a_late_answer_is_dropped(programs, page: Page) -> None:
    page.goto(HOME)
    waiting: list[Route] = []
    page.route("**/suggest?q=com", lambda route: waiting.append(route))
    with page.expect_request("**/suggest?q=com"):
        _box(page).fill("com")
    _box(page).fill("tech")
    expect(page.get_by_role("option")).to_have_count(1)
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(200)
    expect(page.get_by_role("option")).to_contain_text("Technical writing")


def test_when_the_site_does_not_answer_the_box_still_searches(programs, page: Page) -> None:
    page.goto(HOME)
    page.route("**/suggest?*", lambda route: route.abort())
    _box(page).press_sequentially("writing")
    page.wait_for_timeout(300)
    expect(_list(page)).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/microcredentials/?q=writing")


def test_without_scripts_the_box_is_an_ordinary_one(programs, plain_page: Page) -> None:
    for address in BOXES:
        plain_page.goto(address)
        _box(plain_page).press_sequentially("tech")
        assert plain_page.locator("[role], [aria-expanded], [aria-controls], .suggestions").count() == 0
        plain_page.keyboard.press("Enter")
        plain_page.wait_for_url("**/microcredentials/?q=tech*")


def test_no_draft_is_suggested(programs, page: Page) -> None:
    make_offering("Weaving of baskets", skills="basket weaving")
    make_draft("Weaving of secrets", skills="weaving in secret")
    _type(page, "weav")
    expect(page.get_by_role("option")).to_have_count(2)
    assert "secret" not in _list(page).inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_axe_finds_no_barrier_in_the_open_list(programs, new_page, axe, width: int, scheme: str) -> None:
    page = new_page(width=width)
    page.emulate_media(color_scheme=scheme)
    for address in BOXES:
        _type(page, "com", address)
        assert axe(page) == [], address
        page.keyboard.press("ArrowDown")
        assert axe(page) == [], address


@pytest.mark.parametrize("width", [NARROWEST, NARROW, WIDE])
def test_the_list_lies_under_the_box_and_moves_nothing(programs, new_page, width: int) -> None:
    page = new_page(width=width)
    for address in BOXES:
        page.goto(address)
        footer = page.locator("footer").bounding_box()
        _type_here(page, "com")  # of another load the lines could be others: its letters may come too late to be used
        assert page.locator("footer").bounding_box() == footer
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []
        box, shown = _box(page).bounding_box(), _list(page).bounding_box()
        assert 0 <= shown["y"] - box["y"] - box["height"] <= 8
        page.keyboard.press("ArrowUp")
        expect(_active(page)).to_be_in_viewport(ratio=0.9)
        assert page.evaluate(IS_UNCOVERED), address


def test_enlarged_four_times_option_and_box_are_in_view(programs, new_page) -> None:
    page = new_page(width=NARROWEST)
    page.set_viewport_size({"width": NARROWEST, "height": 225})
    _type(page, "com", LIST)
    for _ in range(page.get_by_role("option").count()):
        page.keyboard.press("ArrowDown")
        expect(_active(page)).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("ArrowDown")
    expect(_box(page)).to_be_in_viewport()


def test_wider_text_spacing_loses_nothing(programs, narrow_page: Page) -> None:
    _type(narrow_page, "com")
    narrow_page.evaluate(READERS_SHEET, SPACED)
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_chosen_colours_of_the_reader_show_the_active_option(programs, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    _type(page, "com")
    page.keyboard.press("ArrowDown")
    expect(_active(page)).to_have_css("outline-style", "solid")
    expect(page.get_by_role("option", selected=False).first).to_have_css("outline-style", "none")
