"""The figures as one SVG: a row a mix, a mark an engine, time from left to right, readable in light and in dark."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from typing import Any

WIDTH, LEFT, ROW, HEAD = 880, 150, 30, 96
# Shapes differ too, so that nobody needs to tell the colours apart.
MARKS = {
    "this site": ("#0b6bcb", "#6cb6ff", "circle"),
    "tantivy": ("#b5480b", "#ff9a5c", "square"),
    "one-pass PostgreSQL": ("#1a7f4b", "#5fd08d", "diamond"),
    "Datasette": ("#7a3fb8", "#c79bff", "triangle"),
    "naive SQL": ("#5b6470", "#aab4c0", "cross"),
}
_SHAPES = {
    "circle": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z",
    "square": "M-5 -5H5V5H-5Z",
    "diamond": "M0 -7L7 0L0 7L-7 0Z",
    "triangle": "M0 -6L6.5 5H-6.5Z",
    "cross": "M-6 -4L-4 -6L0 -2L4 -6L6 -4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0Z",
}


def chart(parts: dict[str, dict[str, Any]], caption: str) -> str:
    """`parts` holds the figures of each size, by its name; the medians by the clock are drawn."""
    medians = [each["median"] for part in parts.values() for mix in part["mixes"].values() for each in mix.values()]
    low, high = math.floor(math.log10(min(medians))), math.ceil(math.log10(max(medians)))
    height = HEAD + sum(_panel_height(part) for part in parts.values()) + 24
    lines = [*_frame(height, caption), *_legend()]
    top = HEAD
    for part in parts.values():
        lines += _panel(f"{part['entries']:,} entries", part, top, (low, high))
        top += _panel_height(part)
    return "\n".join([*lines, f'<text class="quiet" x="16" y="{height - 10}">{escape(caption)}</text>', "</svg>\n"])


def _panel_height(part: dict) -> int:
    return 34 + ROW * len(part["mixes"]) + 34


def _frame(height: int, caption: str) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">'
    yield '<title id="t">Time for a complete answer: total, every count and a page of 20</title>'
    yield f'<desc id="d">Median milliseconds by engine and mix of questions; less is better. {escape(caption)}</desc>'
    yield "<style>"
    yield "text{font:14px system-ui,sans-serif;fill:#1c2128}.quiet{font-size:12px;fill:#59636e}.head{font-weight:600}"
    yield ".line{stroke:#d1d9e0;stroke-width:1}.ground{fill:#fff}"
    yield "".join(f".{shape}{{fill:{light}}}" for light, _, shape in MARKS.values())
    yield "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9da7b3}.line{stroke:#3d444d}"
    yield ".ground{fill:#0d1117}" + "".join(f".{shape}{{fill:{dark}}}" for _, dark, shape in MARKS.values()) + "}"
    yield "</style>"
    yield f'<rect class="ground" width="{WIDTH}" height="{height}"/>'
    yield '<text class="head" x="16" y="28">Time for a complete answer: total, every count and a page of 20</text>'
    yield '<text class="quiet" x="16" y="48">Median milliseconds on a logarithmic scale: further left is faster</text>'


def _legend() -> Iterator[str]:
    x = 24
    for name, (_, _, shape) in MARKS.items():
        yield f'<path class="{shape}" transform="translate({x} 72)" d="{_SHAPES[shape]}"/>'
        yield f'<text x="{x + 12}" y="77">{name}</text>'
        x += 34 + 8 * len(name)


def _panel(title: str, part: dict, top: int, ends: tuple[int, int]) -> Iterator[str]:
    low, high = ends
    bottom = top + 34 + ROW * len(part["mixes"])
    yield f'<text class="head" x="16" y="{top + 18}">{title}</text>'
    for power in range(low, high + 1):
        x = _x(10**power, ends)
        yield f'<path class="line" d="M{x} {top + 26}V{bottom}"/>'
        yield f'<text class="quiet" x="{x}" y="{bottom + 16}" text-anchor="middle">{10.0**power:g} ms</text>'
    for number, (mix, engines) in enumerate(part["mixes"].items()):
        y = top + 34 + ROW * number + ROW // 2
        yield f'<text x="16" y="{y + 5}">{mix}</text>'
        yield f'<path class="line" d="M{LEFT} {y}H{WIDTH - 40}"/>'
        for name in reversed([name for name in MARKS if name in engines]):
            yield _mark(name, mix, engines[name]["median"], y, ends)


def _mark(name: str, mix: str, median: float, y: int, ends: tuple[int, int]) -> str:
    shape = MARKS[name][2]
    said = escape(f"{name}, {mix}: {median:.3g} ms")
    place = f"translate({_x(median, ends)} {y})"
    return f'<path class="{shape}" transform="{place}" d="{_SHAPES[shape]}"><title>{said}</title></path>'


def _x(milliseconds: float, ends: tuple[int, int]) -> float:
    low, high = ends
    return round(LEFT + 20 + (math.log10(milliseconds) - low) / (high - low) * (WIDTH - LEFT - 70), 1)
