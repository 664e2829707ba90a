"""The picture of one sum of money, drawn from its steps: wide for a screen or paper, tall for a phone.

Payers stand before the sum, what it is for behind it, and the larger sums are frames around it. A dashed frame or line
with a word is what no source says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.pictures import Box, Drawing, English, Picture, Point, Stroke, frame_key, stroke_key

from .funding_steps import Part, Step

_GAP, _INSET, _LANE = 16, 14, 14
_SIDE, _MIDDLE, _ARROW = 190, 280, 64
_PHONE = 272
_AROUND = (Part.AROUND, Part.MAY_BE_AROUND)


@dataclass(frozen=True)
class Pictures:
    """The same drawing in two shapes, of which a style sheet shows one, and the key to its lines."""

    wide: Picture
    tall: Picture
    key: list[tuple[SafeString, str]]


def pictures(fund_name: str, slug: str, steps: Sequence[Step]) -> Pictures:
    title = _("How the money runs: %(fund)s") % {"fund": fund_name}
    described = _("The table after it says the same in words.")
    wide, tall = Drawing(f"wide-{slug}", title, described), Drawing(f"tall-{slug}", title, described)
    _draw_wide(wide, steps)
    _draw_tall(tall, steps)
    key = [(stroke_key(Stroke.FIRM), _("a source says so"))]
    frames = [frame_key("frame-implied")] if any(step.implied for step in _of(steps, *_AROUND)) else []
    lines = [stroke_key(Stroke.MAY)] if any(step.implied and step.part not in _AROUND for step in steps) else []
    if frames or lines:
        words = _("no source says so: our reading, or from outside the documents")
        key.append((SafeString("".join([*lines, *frames])), words))
    return Pictures(wide.picture(title), tall.picture(_("%(title)s, tall") % {"title": title}), key)


def step_words(step: Step) -> tuple[str, ...]:
    """All that a shape says, its headline first."""
    name = English(step.name) if step.names_money else step.name
    unknown = _("not stated: %(what)s") % {"what": step.unknown} if step.unknown else ""
    return tuple(filter(None, (step.headline, "" if step.part is Part.FOR else name, step.implied, unknown)))


def _of(steps: Sequence[Step], *parts: Part) -> list[Step]:
    return [step for step in steps if step.part in parts]


def _box(step: Step, x: float, y: float, width: float) -> Box:
    look = "total" if step.part is Part.WHOLE else "quiet" if step.implied else "plain"
    if step.part in _AROUND:
        look = "frame-implied" if step.implied else "frame"
    return Box.around(step_words(step), x=x, y=y, width=width, look=look)


def _stroke(step: Step) -> Stroke:
    return Stroke.MAY if step.implied else Stroke.FIRM


def _stack(steps: Sequence[Step], x: float, y: float, width: float) -> list[Box]:
    """Boxes below one another."""
    boxes: list[Box] = []
    for step in steps:
        boxes.append(_box(step, x, y, width))
        y += boxes[-1].height + _GAP
    return boxes


def _height(boxes: Sequence[Box]) -> float:
    return boxes[-1].y + boxes[-1].height - boxes[0].y if boxes else 0


def _moved(boxes: Sequence[Box], down: float) -> list[Box]:
    return [replace(box, y=box.y + down) for box in boxes]


def _frames(steps: Sequence[Step], x: float, y: float, width: float, lane: float = 0) -> list[Box]:
    """The larger sums from the outermost in, each as a frame that is as yet only as high as its words.

    `lane` is the room that lines need for themselves, from the right edge of the outermost frame on.
    """
    frames = []
    for depth, step in enumerate(reversed(_of(steps, *_AROUND))):
        inset = depth * _INSET
        words = _box(step, x + inset, y, width - inset - max(inset, lane))
        frames.append(replace(words, width=width - 2 * inset, words_at_top=True))
        y += words.height
    return frames


def _closed(frames: Sequence[Box], bottom: float) -> list[Box]:
    """The frames around everything down to here; each ends a little below the one inside it."""
    count = len(frames)
    return [replace(frame, height=bottom + (count - depth) * _INSET - frame.y) for depth, frame in enumerate(frames)]


def _draw_wide(drawing: Drawing, steps: Sequence[Step]) -> None:
    """From left to right, payers and goals as high as the sum itself."""
    payers, goals = _of(steps, Part.PAYS), _of(steps, Part.FOR)
    middle = _SIDE + _ARROW if payers else 0
    width = _MIDDLE + 2 * _INSET * len(_of(steps, *_AROUND))
    (whole,) = _of(steps, Part.WHOLE)
    frames = _frames(steps, middle, 0, width)
    box = _box(whole, middle + (width - _MIDDLE) / 2, sum(frame.height for frame in frames), _MIDDLE)
    left = _beside(box, _stack(payers, 0, 0, _SIDE))
    right = _beside(box, _stack(goals, middle + width + _ARROW, 0, _SIDE))
    down = max(0, *(-column[0].y for column in (left, right) if column), 0)
    (box,), left, right, frames = (_moved(some, down) for some in ([box], left, right, frames))
    for shape in (*_closed(frames, box.y + box.height), box, *left, *right):
        drawing.box(shape)
    for shape, step, at in zip(left, payers, _spread(box, len(left)), strict=True):
        drawing.line(shape.right, Point(box.x, at), _stroke(step))
    for shape, step, at in zip(right, goals, _spread(box, len(right)), strict=True):
        drawing.line(Point(box.x + box.width, at), shape.left, _stroke(step))


def _beside(box: Box, column: Sequence[Box]) -> list[Box]:
    """The column with its middle as high as that of the box."""
    return _moved(column, box.left.y - _height(column) / 2)


def _spread(box: Box, count: int) -> list[float]:
    """Where so many lines meet the side of a box, from above down."""
    return [box.y + box.height * (number + 1) / (count + 1) for number in range(count)]


def _draw_tall(drawing: Drawing, steps: Sequence[Step]) -> None:
    """From above down; lines run in lanes beside the boxes, those of the payers at the right."""
    payers, goals = _of(steps, Part.PAYS), _of(steps, Part.FOR)
    edge = _INSET * (len(_of(steps, *_AROUND)) + 1)
    top = _stack(payers, 0, 0, _PHONE - edge - _LANE * len(payers))
    y = _height(top) + 2 * _GAP if top else 0
    # The words of a box end an inset before the box does: half of that parts them from the nearest line.
    frames = _frames(steps, 0, y, _PHONE, lane=edge + _LANE * (len(payers) - 1) - _INSET / 2 if payers else 0)
    y += sum(frame.height for frame in frames) + (_GAP if payers else 0)
    (whole,) = _of(steps, Part.WHOLE)
    inset = _INSET * len(frames)
    box = _box(whole, inset, y, _PHONE - 2 * inset)
    closed = _closed(frames, box.y + box.height)
    below = (closed[0].y + closed[0].height if closed else box.y + box.height) + 2 * _GAP
    left = edge + _LANE * len(goals)
    bottom = _stack(goals, left, below, _PHONE - left)
    for shape in (*closed, box, *top, *bottom):
        drawing.box(shape)
    for number, (shape, step) in enumerate(zip(top, payers, strict=True)):
        lane = _PHONE - edge - _LANE * number
        drawing.line(shape.right, Point(lane, box.y), _stroke(step), via=[Point(lane, shape.right.y)])
    for number, (shape, step) in enumerate(zip(bottom, goals, strict=True)):
        lane = left - _LANE * (number + 1)
        start = Point(lane, box.y + box.height)
        drawing.line(start, shape.left, _stroke(step), via=[Point(lane, shape.left.y)])
