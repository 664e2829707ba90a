"""The picture of a link preview: its size, that it says what its text says, and that long texts are cut."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from PIL import ImageFont

from catalogue.pictures.preview import HEIGHT, SIZE, WIDTH, Preview, lines, preview_png

PREVIEW = Preview(
    site="Catalogue",
    title="Wood and glue",
    who="Example College, Example University",
    facts=(("Time", "Six weeks", True), ("Cost", "Not stated", False)),
    note="Listed in a 2021 guide",
)


def _face(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """Pillow's own letters: those of the site are not on every machine."""
    return ImageFont.load_default(size)


def test_it_is_a_png_of_the_size_that_previews_have():
    drawn = preview_png(PREVIEW, _face)
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn[16:24]) == SIZE
    assert len(drawn) < 60_000
    assert drawn == preview_png(PREVIEW, _face)


def test_picture_and_text_say_the_same():
    drawn = [line.text for line in lines(PREVIEW, _face)]
    assert drawn == [
        "Catalogue",
        "Wood and glue",
        "Example College, Example University",
        *("Time", "Six weeks", "Cost", "Not stated"),
        "Listed in a 2021 guide",
    ]
    assert PREVIEW.words == (
        "Wood and glue. Example College, Example University. Time: Six weeks. Cost: Not stated. Listed in a 2021 guide"
    )
    inks = {line.text: line.ink for line in lines(PREVIEW, _face)}
    assert (inks["Six weeks"], inks["Not stated"]) == ("text", "quiet")


@pytest.mark.parametrize(
    "title", ["long words " * 60, "x" * 5000, "", "one two three four five six seven eight nine ten"]
)
def test_nothing_runs_over_the_edge(title):
    whole = replace(PREVIEW, title=title, who=title, note=title, facts=(("Time", title, True),) * 4)
    places = [*lines(whole, _face)]
    for line in places:
        left, _top, right, bottom = _face(line.size, line.bold).getbbox(line.text)
        assert line.x + right - left <= WIDTH - 60, line
        assert line.y + bottom <= HEIGHT, line
    titles = [line for line in places if line.ink == "heading"]
    assert len(titles) <= 3
    assert max((line.y + 64 for line in titles), default=0) <= min(line.y for line in places if line.ink == "quiet")
