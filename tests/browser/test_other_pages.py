"""Institutions, sectors, money, sources and about in a browser: no barriers, narrow enough, one page of paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from funding.models import FundingSource


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
