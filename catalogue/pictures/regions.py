"""Where each region lies on the tile map of British Columbia: our own drawing, north up, sizes not to scale.

static/css/components/regions.css lays out the check boxes of the list in the same places, in two columns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from .boxes import Box
from .drawing import Drawing


class Place(NamedTuple):
    """Column and row of a tile, and how many columns it takes."""

    column: int
    row: int
    columns: int = 1


COLUMNS = 4
PLACES = {
    "north-coast-nechako": Place(0, 0, 2),
    "northeast": Place(2, 0, 2),
    "cariboo": Place(1, 1, 2),
    "vancouver-island-coast": Place(0, 2),
    "mainland-southwest": Place(1, 2),
    "thompson-okanagan": Place(2, 2),
    "kootenay": Place(3, 2),
    "outside-bc": Place(0, 3, 2),
    "not-stated": Place(2, 3, 2),
}
# The same for a phone, on which four columns do not fit: what lies west of its neighbour stands below it.
TALL_PLACES = {
    "north-coast-nechako": Place(0, 0),
    "northeast": Place(1, 0),
    "cariboo": Place(0, 1, 2),
    "mainland-southwest": Place(0, 2),
    "thompson-okanagan": Place(1, 2),
    "vancouver-island-coast": Place(0, 3),
    "kootenay": Place(1, 3),
    "outside-bc": Place(0, 4),
    "not-stated": Place(1, 4),
}
_WIDE, _HIGH, _GAP, _APART = 140, 92, 6, 18


class Tile(NamedTuple):
    """A region: its slug, its words, the words beneath them, and where the tile leads (nowhere: empty)."""

    region: str
    words: str
    note: str
    url: str


def region_map(tiles: list[Tile], title: str, description: str = "", *, tall: bool = False) -> Drawing:
    """The map of these regions, every row as high as its highest tile; KeyError for a region that has no place.

    What lies on no map stands below it, a little apart: the last row of either shape.
    """
    places = TALL_PLACES if tall else PLACES
    boxes = [(places[tile.region], _box(tile, places[tile.region])) for tile in tiles]
    drawing = Drawing("regions-tall" if tall else "regions", title, description)
    off_the_map = max(place.row for place in places.values())
    top = 0.0
    for row in sorted({place.row for place, _ in boxes}):
        top += _APART * (row == off_the_map)
        inside = [box for place, box in boxes if place.row == row]
        height = max(box.height for box in inside)
        for box in inside:
            drawing.box(replace(box, y=top, height=height))
        top += height + _GAP
    return drawing


def _box(tile: Tile, place: Place) -> Box:
    return Box.around(
        (tile.words, tile.note),
        x=place.column * (_WIDE + _GAP),
        y=0,
        width=place.columns * _WIDE + (place.columns - 1) * _GAP,
        look="plain" if tile.url else "quiet",
        url=tile.url,
        name=f"{tile.words}, {tile.note}" if tile.url else "",
        at_least=_HIGH,
    )
