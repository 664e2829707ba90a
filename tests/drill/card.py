"""The score card: what was promised, what was found, in words for somebody who does not know the code."""

from __future__ import annotations

import os
from datetime import datetime

from .result import Result

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
site), fills it with {entries:,} made-up entries, and then does to it what happens to sites. This is what it found. It
writes this page itself.

Run on {moment} Pacific Time, on {processors} processors, in {minutes:.0f} minutes. The load of the machine at the end
was {load:.1f}; times mean little where it is above {processors}. {held} promises were held, {missed} missed, {untried}
not tried.

"""


def card(results: list[Result], now: datetime, minutes: float, entries: int) -> str:
    counts = {verdict: sum(each.held is verdict for each in results) for verdict in (True, False, None)}
    text = HEAD.format(
        entries=entries,
        moment=f"{now:%Y-%m-%d %H:%M}",
        processors=os.cpu_count(),
        minutes=minutes,
        load=os.getloadavg()[1],
        held=counts[True],
        missed=counts[False],
        untried=counts[None],
    )
    for bar, title in BARS.items():
        rows = [each for each in results if each.bar == bar]
        if rows:
            text += _table(f"{bar}. {title}" if bar else title, rows)
    return text.rstrip() + "\n"


def _table(title: str, rows: list[Result]) -> str:
    words = {True: "held", False: "**missed**", None: "not tried"}
    lines = [
        f"| {_cell(each.what)} | {_cell(each.wanted)} | {_cell(each.measured)} | {words[each.held]} |" for each in rows
    ]
    return "\n".join([f"## {title}", "", "| What | Promised | Found | |", "| --- | --- | --- | --- |", *lines, "", ""])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
