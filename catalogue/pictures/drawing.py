"""A whole drawing: what stands in it, how large it gets, and the words that stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from .boxes import Box, Point
from .marks import element, rounded, text_lines
from .strokes import Stroke, line, line_word
from .text import LEADING, SIZE, text_width

_EDGE = 4


@dataclass(frozen=True)
class Picture:
    """A finished drawing as the template shows it: `label` names the box that one can scroll."""

    svg: SafeString
    label: str


class Drawing:
    """Collects boxes and lines and writes them as one SVG. Lines lie under boxes, in whatever order they come.

    `name` makes the ids of its title and description, and must differ from those of other drawings on the page.
    The same calls give the same bytes.
    """

    def __init__(self, name: str, title: str, description: str = "") -> None:
        self._name, self._title, self._description = name, title, description
        self._lines: list[str] = []
        self._words: list[str] = []
        self._boxes: list[str] = []
        self._links = False
        self._reach = Point(0, 0)

    def box(self, box: Box) -> Box:
        self._boxes.append(box.svg())
        self._links = self._links or bool(box.url)
        self.extend(box.reach())
        return box

    def line(
        self,
        start: Point,
        end: Point,
        stroke: Stroke = Stroke.FIRM,
        words: str = "",
        *,
        via: Sequence[Point] = (),
        at: Point | None = None,
        says: str = "",
    ) -> None:
        """A line with an arrow, through the points of `via`; its words stand in its middle, or `at` another place.

        `says` is the whole sentence that the line tells: from what to what, and how firmly.
        """
        points = (start, *via, end)
        self._lines.append(line(points, stroke, says))
        if words:
            self._words.append(line_word(words, at or Point((start.x + end.x) / 2, (start.y + end.y) / 2)))
        self.extend(Point(max(point.x for point in points), max(point.y for point in points)))

    def text(self, words: str, x: float, y: float, *, look: str = "picture-heading", anchor: str = "") -> None:
        """One line of text that is no box; `y` is its baseline."""
        self._boxes.append(text_lines((words,), x, y, SIZE * LEADING, look, anchor))
        wide = text_width(words, bold=True) / (1 if not anchor else 2)
        self.extend(Point(x + wide, y + SIZE / 2))

    def extend(self, point: Point) -> None:
        """Make room up to here."""
        self._reach = Point(max(self._reach.x, point.x), max(self._reach.y, point.y))

    def svg(self) -> SafeString:
        """Links inside make it a group with a name; without any it is one image."""
        ids = f"{self._name}-title"
        words = element("title", escape(self._title), id=ids)
        if self._description:
            words += element("desc", escape(self._description), id=f"{self._name}-desc")
            ids += f" {self._name}-desc"
        width, height = self._reach.x + 2 * _EDGE, self._reach.y + 2 * _EDGE
        # In units of the visitor's own letters, so that a drawing grows with them.
        return SafeString(
            element(
                "svg",
                words + "".join([*self._lines, *self._words, *self._boxes]),
                class_="picture-drawing",
                viewBox=f"{-_EDGE} {-_EDGE} {rounded(width)} {rounded(height)}",
                width=_em(width),
                height=_em(height),
                role="group" if self._links else "img",
                aria_labelledby=ids,
            )
        )

    def picture(self, label: str) -> Picture:
        return Picture(self.svg(), label)


def _em(units: float) -> str:
    return f"{round(units / SIZE, 3):g}em"
