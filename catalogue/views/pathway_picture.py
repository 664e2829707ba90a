"""The picture of pathways: parts, programs and groups to the left, larger credentials at their schools to the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import mean

from django.utils.translation import gettext as _

from catalogue.pictures import Box, Drawing, English, Picture, Point, Stroke
from catalogue.pictures.layers import Edge, Layers, layered, placed

from .pathway_rows import Goal, Pathway, Run, Thing

_WIDE, _BETWEEN, _APART, _HEAD = 250, 150, 14, 34
# A line that crosses a column takes this much of it; lines into one box stand this far from each other.
_LANE, _PORT = 18, 24
# The last stretch of a line, straight, so that its word stands clear of the others.
_STRAIGHT, _WORD = 120, 64


def picture(found: Sequence[Pathway], title: str) -> Picture | None:
    """Draws exactly these answers; nothing where there are none."""
    return _Sketch(found).picture(title) if found else None


class _Sketch:
    def __init__(self, found: Sequence[Pathway]) -> None:
        self.answers = {(each.thing.key, each.goal.key): each for each in found}
        self.things = {each.thing.key: each.thing for each in found}
        parts = (thing for thing in self.things.values() if thing.part_of in self.things)
        self.parts: set[Edge] = {(part.key, part.part_of) for part in parts}
        self.edges = sorted([*self.parts, *self.answers])
        goals = {each.goal.key: each.goal for each in found}
        self.layers = layered([*self.things, *goals], self.edges)
        self.boxes = {each.thing.key: self._thing_box(each.thing, each.runs) for each in found}
        self.boxes |= {goal.key: self._goal_box(goal) for goal in goals.values()}
        self.tops = _tops(self.layers, {name: box.height for name, box in self.boxes.items()}, self.edges)

    def picture(self, title: str) -> Picture:
        about = _(
            "Programs stand left, larger credentials right. Each line says how firmly. The list below says the same."
        )
        drawing = Drawing("pathways", title, about)
        for number, column in enumerate(self.layers.columns):
            drawing.text(self._heading(number), number * (_WIDE + _BETWEEN), 16)
            for name in column:
                if name in self.boxes:
                    self.boxes[name] = drawing.box(self.boxes[name].moved(self.tops[name]))
        for edge, (start, via, end) in self._lines().items():
            self._draw(drawing, edge, [start, *via, end])
        return drawing.picture(_("Picture of pathways"))

    def _thing_box(self, thing: Thing, runs: Sequence[Run]) -> Box:
        names = {"names": ", ".join(run.short for run in runs)}
        run_by = _("school named: %(names)s") if thing.is_group else _("run by %(names)s")
        notes = [
            _("part of %(program)s") % {"program": thing.whole}
            if thing.whole and thing.part_of not in self.things
            else "",
            _("a group of programs") if thing.is_group else "",
            _("ended") if thing.ended else "",
            run_by % names if runs else _("who runs it: not stated"),
        ]
        words = [English(thing.title), *filter(None, notes)]
        out = sum(edge[0] == thing.key for edge in self.edges)
        return self._box(thing.key, words, thing.url, "quiet" if thing.is_group else "plain", out)

    def _goal_box(self, goal: Goal) -> Box:
        into = sum(edge[1] == goal.key for edge in self.edges)
        return self._box(goal.key, [goal.words, goal.place], goal.url, "target", into)

    def _box(self, key: str, words: list[str], url: str, look: str, lines: int) -> Box:
        column = next(number for number, column in enumerate(self.layers.columns) if key in column)
        return Box.around(
            words,
            x=column * (_WIDE + _BETWEEN),
            y=0,
            width=_WIDE,
            look=look,
            url=url,
            name=", ".join(words) if url else "",
            at_least=lines * _PORT + _APART,
        )

    def _heading(self, column: int) -> str:
        names = [_("Parts"), _("Programs"), _("Larger credentials")]
        return names[column + len(names) - len(self.layers.columns)]

    def _lines(self) -> dict[Edge, tuple[Point, list[Point], Point]]:
        """Each line from its place on one box to its place on another, with the points on its way."""
        ways = {edge: self._way(edge) for edge in self.edges}
        leaving, arriving = defaultdict(list), defaultdict(list)
        for edge, way in ways.items():
            leaving[edge[0]].append((way[0].y if way else self.boxes[edge[1]].left.y, edge))
            arriving[edge[1]].append((way[-1].y if way else self.boxes[edge[0]].right.y, edge))
        starts, ends = {}, {}
        for name, found in leaving.items():
            ports = self.boxes[name].ports(self.boxes[name].right, len(found))
            starts |= {edge: port for (_y, edge), port in zip(sorted(found), ports, strict=True)}
        for name, found in arriving.items():
            ports = self.boxes[name].ports(self.boxes[name].left, len(found))
            ends |= {edge: port for (_y, edge), port in zip(sorted(found), ports, strict=True)}
        return {edge: (starts[edge], way, ends[edge]) for edge, way in ways.items()}

    def _way(self, edge: Edge) -> list[Point]:
        """Straight through each column that the line crosses."""
        points = []
        for place in self.layers.routes.get(edge, []):
            column = next(number for number, column in enumerate(self.layers.columns) if place in column)
            left, y = column * (_WIDE + _BETWEEN), self.tops[place] + _LANE / 2
            points += [Point(left, y), Point(left + _WIDE, y)]
        return points

    def _draw(self, drawing: Drawing, edge: Edge, points: list[Point]) -> None:
        start, *via, end = points
        straight, at = Point(end.x - _STRAIGHT, end.y), Point(end.x - _WORD, end.y)
        if edge in self.parts:
            part, whole = self.things[edge[0]], self.things[edge[1]]
            says = _("%(part)s: part of %(program)s") % {"part": part.title, "program": whole.title}
            drawing.line(start, end, Stroke.PART, _("part of"), via=[*via, straight], at=at, says=says)
        else:
            answer = self.answers[edge]
            strength = answer.strength
            drawing.line(start, end, strength.stroke, strength.word, via=[*via, straight], at=at, says=answer.says)


def _tops(layers: Layers, heights: dict[str, float], edges: Sequence[Edge]) -> dict[str, float]:
    """Where everything starts: the highest column is filled from the top, the others lie beside what they lead to."""
    columns = layers.columns
    room = [sum(heights.get(name, _LANE) + _APART for name in column) for column in columns]
    highest = room.index(max(room))
    neighbours = defaultdict(list)
    for edge in edges:
        for start, end in layers.steps(edge):
            neighbours[start].append(end)
            neighbours[end].append(start)
    tops: dict[str, float] = {}
    middles: dict[str, float] = {}
    outward = [highest, *range(highest - 1, -1, -1), *range(highest + 1, len(columns))]
    for column in (columns[number] for number in outward):
        sizes = [heights.get(name, _LANE) for name in column]
        near = [[middles[each] for each in neighbours[name] if each in middles] for name in column]
        wanted = [mean(found) if found else 0 for found in near]
        for name, size, top in zip(column, sizes, placed(sizes, wanted, _APART, max(room)), strict=True):
            tops[name] = top + _HEAD
            middles[name] = top + size / 2
    return tops
