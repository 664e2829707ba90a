"""The page of regions: map and list hold the same counts, and each count is what the list of programs finds."""

from __future__ import annotations

import pytest

from catalogue.search import Search
from catalogue.search.facets import NOT_STATED
from institutions.models import Region
from tests.pages.elements import Element, page
from tests.pages.other_pages import broken, prose_grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, documents) -> Element:
    return page(client.get("/regions/"))


def _tiles(whole: Element, shape: str) -> dict[str, str]:
    """Words and count of each tile of the map."""
    boxes = whole.one(cls=shape).all("g", cls="picture-box")
    return {box.one(cls="picture-strong").text: box.one(cls="picture-small").text for box in boxes}


def _rows(whole: Element) -> dict[str, str]:
    rows = whole.one(cls="counted-list").all(cls="counted-link")
    labels = [(row.all(cls="counted-link-label") or row.all(cls="region-none"))[0].text for row in rows]
    return dict(zip(labels, [row.one(cls="counted-link-count").text for row in rows], strict=True))


def _links(part: Element) -> list[str]:
    return sorted(link.attributes["href"] for link in part.all("a") if "region=" in link.attributes["href"])


@pytest.mark.parametrize("shape", ["map-wide", "map-tall"])
def test_the_map_and_the_list_say_the_same(shown, shape):
    assert _tiles(shown, shape) == _rows(shown)
    assert len(_rows(shown)) == len(Region.values) + 1
    assert _links(shown.one(cls=shape)) == _links(shown.one(cls="counted-list"))


def test_a_count_is_what_the_list_finds(shown, client):
    rows = _rows(shown)
    labels = {str(region.label): region.value for region in Region} | {"Region not stated": NOT_STATED}
    for label, region in labels.items():
        found = Search(f"region={region}")
        assert not found.problems
        assert rows[label].split()[0] == str(found.total)
    for address in _links(shown):
        listed = page(client.get(address))
        results = [each for each in listed.everything() if "data-slug" in each.attributes]
        assert len(results) == Search(address.split("?")[1]).total


def test_only_regions_with_offerings_are_links(shown):
    assert len(_links(shown)) == 3 * sum(count.split()[0] != "0" for count in _rows(shown).values())


def test_it_says_what_region_means(shown):
    text = shown.one("main").text
    assert "where the school is, never where a program is taught" in text
    assert "not that there are none" in text


def test_it_reads_easily_and_every_link_has_an_end(shown):
    assert prose_grade(shown) <= 8
    assert broken(shown) == []


def test_it_asks_once_for_schools(client, documents, assert_page_queries):
    with assert_page_queries(1):
        client.get("/regions/")
