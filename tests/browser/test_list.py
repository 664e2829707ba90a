"""The list in a browser: its table, the box that narrows a long facet, the drawer, how much fits on a screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW
from tests.factories import make_institution, make_offering

LIST = "/microcredentials/"
TABLE = f"{LIST}?view=table"


def _facet(page: Page, name: str) -> Locator:
    return page.locator("details.facet").filter(has=page.locator(f"[data-facet={name}]"))


def _shown(facet: Locator) -> list[str]:
    return facet.locator(".option:visible > span:first-of-type").all_inner_texts()


@pytest.fixture
def schools(transactional_db) -> None:
    for name in "Ab Cé De Fg Hi Jk Lm No Pq Rs Tu".split():
        make_offering(f"Course of {name}", provider=make_institution(f"School {name}", slug=name.lower()[:1]))


def test_a_long_facet_is_narrowed_by_keyboard_and_says_how_many_remain(schools, page: Page) -> None:
    page.goto(LIST)
    facet = _facet(page, "provider")
    facet.locator("summary").press("Enter")
    facet.get_by_role("checkbox", name="School Tu").check()
    box = facet.get_by_label("Narrow this list")
    box.press_sequentially("ce")
    assert _shown(facet) == ["School Cé", "School Tu"]
    expect(facet.get_by_role("status")).to_have_text("2 of 12 shown")
    box.press("Enter")
    expect(box).to_have_value("ce")  # it has sent nothing
    box.press("Escape")
    assert len(_shown(facet)) == 12
    expect(facet.get_by_role("status")).to_have_text("")
    box.fill("rs")
    box.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_text("2 of 11 offerings")
    assert page.url.endswith("?q=&provider=r&provider=t")


def test_without_scripts_a_long_facet_is_whole(schools, plain_page: Page) -> None:
    plain_page.goto(LIST)
    facet = _facet(plain_page, "provider")
    facet.locator("summary").click()
    expect(facet.locator(".narrow")).to_be_hidden()
    assert len(_shown(facet)) == 12


def test_in_the_drawer_the_button_that_applies_is_in_reach(catalogue, narrow_page: Page) -> None:
    narrow_page.goto(f"{LIST}?delivery=online")
    narrow_page.get_by_role("button", name="Filters (1)").click()
    apply = narrow_page.get_by_role("button", name="Apply filters")
    expect(apply).to_be_in_viewport(ratio=1)
    last = narrow_page.locator("#finder summary").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=1)
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= apply.bounding_box()["y"]
    narrow_page.get_by_role("link", name="Clear filters").click()
    expect(narrow_page.locator("#results")).to_have_text("16 offerings, and 1 that has ended")


def test_the_head_of_the_table_stays_in_sight(catalogue, page: Page) -> None:
    page.goto(TABLE)
    page.get_by_role("row", name="UBCx courses on edX").scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    expect(page.get_by_role("columnheader", name="Counts toward").first).to_be_in_viewport(ratio=1)
    row = page.get_by_role("row").nth(3)
    tops = {round(cell.bounding_box()["y"]) for cell in row.locator("th, td").all()}
    assert len(tops) == 1  # cells of a row stand side by side
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="Online").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("#results")).to_have_text("5 of 16 offerings, and 1 that has ended")
    assert page.get_by_role("table").count() == 2


def test_on_a_phone_a_keyboard_scrolls_the_table_and_the_programs_stay_in_sight(catalogue, narrow_page: Page) -> None:
    narrow_page.goto(TABLE)
    box = narrow_page.get_by_role("region", name="Programs, with what is stated of each")
    expect(narrow_page.get_by_role("columnheader", name="Choose").first).not_to_be_in_viewport()
    box.focus()
    expect(box).to_have_css("outline-style", "solid")
    for _ in range(20):
        narrow_page.keyboard.press("ArrowRight")
    expect(narrow_page.get_by_role("columnheader", name="Choose").first).to_be_in_viewport()
    first = narrow_page.get_by_role("rowheader").first
    assert 0 <= first.bounding_box()["x"] < NARROW / 4


def test_five_cards_of_which_little_is_stated_fit_on_a_screen(transactional_db, page: Page) -> None:
    for name in "One Two Three Four Five".split():
        school = make_institution(f"{name} College", slug=name.lower())
        make_offering(
            f"{name} course in something", provider=school, summary="A short course. " * 8, audience="People at work"
        )
    page.goto(LIST)
    boxes = [card.bounding_box() for card in page.locator(".card").all()]
    assert len(boxes) == 5
    assert boxes[-1]["y"] + boxes[-1]["height"] - boxes[0]["y"] <= 900


def test_paper_shows_the_table_whole(catalogue, new_page) -> None:
    page = new_page(width=690)  # a sheet of paper
    page.emulate_media(media="print")
    page.goto(f"{TABLE}&delivery=online")
    expect(page.get_by_text("How you learn: Online")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heads = page.get_by_role("columnheader").all()[:8]
    assert min(head.bounding_box()["width"] for head in heads) > 40


def test_the_regions_to_filter_by_lie_as_on_the_map(catalogue, page: Page) -> None:
    page.goto(LIST)
    facet = _facet(page, "region")
    facet.locator("summary").click()
    place = {
        region: facet.locator(f"li[data-value={region}]").bounding_box()
        for region in ("northeast", "cariboo", "kootenay")
    }
    assert place["northeast"]["y"] < place["cariboo"]["y"] < place["kootenay"]["y"]
    assert place["cariboo"]["x"] < place["kootenay"]["x"]
