"""The score card: what was promised, what was found, in words for somebody who does not know the code.

What each part found is kept in var/drill/results, so that a part can be run again by itself.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from catalogue.environment import VAR

from .result import Result

KEPT = VAR / "drill" / "results"
BARS = {
    0: "Beside the bars",
    1: "Hostile requests break nothing",
    2: "Nothing of a draft is seen",
    3: "What was saved stays saved",
    4: "The database goes away and comes back",
    5: "Rude or heavy clients do not spoil it for others",
    6: "Safe settings and headers",
    7: "A new release while visitors read",
    8: "Backups can be put back",
    9: "How much it carries",
}
HEAD = """# The drill

`make drill` puts the site up as on a server (PostgreSQL with its roles, gunicorn, nginx, the settings of the public
site), fills it with {entries:,} made-up entries, and then does to it what happens to sites. This is what it found the
last time. It writes this page itself.

{held} promises were held, {missed} missed, {untried} not tried. Each line says when it was tried and how busy the
machine was: its load, for {processors} processors. Where other work keeps the load above that, times tell more of the
other work than of the site. The hour of bar 9 is `make soak`.

"""


@dataclass(frozen=True)
class Part:
    """What one part found."""

    at: str
    load: float
    seconds: float
    entries: int
    results: list[Result]

    @property
    def when(self) -> str:
        return f"{datetime.fromisoformat(self.at):%m-%d %H:%M}, {self.load:.0f}"


def keep(name: str, began: float, entries: int, results: list[Result]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    now = datetime.now(ZoneInfo("America/Vancouver"))
    part = Part(now.isoformat(), os.getloadavg()[1], time.monotonic() - began, entries, results)
    (KEPT / f"{name}.json").write_text(json.dumps(asdict(part), indent=1))


def kept(names: list[str]) -> list[Part]:
    texts = [path.read_text() for name in names if (path := KEPT / f"{name}.json").exists()]
    found = [json.loads(text) for text in texts]
    return [Part(**{**part, "results": [Result(**each) for each in part["results"]]}) for part in found]


def write(path: Path, names: list[str]) -> None:
    parts = kept(names)
    results = [each for part in parts for each in part.results]
    text = HEAD.format(
        entries=max(part.entries for part in parts),
        processors=os.cpu_count(),
        held=sum(each.held is True for each in results),
        missed=sum(each.held is False for each in results),
        untried=sum(each.held is None for each in results),
    )
    for bar, title in BARS.items():
        rows = [(each, part.when) for part in parts for each in part.results if each.bar == bar]
        heading = f"{bar}. {title}" if bar else title
        text += _table(heading, rows) if rows else f"## {heading}\n\nNot run, or not to its end.\n\n"
    path.write_text(text.rstrip() + "\n")


def _table(title: str, rows: list[tuple[Result, str]]) -> str:
    words = {True: "held", False: "**missed**", None: "not tried"}
    lines = [
        f"| {_cell(each.what)} | {_cell(each.wanted)} | {_cell(each.measured)} | {words[each.held]} | {when} |"
        for each, when in rows
    ]
    head = ["| What | Promised | Found | | When, load |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([f"## {title}", "", *head, *lines, "", ""])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
