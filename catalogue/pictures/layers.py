"""Things that lead to other things, in columns from left to right: which column, and in which order down each.

Columns by longest path, so that every line runs to the right; a line over several columns gets a place of its own in
each that it crosses; the order within columns by barycentre, the one with the fewest crossings kept. Nothing is drawn
here, and the same nodes and edges give the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise
from statistics import mean

Edge = tuple[str, str]
_SWEEPS = 8


@dataclass(frozen=True)
class Layers:
    """`columns` hold nodes and the places of long lines; `routes` name those places for each edge that has some."""

    columns: list[list[str]]
    routes: dict[Edge, list[str]]

    def steps(self, edge: Edge) -> list[Edge]:
        """The edge in pieces, each from one column to the next."""
        return list(pairwise([edge[0], *self.routes.get(edge, []), edge[1]]))


def layered(nodes: Sequence[str], edges: Sequence[Edge]) -> Layers:
    """Nodes in columns; the last column holds those that lead nowhere. ValueError where edges run in a circle."""
    columns, routes = _columns(nodes, edges)
    layers = Layers(columns, routes)
    steps = [step for edge in edges for step in layers.steps(edge)]
    return Layers(_ordered(columns, steps), routes)


def placed(heights: Sequence[float], wanted: Sequence[float], gap: float, room: float) -> list[float]:
    """The top of each thing in a column, as near to `wanted` (its middle) as fits: in order, apart, within `room`."""
    offsets = list(accumulate((height + gap for height in heights[:-1]), initial=0.0))
    last = max(0.0, room - sum(heights) - gap * (len(heights) - 1))
    # Taken without what stands above it, each thing must only not come before the one above: neighbours that would
    # are moved together, to the middle of what they want.
    blocks: list[tuple[float, int]] = []
    for offset, height, middle in zip(offsets, heights, wanted, strict=True):
        place, size = middle - height / 2 - offset, 1
        while blocks and blocks[-1][0] > place:
            above, many = blocks.pop()
            place, size = (above * many + place * size) / (many + size), many + size
        blocks.append((place, size))
    places = [min(max(place, 0.0), last) for place, size in blocks for _ in range(size)]
    return [place + offset for place, offset in zip(places, offsets, strict=True)]


def _columns(nodes: Sequence[str], edges: Sequence[Edge]) -> tuple[list[list[str]], dict[Edge, list[str]]]:
    ends = _distances(nodes, edges)
    last = max(ends.values(), default=0)
    columns: list[list[str]] = [[] for _ in range(last + 1)]
    for node in nodes:
        columns[last - ends[node]].append(node)
    routes = {}
    for start, end in edges:
        crossed = range(last - ends[start] + 1, last - ends[end])
        if crossed:
            routes[start, end] = [f"{start} > {end} > {column}" for column in crossed]
            for column, place in zip(crossed, routes[start, end], strict=True):
                columns[column].append(place)
    return columns, routes


def _distances(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """How many steps lead from each node to the last column, by the longest way."""
    after = defaultdict(list)
    for start, end in edges:
        after[start].append(end)
    ends = dict.fromkeys(nodes, 0)
    for _ in nodes:
        longer = {node: max([ends[node], *(ends[end] + 1 for end in after[node])]) for node in nodes}
        if longer == ends:
            return ends
        ends = longer
    if nodes:
        raise ValueError("The edges run in a circle.")
    return ends


def _ordered(columns: list[list[str]], steps: Sequence[Edge]) -> list[list[str]]:
    before, after = defaultdict(list), defaultdict(list)
    for start, end in steps:
        before[end].append(start)
        after[start].append(end)
    best, fewest = columns, _crossings(columns, after)
    for sweep in range(_SWEEPS):
        columns = _swept(columns, before) if sweep % 2 else _swept(columns[::-1], after)[::-1]
        crossings = _crossings(columns, after)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _swept(columns: list[list[str]], neighbours: Mapping[str, list[str]]) -> list[list[str]]:
    """Each column in the order of the middles of its neighbours in the one before it; who has none stays in place."""
    swept = [columns[0]]
    for column in columns[1:]:
        places = {node: number for number, node in enumerate(swept[-1])}
        middles = {
            node: mean([places[each] for each in neighbours[node]]) if neighbours[node] else number
            for number, node in enumerate(column)
        }
        swept.append(sorted(column, key=middles.__getitem__))
    return swept


def _crossings(columns: list[list[str]], after: Mapping[str, list[str]]) -> int:
    crossings = 0
    for left, right in pairwise(columns):
        places = {node: number for number, node in enumerate(right)}
        lines = [(number, places[end]) for number, node in enumerate(left) for end in after[node]]
        crossings += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(lines, 2))
    return crossings
