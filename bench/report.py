"""The figures as text, for each size: a table of engines, pages, freshness, memory, and every bar that was set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .bars import EMPTY, FILTERS, OURS, PLAIN, TEXTS, against, bars, deep_page, our_answer, used

ORDER = (OURS, "tantivy", "one-pass PostgreSQL", "Datasette", "naive SQL")
_HEADS = ("median", "p95", "processor", "times ours", "found", "as ours", "runs")
_ENDS = {True: "held", False: "MISSED", None: "not measured"}


def report(figures: dict[str, dict[str, Any]]) -> str:
    """`figures` holds the parts that were run, by size."""
    writers = {"search": _search, "page": _pages, "freshness": _freshness, "odd": _odd, "memory": _memory}
    lines = ["This site's search and pages beside others. Times are milliseconds by the clock unless said otherwise."]
    for size, parts in figures.items():
        lines += ["", f"=== {max(part['entries'] for part in parts.values()):,} entries ==="]
        for name, write in writers.items():
            if name in parts:
                lines += ["", f"{name.capitalize()}: {_run(parts[name]['run'])}", *write(parts[name])]
        lines += ["", *_bars(int(size), parts)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _run(run: dict) -> str:
    before, after = run["load"]
    noisy = "; others were at work, so the figures are noisy" if float(before.split()[0]) > 0.7 else ""
    return (
        f"{run['began']}, {run['machine']}; took {run['minutes']:.0f} min; load before {before}, after {after}{noisy}"
    )


def _bars(size: int, parts: dict) -> Iterator[str]:
    found = list(bars(size, parts))
    yield f"  {'bar':58}{'wanted':>10}{'measured':>12}"
    for bar in found:
        wanted = f"{'<=' if bar.most else '>='} {bar.limit:g}"
        measured = (
            "-" if bar.measured is None else f"{bar.measured:.3g}" if bar.measured < 100 else f"{bar.measured:.0f}"
        )
        yield f"  {bar.name:58}{wanted:>10}{measured:>12}  {_ENDS[None if bar.measured is None else bar.held]}"


def _search(part: dict) -> Iterator[str]:
    yield "A complete answer: total, every count of every facet, a page of 20. Engines take turns in one process; ours"
    yield "on a fixed snapshot. `found`: questions with any result; `as ours`: with as many results as we find;"
    yield "`runs`: how many questions there was time for; `times ours`: over those questions."
    raw = part["select 1"]
    yield f"SELECT 1 on PostgreSQL: median {raw['median']:.3f}, p95 {raw['p95']:.3f}, processor {raw['cpu']:.3f}"
    yield f"{'':20}{'':20}" + "".join(f"{head:>12}" for head in _HEADS)
    for mix, engines in part["mixes"].items():
        yield from _lines(mix, engines)
    ready = {name: part["ready"].get(name, "not asked for") for name in ORDER}
    yield "Seconds to get ready: " + ", ".join(f"{name} {needed}" for name, needed in ready.items())
    yield from (f"NOT IN THE RACE: {name}: {why}" for name, why in ready.items() if isinstance(why, str))
    stopped = [f"{name}, {mix}: {each['stopped']}" for mix, name, each in _laps(part) if each["stopped"]]
    yield from (f"Stopped: {line}" for line in stopped)
    yield from _ratios(part)
    yield from _agreement(part)


def _laps(part: dict) -> Iterator[tuple[str, str, dict]]:
    return ((mix, name, each) for mix, engines in part["mixes"].items() for name, each in engines.items())


def _lines(mix: str, engines: dict) -> Iterator[str]:
    for name in filter(engines.__contains__, ORDER):
        each = engines[name]
        if each.get("runs"):
            times = "".join(f"{each[what]:12,.3f}" for what in ("median", "p95", "cpu"))
            shares = "".join(f"{each[what]:12.0%}" for what in ("found", "total as ours"))
            ratio = f"{each['median'] / each['ours']['median']:,.1f}" if each["ours"] else "-"
            yield f"{mix:20}{name:20}{times}{ratio:>12}{shares}{each['runs']:12}"
        else:
            yield f"{mix:20}{name:20}  stopped: {each['stopped']}"
        mix = ""


def _ratios(part: dict) -> Iterator[str]:
    yield "How many times our time the others take for the same questions: by the clock (of the processor)"
    for title, mixes in (("filters", FILTERS), ("text", TEXTS)):
        cells = [(name, against(part, name, mixes), against(part, name, mixes, "cpu")) for name in ORDER[1:]]
        yield f"  {title:8}" + ", ".join(f"{name} {clock:.1f} ({cpu:.1f})" for name, clock, cpu in cells if clock)
    if our_answer(part) is None:
        return
    yield f"  our filter mixes {our_answer(part):.3f} ({our_answer(part, 'cpu'):.3f}); geometric means over the mixes"
    yield f"  a deep page takes {deep_page(part):.2f} times its first page"
    wins = [f"{mix}: {name}" for mix, name, each in _laps(part) if _is_faster(each)]
    yield "  a peer is faster by the clock: " + ("; ".join(wins) or "nowhere")


def _is_faster(each: dict) -> bool:
    return bool(each.get("runs") and each["ours"]) and each["median"] < each["ours"]["median"]


def _agreement(part: dict) -> Iterator[str]:
    compared = ", ".join(f"{mix} {count}" for mix, count in part["compared"].items())
    yield f"Answers of which every count was compared with ours: {compared}; {len(part['disagreements'])} disagree"
    yield from (f"  {line}" for line in part["disagreements"][:10])


def _pages(page: dict) -> Iterator[str]:
    yield "The list page: processor ms a request of one worker (and of PostgreSQL), medians of five rounds"
    empty, plain = used(page["kinds"][EMPTY]), used(page["kinds"][PLAIN])
    for kind, each in page["kinds"].items():
        own = used(each)
        yield (
            f"  {kind:28}{each['cpu']:9.3f} + {each['database']:8.3f}{own / empty:9.2f} times the empty view"
            f"{plain / own:9.1f} times less than the plain page{each['bytes']:9,} bytes {each['encoding']}"
        )
    cold, walked = used(page["cold cards"]), page["pages walked"]
    yield f"  with cards not yet rendered {cold:9.3f}{cold / empty:20.2f} times; after that {walked} pages were walked"
    ours, theirs = page["latency"][OURS], page["latency"]["Datasette"]
    yield f"  one filter by the clock: {ours:.2f}, Datasette's page {theirs:.2f}, {theirs / ours:.1f} times"


def _freshness(part: dict) -> Iterator[str]:
    yield f"{part['requests']:,} requests at a steady pace to two workers, {part['edits']} edits meanwhile"
    yield "  seconds until both workers showed an edit: " + _spread(part["shown"])
    yield "  ms a request took: " + _spread(part["took"])


def _odd(part: dict) -> Iterator[str]:
    yield f"{part['questions']:,} random query strings: processor ms each, " + _spread(part["ms"])
    yield from (f"  among the dearest: {question}" for question in part["dearest"])


def _spread(values: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in values.items())


def _memory(part: dict) -> Iterator[str]:
    yield "One worker: resident MB over the site without a snapshot"
    yield "  " + ", ".join(f"{name} {value:.1f}" for name, value in part["MB"].items())
    seconds = (f"{name} {each['s']:.3f} ({each['cpu']:.3f})" for name, each in part["build"].items())
    yield "  seconds to build, by the clock (of the processor): " + ", ".join(seconds)
