"""The copy to take away in a browser, from a folder: going about in it, barriers, and large print on paper."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from catalogue.take_away.building import build
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_barriers import faults
from tests.catalogue_data import load_documents
from tests.factories import make_institution, make_offering, make_price, make_sector
from tests.pages.other_pages import cite, make_source

POINT = 96 / 72  # CSS pixels
LARGE = 18

SIZES = """() => {
    const sizes = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (walker.currentNode.data.trim() && parent.checkVisibility() && !parent.closest('.vh'))
            sizes.push(parseFloat(getComputedStyle(parent).fontSize));
    }
    return sizes;
}"""
# The page number that the first sheet has, on every sheet.
ALWAYS_ONE = f'@page {{ @bottom-center {{ font: 700 {LARGE}pt sans-serif; content: "1"; }} }}'


def sheets(page: Page) -> list[bytes]:
    """What is drawn on each sheet when the page is printed, in the words of PDF."""
    printed = page.pdf(prefer_css_page_size=True)
    packed = re.findall(rb"stream\r?\n(\x78.*?)endstream", printed, re.DOTALL)
    drawn = [each for each in map(unpacked, packed) if b"\nBT\n" in each]
    assert len(drawn) == len(re.findall(rb"/Type\s*/Page\b", printed))
    return drawn


def unpacked(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed)


@pytest.fixture
def folder(transactional_db, full: bool, tmp_path: Path) -> Path:
    """The copy of the documents' entries in make full; else of two programs, which takes a tenth of the time."""
    if full:
        load_documents()
    else:
        school = make_institution("Example College", slug="example", region="vancouver-island-coast", kind="college")
        wood = make_offering("Wood", slug="wood", provider=school, sectors=(make_sector("trades", slug="trades"),))
        cite(make_price(wood, 200), make_source(title="A guide", short_title="Guide"))
        make_offering("Metal", slug="metal", provider=school)
    build(tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def offline(browser, folder: Path) -> BrowserContext:
    """Without a connection."""
    context = browser.new_context(viewport={"width": NARROW, "height": 900}, offline=True)
    yield context
    context.close()


@pytest.fixture
def scriptless(browser, folder: Path) -> BrowserContext:
    """Without a connection and without JavaScript."""
    context = browser.new_context(offline=True, java_script_enabled=False)
    yield context
    context.close()


def test_one_goes_from_the_first_page_to_a_program_and_back(scriptless, folder) -> None:
    page = scriptless.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="A to Z").click()
    program = page.locator(".copy-list a").first
    title = program.text_content()
    program.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Find a short program")
    assert [each for each in asked if not each.startswith(folder.as_uri())] == []


def test_no_page_of_it_shuts_anybody_out(offline, folder, axe, full) -> None:
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]
    found = {}
    page = offline.new_page()
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        for name in names if full else ("index.html", "booklets/region-vancouver-island-coast.html"):
            page.goto((folder / name).as_uri())
            found[name, width] = [*axe(page), *faults(page, width)]
    assert {name: each for name, each in found.items() if each} == {}


def test_a_booklet_is_printed_in_large_type_with_page_numbers(offline, folder) -> None:
    page: Page = offline.new_page()
    page.goto((folder / "booklets/region-vancouver-island-coast.html").as_uri())
    programs = page.locator(".booklet-program").count()
    page.emulate_media(media="print")
    assert min(page.evaluate(SIZES)) >= LARGE * POINT - 0.01
    numbered = sheets(page)
    # A cover, the contents, each program on a new page, the sources.
    assert len(numbered) >= programs + 3
    assert len({*numbered}) == len(numbered)
    page.add_style_tag(content=ALWAYS_ONE)
    same = [own == one for own, one in zip(numbered, sheets(page), strict=True)]
    assert same == [True, *[False] * (len(numbered) - 1)], "the first has this number at the foot, all others another"
