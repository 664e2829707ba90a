"""Boxes with wrapped text: they know their size and where lines may start and end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.safestring import SafeString

from .marks import OUTLINE, element, rounded, text_lines
from .text import LEADING, SIZE, SMALL, like, wrap

_PADDING_X, _PADDING_Y = 14, 12


class Point(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A box of wrapped text, a link where `url` is given. `name` is what a screen reader says of the link.

    `look` is one of «plain», «target», «quiet», «total»; each has its own shape or frame beside its colour. The words
    stand in the middle, or at the top of a box that is drawn around others.
    """

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()
    look: str = "plain"
    url: str = ""
    name: str = ""
    words_at_top: bool = False

    @classmethod
    def around(
        cls,
        words: Sequence[str],
        *,
        x: float,
        y: float,
        width: float,
        look: str = "plain",
        url: str = "",
        name: str = "",
        at_least: float = 0,
    ) -> Box:
        """A box as high as its text needs, or higher: the first words stand in bold, all further ones small beneath."""
        room = width - 2 * _PADDING_X
        lines = tuple(like(words[0], line) for line in wrap(words[0], room, bold=True))
        notes = tuple(like(note, line) for note in words[1:] for line in wrap(note, room, SMALL))
        height = max(at_least, _text_height(lines, notes) + 2 * _PADDING_Y)
        return cls(x, y, width, height, lines, notes, look, url, name)

    @property
    def left(self) -> Point:
        return Point(self.x, self.y + self.height / 2)

    @property
    def right(self) -> Point:
        return Point(self.x + self.width, self.y + self.height / 2)

    @property
    def top(self) -> Point:
        return Point(self.x + self.width / 2, self.y)

    @property
    def bottom(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height)

    def ports(self, side: Point, count: int) -> list[Point]:
        """So many places for lines on the side of `side` (the box's `left` or `right`), evenly from top to bottom."""
        return [Point(side.x, self.y + self.height * (number + 0.5) / count) for number in range(count)]

    def moved(self, y: float) -> Box:
        return replace(self, y=y)

    def svg(self) -> str:
        shape = element("g", "".join(self._content()), class_=f"picture-box picture-{self.look}")
        return element("a", shape, href=self.url, aria_label=self.name) if self.url else shape

    def _content(self) -> Iterator[str]:
        corner = 4 if self.look != "target" else min(self.height / 2, 18)
        yield element("rect", x=self.x, y=self.y, width=self.width, height=self.height, rx=corner, **OUTLINE)
        above = _PADDING_Y if self.words_at_top else (self.height - _text_height(self.lines, self.notes)) / 2
        x, baseline = self.x + _PADDING_X, self.y + above + SIZE
        yield text_lines(self.lines, x, baseline, SIZE * LEADING, "picture-strong")
        if self.notes:
            baseline += len(self.lines) * SIZE * LEADING - (SIZE - SMALL)
            yield text_lines(self.notes, x, baseline, SMALL * LEADING, "picture-small")

    def reach(self) -> Point:
        """The corner that the drawing must hold."""
        return Point(rounded(self.x + self.width), rounded(self.y + self.height))


def _text_height(lines: Sequence[str], notes: Sequence[str]) -> float:
    return (len(lines) * SIZE + len(notes) * SMALL) * LEADING


def frame_key(look: str) -> SafeString:
    """A small sample of a frame, to stand beside its word in a key. Hidden from screen readers: the word says it."""
    sample = element("rect", x=3, y=2, width=44, height=16, rx=4, **OUTLINE)
    shape = element("g", sample, class_=f"picture-box picture-{look}")
    return SafeString(
        element("svg", shape, class_="picture-key", viewBox="0 0 52 20", width=52, height=20, aria_hidden="true")
    )
