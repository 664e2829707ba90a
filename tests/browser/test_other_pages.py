"""Institutions, sectors, money, sources and about in a browser: no barriers, narrow enough, one page of paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from funding.models import FundingSource
from tests.browser.conftest import NARROW


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_each_page_of_money_prints_on_one_page(catalogue, page: Page, paper: str) -> None:
    for slug in ["", *(f"{slug}/" for slug in FundingSource.objects.values_list("slug", flat=True))]:
        page.goto(f"/funding/{slug}")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1, slug


def test_a_number_leads_to_its_source_and_back(catalogue, page: Page) -> None:
    page.goto("/funding/strongerbc/")
    mark = page.locator("a.mark").first
    note = mark.get_attribute("href")
    mark.press("Enter")
    assert page.url.endswith(note)
    page.locator(f"{note} a.note-about").press("Enter")
    assert page.url.endswith(mark.get_attribute("id"))


def test_what_is_folded_opens_for_a_link_to_it_and_on_paper(catalogue, new_page) -> None:
    page = new_page(width=NARROW, javascript=False)
    page.goto("/sources/education-guide/")
    told = page.locator("#p9 .told-about").first
    expect(told).to_be_hidden()
    page.get_by_role("link", name="Paragraph 9", exact=True).press("Enter")
    expect(told).to_be_visible()
    page.goto("/pathways/")
    mark = page.locator("a.mark").first
    mark.press("Enter")
    expect(page.locator(mark.get_attribute("href"))).to_be_visible()
    page.goto("/about/")
    side = page.locator("details.disagreement .side-source").first
    expect(side).to_be_hidden()
    page.emulate_media(media="print")
    expect(side).to_be_visible()
