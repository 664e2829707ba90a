"""Lines in named styles. Each style differs in its shape, never in colour alone, and each line can carry its word."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from math import hypot

from django.utils.html import escape
from django.utils.safestring import SafeString

from .boxes import Point
from .marks import OUTLINE, element, rounded, text_lines
from .text import LEADING, SMALL, text_width

_HEAD = 7
_BAR = 8
_KEY_WIDTH = 64  # room for the longest dashes twice


class Stroke(Enum):
    """How firmly a line holds: each has dashes of its own, and a bar at the end where the way is closed, for now or for
    good; thin for a part. The value is its class.
    """

    FIRM = "firm"
    SOME = "some"
    MAY = "may"
    GENERAL = "general"
    FUTURE = "future"
    NOT_YET = "not-yet"
    NO = "no"
    PART = "part"


_CLOSED = (Stroke.NOT_YET, Stroke.NO)


def line(points: Sequence[Point], stroke: Stroke, says: str = "") -> str:
    """A line through these points, with an arrow at its end, or a bar where the stroke says no or not yet.

    `says` is what the line tells as a sentence: for screen readers, and where a mouse rests on it.
    """
    *_, before, end = points
    path = element("path", d=_curve(points), class_="picture-path", **OUTLINE)
    tip = _bar(before, end) if stroke in _CLOSED else _arrow(before, end)
    told = element("title", escape(says)) if says else ""
    return element("g", told + path + tip, class_=f"picture-line picture-{stroke.value}")


def line_word(words: str, place: Point) -> str:
    """The words of a line, on a ground of their own, with their middle in this place."""
    width, height = text_width(words, SMALL) + 8, SMALL * LEADING
    ground = element(
        "rect",
        x=place.x - width / 2,
        y=place.y - height / 2,
        width=width,
        height=height,
        class_="picture-ground",
        fill="none",
    )
    return ground + text_lines((words,), place.x, place.y + SMALL * 0.34, height, "picture-word", "middle")


def stroke_key(stroke: Stroke) -> SafeString:
    """A short sample of a stroke, to stand beside its word in a key. Hidden from screen readers: the word says it."""
    sample = line((Point(2, 10), Point(_KEY_WIDTH - 6, 10)), stroke)
    box = f"0 0 {_KEY_WIDTH} 20"
    return SafeString(
        element("svg", sample, class_="picture-key", viewBox=box, width=_KEY_WIDTH, height=20, aria_hidden="true")
    )


def _curve(points: Sequence[Point]) -> str:
    """Flat at each point, so that lines through several points run smoothly and arrows point straight."""
    start, *others = points
    path, at = f"M{rounded(start.x)} {rounded(start.y)}", start
    for point in others:
        middle = rounded((at.x + point.x) / 2)
        if rounded(at.y) == rounded(point.y):
            path += f"H{rounded(point.x)}"
        elif rounded(at.x) == rounded(point.x):
            path += f"V{rounded(point.y)}"
        else:
            path += f"C{middle} {rounded(at.y)} {middle} {rounded(point.y)} {rounded(point.x)} {rounded(point.y)}"
        at = point
    return path


def _direction(before: Point, end: Point) -> Point:
    """The way in which a line arrives: sideways, or straight up or down where it comes from there."""
    dx, dy = end.x - before.x, end.y - before.y
    if rounded(dx) == 0:
        return Point(0, dy / (hypot(dx, dy) or 1))
    return Point(1 if dx > 0 else -1, 0)


def _arrow(before: Point, end: Point) -> str:
    way = _direction(before, end)
    foot = Point(end.x - way.x * _HEAD, end.y - way.y * _HEAD)
    half = _HEAD * 0.6
    corners = (
        end,
        Point(foot.x - way.y * half, foot.y + way.x * half),
        Point(foot.x + way.y * half, foot.y - way.x * half),
    )
    path = "L".join(f"{rounded(corner.x)} {rounded(corner.y)}" for corner in corners)
    return element("path", d=f"M{path}Z", class_="picture-head")


def _bar(before: Point, end: Point) -> str:
    """A bar across the end, a little before the box: this way is closed."""
    way = _direction(before, end)
    foot = Point(end.x - way.x * _HEAD, end.y - way.y * _HEAD)
    ends = Point(foot.x - way.y * _BAR, foot.y + way.x * _BAR), Point(foot.x + way.y * _BAR, foot.y - way.x * _BAR)
    path = "L".join(f"{rounded(each.x)} {rounded(each.y)}" for each in ends)
    return element("path", d=f"M{path}", class_="picture-bar", **OUTLINE)
