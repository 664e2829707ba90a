"""Institutions, sectors, money, sources and about in a browser: no barriers, narrow enough, one page of paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from funding.models import FundingSource
from tests.browser.conftest import NARROW, WIDE

KINDS_OF_PAGE = [
    "/institutions/",
    "/institutions/ubc/",
    "/institutions/bcit/",
    "/institutions/government-of-canada/",
    "/institutions/selkirk/",
    "/sectors/",
    "/sectors/essential-workplace-skills/",
    "/sectors/health-and-human-services/",
    "/funding/",
    "/funding/microcredentials-investment/",
    "/funding/government-not-named/",
    "/pathways/",
    "/pathways/degree/",
    "/pathways/?institution=rru&run=others",
    "/regions/",
    "/sources/",
    "/sources/news-release/",
    "/sources/public-institutions-list/",
    "/coverage/",
    "/about/",
    "/about/privacy/",
    "/about/accessibility/",
    "/fr/microcredentials/",
    "/about/style/",
    "/glossary/",
    "/compare/",
    "/compare/?e=sfu-fass-forward&e=tru-oeru&e=bcit-mass-timber",
    "/shortlist/",
    "/shortlist/?e=sfu-fass-forward&e=tru-oeru&e=bcit-mass-timber",
]
NARROWEST = 320


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_no_barrier(catalogue, new_page, axe, width: int) -> None:
    page = new_page(width=width)
    for address in KINDS_OF_PAGE:
        page.goto(address)
        assert axe(page) == [], address


def test_no_page_is_wider_than_a_narrow_phone(catalogue, new_page) -> None:
    page = new_page(width=NARROWEST)
    for address in KINDS_OF_PAGE:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, address


def test_the_pages_are_whole_without_scripts(catalogue, plain_page: Page) -> None:
    for address in KINDS_OF_PAGE:
        response = plain_page.goto(address)
        assert response.status == 200
        assert plain_page.locator("h1").count() == 1
        assert plain_page.locator("script:not([src^='/static/'][defer])").count() == 0


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
