"""Drawings: well-formed, escaped, named, rounded, the same each time; strokes differ in shape."""

import re
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString

from catalogue.environment import ROOT
from catalogue.languages import FRENCH, speaking
from catalogue.models.vocabulary import Force
from catalogue.pictures import Box, Drawing, English, Point, Stroke, stroke_key
from catalogue.views.firmness import FIRMNESS

SVG = "{http://www.w3.org/2000/svg}"


def _parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def _drawn(**fields: str) -> str:
    drawing = Drawing("money", "Where <money> goes", "Two & one.")
    left = drawing.box(Box.around(("Federal “share”", "$2 million <b>"), x=0, y=0, width=180, **fields))
    right = drawing.box(Box.around(("Investment",), x=320, y=77.77777, width=180))
    drawing.line(left.right, right.left, Stroke.MAY, "may & can")
    return drawing.svg()


def test_what_is_written_is_escaped_and_safe_to_show():
    svg = _drawn()
    assert isinstance(svg, SafeString)
    root = _parsed(svg)
    assert root.findtext(f"{SVG}title") == "Where <money> goes"
    assert "may & can" in [text.findtext(f"{SVG}tspan") for text in root.iter(f"{SVG}text")]


def test_title_and_description_name_the_drawing():
    root = _parsed(_drawn())
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == ["money-title", "money-desc"]
    assert {each.attrib["id"] for each in root if "id" in each.attrib} == {"money-title", "money-desc"}


def test_a_drawing_with_links_is_a_group_and_its_links_have_names():
    root = _parsed(_drawn(url="/funding/?a=1&b=2", name="Federal share, $2 million"))
    assert root.attrib["role"] == "group"
    link = root.find(f"{SVG}a")
    assert link.attrib == {"href": "/funding/?a=1&b=2", "aria-label": "Federal share, $2 million"}


def test_it_is_as_large_as_what_stands_in_it():
    drawing = Drawing("a", "A")
    box = drawing.box(Box.around(("Words",), x=300, y=50, width=100))
    root = _parsed(drawing.svg())
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    assert left + width >= 400
    assert top + height >= 50 + box.height
    assert root.attrib["width"].endswith("em")


def test_nothing_is_inline_and_numbers_are_short():
    svg = _drawn()
    assert "style=" not in svg
    assert "77.8" in svg
    assert "77.77" not in svg
    assert svg == _drawn()


def test_lines_lie_under_words_and_words_under_boxes():
    svg = _drawn()
    assert svg.index("picture-line") < svg.index("picture-word") < svg.index("picture-box")


@pytest.mark.parametrize(
    "words", [("Short",), ("A title that needs several lines of a box", "and a note", "and one more")]
)
def test_a_box_is_as_high_as_its_text(words):
    box = Box.around(words, x=0, y=0, width=140)
    drawing = Drawing("a", "A")
    drawing.box(box)
    baselines = [float(span.attrib["y"]) for span in _parsed(drawing.svg()).iter(f"{SVG}tspan")]
    assert len(baselines) == len(box.lines) + len(box.notes)
    assert box.y < min(baselines)
    assert max(baselines) < box.bottom.y
    assert baselines == sorted(set(baselines))


def test_strokes_differ_without_colour():
    keys = {stroke: stroke_key(stroke) for stroke in Stroke}
    assert len(set(keys.values())) == len(Stroke)
    closed = {Stroke.NO, Stroke.NOT_YET}
    assert {stroke for stroke, key in keys.items() if "picture-bar" in key} == closed
    assert {stroke for stroke, key in keys.items() if "picture-head" not in key} == closed


def test_each_answer_on_credit_has_a_line_that_no_other_has():
    """By dashes and by its end; the style sheet draws the first, the drawing the second."""
    sheet = (ROOT / "static/css/components/picture.css").read_text()
    lines = set()
    for firmness in FIRMNESS.values():
        name = f".picture-{firmness.stroke.value}"
        rules = re.findall(r"([^{}]*){([^}]*)}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
        dashes = [
            re.findall(r"stroke-dasharray: ([^;]+)", body) for head, body in rules if re.search(rf"{name}\b", head)
        ]
        lines.add((str(dashes), "picture-bar" in stroke_key(firmness.stroke)))
    assert len(lines) == len(FIRMNESS) == len(Force)
    assert len({firmness.stroke for firmness in FIRMNESS.values()}) == len(FIRMNESS)


def test_keys_are_hidden_from_screen_readers():
    keys = {stroke: stroke_key(stroke) for stroke in Stroke}
    assert all('aria-hidden="true"' in key for key in keys.values())


@pytest.mark.parametrize("end", [(100, 50), (100, 0), (0, 100), (-100, 50)])
def test_an_arrow_ends_where_its_line_ends(end):
    drawing = Drawing("a", "A")
    drawing.line(Point(0, 0), Point(*end))
    head = next(each for each in _parsed(drawing.svg()).iter(f"{SVG}path") if each.attrib["class"] == "picture-head")
    assert head.attrib["d"].startswith(f"M{end[0]} {end[1]}L")


def test_words_of_a_box_around_others_stay_at_its_top():
    def first_line(height: float, at_top: bool) -> float:
        box = Box(0, 0, 200, height, ("Larger sum",), words_at_top=at_top)
        text = next(_parsed(f"<svg>{box.svg()}</svg>").iter(f"{SVG}text"))
        return float((text if "y" in text.attrib else text[0]).attrib["y"])

    assert first_line(300, at_top=True) == first_line(60, at_top=True) < 40
    assert first_line(300, at_top=False) > 100


def test_words_that_stay_english_say_so_in_a_french_drawing():
    def drawn() -> str:
        return Box.around((English("A long title of a program"), "une école"), x=0, y=0, width=120).svg()

    assert "lang=" not in drawn()
    with speaking(FRENCH):
        lines = re.findall(r"<tspan[^>]*>([^<]*)", drawn())
        english = re.findall(r'<tspan[^>]* lang="en">([^<]*)', drawn())
    assert " ".join(english) == "A long title of a program"
    assert lines == [*english, "une école"]
