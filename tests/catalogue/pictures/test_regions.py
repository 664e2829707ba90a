"""The tile map: each region has a place of its own, and what is drawn is what was given."""

from itertools import combinations

import pytest

from catalogue.environment import ROOT
from catalogue.pictures.regions import COLUMNS, PLACES, TALL_PLACES, Tile, region_map
from catalogue.search.facets import NOT_STATED
from institutions.models import Region


def test_every_region_has_a_place_and_no_place_is_left_over():
    assert set(PLACES) == set(TALL_PLACES) == {*Region.values, NOT_STATED}


@pytest.mark.parametrize(("places", "columns"), [(PLACES, COLUMNS), (TALL_PLACES, 2)])
def test_no_two_tiles_share_a_place(places, columns):
    fields = {
        name: {(place.row, place.column + more) for more in range(place.columns)} for name, place in places.items()
    }
    assert all(not one & other for one, other in combinations(fields.values(), 2))
    assert all(column < columns for taken in fields.values() for _, column in taken)


def test_a_tile_without_an_address_is_no_link():
    tiles = [Tile("cariboo", "Cariboo", "2 offerings", "/somewhere/"), Tile("kootenay", "Kootenay", "0 offerings", "")]
    svg = region_map(tiles, "Regions").svg()
    assert svg.count("<a ") == 1
    assert 'aria-label="Cariboo, 2 offerings"' in svg
    assert "Kootenay" in svg


def test_a_region_that_has_no_place_is_refused():
    with pytest.raises(KeyError):
        region_map([Tile("atlantis", "Atlantis", "", "")], "Regions")


def test_the_filter_of_the_list_has_a_place_for_each_region_too():
    sheet = (ROOT / "static" / "css" / "components" / "regions.css").read_text(encoding="utf-8")
    assert all(f'[data-facet="region"][data-value="{region}"]' in sheet for region in PLACES)
