"""The figures as one SVG: a row a mix, a mark an engine, time from left to right, readable in light and in dark."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from typing import Any

WIDTH, LEFT, ROW, HEAD, FOOT = 900, 150, 28, 96, 40
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


def chart(figures: dict[str, dict[str, Any]]) -> str:
    """`figures` holds the parts that were run, by size; the medians by the clock of "search" are drawn."""
    panels = [parts["search"] for parts in figures.values() if "search" in parts and _mixes(parts["search"])]
    medians = [each["median"] for part in panels for _, engines in _mixes(part) for each in engines.values()]
    low, high = math.floor(math.log10(min(medians, default=1))), math.ceil(math.log10(max(medians, default=10)))
    height = HEAD + sum(map(_panel_height, panels)) + FOOT
    lines, top = [*_frame(height), *_legend()], HEAD
    for part in panels:
        lines += _panel(part, top, (low, high))
        top += _panel_height(part)
    lines.append(f'<text class="quiet" x="16" y="{height - 14}">{escape(_caption(panels))}</text>')
    return "\n".join([*lines, "</svg>\n"])


def _mixes(part: dict) -> list[tuple[str, dict]]:
    """Mixes that are drawn, with the engines that answered."""
    answered = {
        mix: {name: each for name, each in engines.items() if each.get("runs")}
        for mix, engines in part["mixes"].items()
    }
    return [(mix, engines) for mix, engines in answered.items() if len(engines) > 1]


def _caption(panels: list[dict]) -> str:
    """Where and when; one line for all, since a chart is made of runs on one machine."""
    days = sorted({part["run"]["began"][:10] for part in panels})
    machines = sorted({part["run"]["machine"] for part in panels})
    return f"{', '.join(days)}; {'; '.join(machines)}"


def _panel_height(part: dict) -> int:
    return 34 + ROW * len(_mixes(part)) + 40


def _frame(height: int) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">'
    yield '<title id="t">Time for a complete answer: total, every count and a page of 20</title>'
    yield '<desc id="d">Median milliseconds by engine and mix of questions; less is better.</desc>'
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


def _panel(part: dict, top: int, ends: tuple[int, int]) -> Iterator[str]:
    low, high = ends
    bottom = top + 34 + ROW * len(_mixes(part))
    yield f'<text class="head" x="16" y="{top + 18}">{part["entries"]:,} entries</text>'
    if left_out := [name for name, ready in part["ready"].items() if isinstance(ready, str)]:
        yield f'<text class="quiet" x="{LEFT + 20}" y="{top + 18}">left out, see the text: {", ".join(left_out)}</text>'
    for power in range(low, high + 1):
        x = _x(10**power, ends)
        yield f'<path class="line" d="M{x} {top + 26}V{bottom}"/>'
        yield f'<text class="quiet" x="{x}" y="{bottom + 16}" text-anchor="middle">{_tick(power)}</text>'
    for number, (mix, engines) in enumerate(_mixes(part)):
        y = top + 34 + ROW * number + ROW // 2
        yield f'<text x="16" y="{y + 5}">{mix}</text>'
        yield f'<path class="line" d="M{LEFT} {y}H{WIDTH - 40}"/>'
        for name in reversed([name for name in MARKS if name in engines]):
            yield _mark(name, mix, engines[name]["median"], y, ends)


def _tick(power: int) -> str:
    return f"{10 ** (power - 3):,} s" if power >= 3 else f"{10.0**power:g} ms"


def _mark(name: str, mix: str, median: float, y: int, ends: tuple[int, int]) -> str:
    shape = MARKS[name][2]
    said = escape(f"{name}, {mix}: {median:.3g} ms")
    place = f"translate({_x(median, ends)} {y})"
    return f'<path class="{shape}" transform="{place}" d="{_SHAPES[shape]}"><title>{said}</title></path>'


def _x(milliseconds: float, ends: tuple[int, int]) -> float:
    low, high = ends
    return round(LEFT + 20 + (math.log10(milliseconds) - low) / (high - low) * (WIDTH - LEFT - 70), 1)
