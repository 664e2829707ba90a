"""A bar of parts as a small SVG. It only repeats numbers that stand beside it in words, so screen readers skip it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString

from catalogue.coverage import Answer
from catalogue.pictures.marks import element

WIDTH, HEIGHT = 200, 12
# The firmer an answer, the higher its part; where sources differ it is two strips: the parts differ without any colour.
_HEIGHTS = {
    Answer.STATED: 12,
    Answer.OURS: 8,
    Answer.OUTSIDE: 6,
    Answer.UNSOURCED: 6,
    Answer.DIFFERS: 12,
    Answer.NOT_STATED: 2,
}
_STRIPS = [(0, 4), (8, 4)]


def bar(tally: Mapping[Answer, int]) -> SafeString:
    """The parts side by side, each as wide as its share of the whole."""
    whole, x, parts = sum(tally.values()) or 1, 0.0, ""
    for answer, high in _HEIGHTS.items():
        wide = WIDTH * tally.get(answer, 0) / whole
        if wide:
            look = f"bar-{answer.value}"
            strips = _STRIPS if answer is Answer.DIFFERS else [(HEIGHT - high, high)]
            for y, thick in strips:
                parts += element("rect", x=x, y=y, width=max(wide - 1, 0.5), height=thick, class_=look)
        x += wide
    view = f"0 0 {WIDTH} {HEIGHT}"
    return SafeString(element("svg", parts, class_="bar", viewBox=view, preserveAspectRatio="none", aria_hidden="true"))
