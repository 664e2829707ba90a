"""Home, list and offering in a browser: no barriers, by keyboard, without scripts, narrow, enlarged, on paper."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.pages import LIST, OFFERING, PAGES


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
