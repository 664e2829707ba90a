"""Comparing programs and keeping a shortlist in a browser: by keyboard alone, without scripts, and by what it keeps."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROWEST, WIDE

LIST = "/microcredentials/"
FIRST, SECOND, THIRD = CHOSEN = ("sfu-fass-forward", "tru-oeru", "bcit-mass-timber")
QUERY = "&".join(f"e={slug}" for slug in CHOSEN)
ADDRESSES = {
    "how to compare": "/compare/",
    "one program": f"/compare/?e={FIRST}",
    "four programs": f"/compare/?{QUERY}&e=canada-skills-program",
    "only what differs": f"/compare/?{QUERY}&only=differences",
    "left out": f"/compare/?{QUERY}&e=nothing",
    "empty list": "/shortlist/",
    "somebody's list": f"/shortlist/?{QUERY}",
    "long list": f"/shortlist/?{QUERY}&e=canada-skills-program&e=ubcx-courses&e=nothing",
}
KEPT = "JSON.parse(localStorage.getItem('shortlist'))"
KEEP = "text => localStorage.setItem('shortlist', text)"


def _box(page: Page, slug: str):
    return page.locator(f".pick input[value={slug}]")


def _titles(page: Page) -> list[str]:
    return [place.get_attribute("data-slug") for place in page.locator(".shortlist-place").all()]


def _expect_list(page: Page, *slugs: str) -> None:
    """The page of the shortlist with these programs, once it has come."""
    page.wait_for_url(re.compile(rf"\?{'&'.join(f'e={slug}' for slug in slugs)}(#.*)?$"))
    assert _titles(page) == [*slugs]


def _keep(page: Page, slugs: tuple[str, ...], notes: dict[str, str] | None = None) -> None:
    page.goto("/about/")
    page.evaluate(KEEP, json.dumps({"v": 1, "e": slugs, "notes": notes or {}}))


def _pages_of_paper(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter", prefer_css_page_size=True)))


def _tab_to(page: Page, words: str) -> None:
    """Press Tab until something whose words begin so has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || ''")
        if focused.strip().startswith(words):
            expect(page.locator(":focus")).to_have_css("outline-style", "solid")
            return
    raise AssertionError(f"Tab does not lead to “{words}”")


@pytest.mark.parametrize("width", [NARROWEST, WIDE])
def test_axe_finds_no_barrier(catalogue, new_page, axe, width: int, full: bool) -> None:
    """The quick run opens each page at one of the widths."""
    page = new_page(width=width)
    for number, (name, address) in enumerate(ADDRESSES.items()):
        if not full and number % 2 != (width == WIDE):
            continue
        page.goto(address)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    _keep(page, CHOSEN, {FIRST: "Ask Robin."})
    for address in (f"/shortlist/?{QUERY}", f"{LIST}sfu-fass-forward/", LIST):
        page.goto(address)
        assert axe(page) == [], f"{address} with a list of one's own"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_three_programs_are_compared_by_keyboard_alone(catalogue, page: Page) -> None:
    page.goto(LIST)
    for slug in CHOSEN:
        _box(page, slug).focus()
        page.keyboard.press("Space")
    expect(page.locator("#picks [role=status]")).to_have_text("3 programs on your shortlist.")
    expect(page.locator("#picks")).to_be_in_viewport()
    page.get_by_role("button", name="Compare").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/compare/\?{QUERY}$"))
    expect(page.locator("th.compare-program")).to_have_count(3)
    _tab_to(page, "Show only what differs")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("only=differences$"))
    expect(page.locator(".compare-summary")).to_contain_text("it is not known whether they differ")
    _tab_to(page, "Remove")
    page.keyboard.press("Enter")
    expect(page.locator("th.compare-program")).to_have_count(2)


def test_three_programs_are_compared_without_scripts(catalogue, plain_page: Page) -> None:
    plain_page.goto(LIST)
    for slug in CHOSEN:
        _box(plain_page, slug).press("Space")
    plain_page.get_by_role("button", name="Compare").first.press("Enter")
    expect(plain_page.locator("th.compare-program")).to_have_count(3)
    plain_page.locator(".compare-remove").first.press("Enter")
    expect(plain_page.locator("th.compare-program")).to_have_count(2)
    plain_page.get_by_label("Program", exact=True).focus()
    plain_page.keyboard.type("UBCx")
    plain_page.get_by_role("button", name="Add to the table").press("Enter")
    expect(plain_page.locator("th.compare-program").last).to_contain_text("UBCx courses on edX")


@pytest.mark.parametrize("count", [3, 4])
def test_a_comparison_prints_on_its_side_on_few_sheets(catalogue, page: Page, count: int) -> None:
    page.goto(f"/compare/?{QUERY}{'&e=canada-skills-program' * (count - 3)}")
    assert _pages_of_paper(page) <= 2  # smaller type would save a sheet and be hard to read
    page.emulate_media(media="print")
    expect(page.locator(".compare-remove").first).to_be_hidden()
    expect(page.locator(".compare-source").first).to_be_visible()


def test_on_a_phone_each_fact_is_a_block_that_names_the_programs(catalogue, new_page) -> None:
    page = new_page(width=NARROWEST)
    page.goto(f"/compare/?{QUERY}")
    cells = page.locator("tbody tr:not(.compare-group)").first.locator("td")
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert tops == sorted(set(tops))
    expect(cells.first.locator(".compare-whose")).to_have_text("SFU FASS Forward")


def test_a_wide_table_scrolls_in_its_box_under_the_names_of_its_rows(catalogue, new_page) -> None:
    page = new_page(width=700)
    page.goto(f"/compare/?{QUERY}&e=canada-skills-program")
    name = page.locator(".compare-fact").first
    before = name.bounding_box()["x"]
    page.locator(".compare-box").evaluate("box => box.scrollTo(300, 0)")
    assert name.bounding_box()["x"] == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


def test_a_shortlist_is_made_noted_and_printed_by_keyboard_alone(catalogue, page: Page) -> None:
    page.goto(f"{LIST}{FIRST}/")
    _tab_to(page, "Keep on shortlist")
    page.keyboard.press("Enter")
    switch = page.get_by_role("button", name="Keep on shortlist")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".pick-links [role=status]")).to_have_text("1 program on your shortlist.")
    page.goto(LIST)
    expect(_box(page, FIRST)).to_be_checked()
    _box(page, SECOND).focus()
    page.keyboard.press("Space")
    expect(page.locator(".site-nav a", has_text="Shortlist")).to_have_text("Shortlist (2)")
    page.get_by_role("button", name="Open shortlist").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Shortlist of 2 programs")
    page.get_by_label("Your notes: SFU FASS Forward").focus()
    page.keyboard.type("Ask Robin about Mondays.")
    _tab_to(page, "Move down")
    page.keyboard.press("Enter")
    expect(page.locator(".shortlist-place").nth(1)).to_contain_text("SFU FASS Forward")
    assert _titles(page) == [SECOND, FIRST]
    assert page.evaluate(KEPT) == {"v": 1, "e": [SECOND, FIRST], "notes": {FIRST: "Ask Robin about Mondays."}}
    expect(page.get_by_label("Address of this list")).to_have_value(re.compile(rf"\?e={SECOND}&e={FIRST}$"))
    assert _pages_of_paper(page) == 1
    page.emulate_media(media="print")
    expect(page.locator(".shortlist-written", has_text="Ask Robin about Mondays.")).to_be_visible()
    expect(page.locator(".paper-only")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_shortlist_is_made_and_sorted_without_scripts(catalogue, plain_page: Page) -> None:
    plain_page.goto(LIST)
    for slug in (FIRST, SECOND):
        _box(plain_page, slug).press("Space")
    plain_page.get_by_role("button", name="shortlist").first.press("Enter")
    expect(plain_page.locator("h1")).to_have_text("Shortlist of 2 programs")
    assert _pages_of_paper(plain_page) == 1
    first, second = _titles(plain_page)
    plain_page.get_by_role("link", name="Move down").press("Enter")
    _expect_list(plain_page, second, first)
    plain_page.get_by_role("link", name="Remove").first.press("Enter")
    _expect_list(plain_page, first)
    expect(plain_page.get_by_role("textbox")).to_have_count(0)
    expect(plain_page.get_by_role("button", name=re.compile("Copy|Print|Keep"))).to_have_count(0)
    plain_page.get_by_label("Program", exact=True).select_option(SECOND)
    plain_page.get_by_role("button", name="Add to the list").press("Enter")
    _expect_list(plain_page, first, second)


def test_eight_programs_with_notes_print_on_one_sheet(catalogue, page: Page) -> None:
    page.goto(LIST)
    eight = [box.get_attribute("value") for box in page.locator(".pick input").all()][:8]
    _keep(page, eight, dict.fromkeys(eight, "Ask whether evenings are possible."))
    page.goto("/shortlist/")
    expect(page.locator(".shortlist-place")).to_have_count(8)
    assert _pages_of_paper(page) == 1


def test_the_address_of_the_shortlist_leads_to_what_the_browser_keeps(catalogue, page: Page) -> None:
    page.goto("/shortlist/")
    expect(page.locator("main")).to_contain_text("There is nothing on this list yet.")
    _keep(page, (SECOND, "gone-since", FIRST))
    page.goto("/shortlist/")
    expect(page).to_have_url(re.compile(r"/shortlist/\?e="))
    assert _titles(page) == [SECOND, FIRST]
    expect(page.get_by_role("heading", name="A list from an address")).to_be_hidden()
    page.get_by_role("link", name="Go on without what was left out").click()
    expect(page.locator(".problems")).to_have_count(0)
    assert page.evaluate(KEPT)["e"] == [SECOND, FIRST]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Your notes: SFU FASS Forward").fill("A note")
    page.get_by_role("button", name="Empty the list and delete all notes").click()
    expect(page.locator("main")).to_contain_text("There is nothing on this list yet.")
    assert page.evaluate(KEPT) == {"v": 1, "e": [], "notes": {}}


def test_a_shared_list_takes_the_place_of_ones_own_only_when_asked_to(catalogue, page: Page) -> None:
    _keep(page, (THIRD,))
    page.goto(f"/shortlist/?e={FIRST}&e={SECOND}")
    expect(page.get_by_role("link", name="a list of your own")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your notes")).to_have_count(0)
    page.get_by_role("link", name="Remove").first.click()
    assert page.evaluate(KEPT)["e"] == [THIRD]
    page.get_by_role("button", name="Keep this list in my browser").click()
    assert page.evaluate(KEPT)["e"] == [SECOND]
    expect(page.get_by_label("Your notes: Thompson Rivers")).to_be_focused()


@pytest.mark.parametrize(
    "text", ["{", "null", "7", '{"v": 2, "e": ["tru-oeru"]}', '{"v": 1, "e": {"a": 1}, "notes": [7]}']
)
def test_what_cannot_be_read_counts_as_nothing(catalogue, page: Page, text: str) -> None:
    page.goto("/about/")
    page.evaluate(KEEP, text)
    page.goto(f"{LIST}{FIRST}/")
    page.get_by_role("button", name="Keep on shortlist").click()
    assert page.evaluate(KEPT)["e"] == [FIRST]


@pytest.mark.parametrize(
    "trouble",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
    ],
    ids=["blocked", "full"],
)
def test_where_nothing_can_be_kept_the_page_says_so_and_the_address_serves(catalogue, page: Page, trouble: str) -> None:
    page.add_init_script(trouble)
    page.goto(LIST)
    for slug in (FIRST, SECOND):
        _box(page, slug).check()
    expect(page.locator("#picks [role=status]")).to_contain_text("Your browser could not keep this.")
    page.get_by_role("button", name="Open shortlist").first.click()
    expect(page.locator("h1")).to_have_text("Shortlist of 2 programs")
    page.get_by_role("button", name="Keep this list in my browser").click()
    expect(page.locator(".shortlist-said")).to_contain_text("Your browser could not keep this.")


def test_other_tabs_follow(catalogue, page: Page) -> None:
    _keep(page, (FIRST, SECOND))
    page.goto("/shortlist/")
    other = page.context.new_page()
    other.goto(LIST)
    expect(_box(other, FIRST)).to_be_checked()
    page.get_by_role("link", name="Remove").first.click()
    expect(_box(other, FIRST)).not_to_be_checked()
    _box(other, THIRD).check()
    expect(page.locator(f"[data-slug={THIRD}]")).to_be_visible()


def test_the_link_is_copied_or_marked_and_holds_no_note(catalogue, page: Page, live_server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    _keep(page, (FIRST, SECOND), {FIRST: "secret"})
    page.goto("/shortlist/")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".shortlist-said")).to_have_text("The address is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_server.url}/shortlist/?e={FIRST}&e={SECOND}"
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".shortlist-said")).to_contain_text("The address is marked.")
    assert page.evaluate("getSelection().toString()") == copied


def test_notes_and_lists_are_not_sent(catalogue, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data} {request.all_headers()}"))
    _keep(page, (FIRST,), {FIRST: "zqxnote"})
    for address in (LIST, f"{LIST}{SECOND}/", "/shortlist/"):
        page.goto(address)
    assert [each for each in asked if "zqxnote" in each] == []
    assert page.context.cookies() == []
