"""The figures as text: a table for each size, ratios beside the bars that were set, and where a peer wins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .timing import geometric_mean

OURS = "this site"
ORDER = (OURS, "tantivy", "one-pass PostgreSQL", "Datasette", "naive SQL")
# The mixes by the names that questions.py gives them, written again so that this module needs no Django.
FILTERS = ("no filter", "one filter", "three filters")
TEXTS = ("text", "text + two filters")


def report(parts: dict[str, dict[str, Any]], machine: list[str]) -> str:
    lines = ["A complete answer (total, every count of every facet, a page of 20), engines side by side", "", *machine]
    for part in parts.values():
        lines += ["", *_search(part), *_ratios(part)]
        lines += _pages(part["page"]) if "page" in part else []
        lines += _memory(part["memory"]) if "memory" in part else []
    return "\n".join(lines) + "\n"


def _search(part: dict) -> Iterator[str]:
    yield f"== {part['entries']:,} entries =="
    raw = part["select 1"]
    yield f"SELECT 1 on PostgreSQL: median {raw['median']:.3f} ms, processor {raw['cpu']:.3f} ms"
    yield f"{'milliseconds':20}" + "".join(f"{name:>32}" for name in ORDER)
    yield f"{'':20}" + f"{'median    p95    cpu  found':>32}" * len(ORDER)
    for mix, engines in part["mixes"].items():
        cells = (_cell(engines[name]) if name in engines else "-" for name in ORDER)
        yield f"{mix:20}" + "".join(f"{cell:>32}" for cell in cells)
    yield "seconds to get ready: " + ", ".join(f"{name} {part['ready'][name]:.2f}" for name in ORDER)
    yield f"{part['compared']:,} answers compared with SQL's: {len(part['disagreements'])} disagree"
    yield from part["disagreements"][:10]


def _cell(each: dict) -> str:
    return f"{each['median']:.3f} {each['p95']:7.3f} {each['cpu']:7.3f} {each['found']:5.0%}"


def _ratios(part: dict) -> Iterator[str]:
    yield "how many times our time the others take (geometric mean of the medians by the clock; of the processor time)"
    for title, mixes in (("filters", FILTERS), ("text", TEXTS)):
        ratios = {name: _against(part, mixes, name) for name in ORDER[1:]}
        yield f"  {title:8}" + ", ".join(f"{name} {clock:.1f} ({cpu:.1f})" for name, (clock, cpu) in ratios.items())
    mixes = part["mixes"]
    ours = {mix: engines[OURS] for mix, engines in mixes.items()}
    for what, said in (("median", "by the clock"), ("cpu", "of the processor")):
        filters, first = geometric_mean(ours[mix][what] for mix in FILTERS), ours["one filter"][what]
        yield (
            f"  {said}: our filter mixes {filters:.3f} ms, {filters / part['select 1'][what]:.1f} times a SELECT 1;"
            f" deep page {ours['deep page'][what] / first:.2f} times one filter's first page"
        )
    wins = [(mix, name) for mix, engines in mixes.items() for name in engines if _is_faster(engines, name)]
    yield "  a peer is faster by the clock: " + ("; ".join(f"{mix}: {name}" for mix, name in wins) or "nowhere")


def _is_faster(engines: dict, name: str) -> bool:
    return name != OURS and engines[name]["median"] < engines[OURS]["median"]


def _against(part: dict, mixes: tuple[str, ...], name: str) -> tuple[float, float]:
    both = [(part["mixes"][mix][name], part["mixes"][mix][OURS]) for mix in mixes]
    clock, cpu = (geometric_mean(theirs[what] / ours[what] for theirs, ours in both) for what in ("median", "cpu"))
    return clock, cpu


def _pages(page: dict) -> Iterator[str]:
    yield "the list page, processor ms a request on one worker (and PostgreSQL's), median of five rounds"
    empty = page["kinds"]["empty view"]["cpu"]
    plain = page["kinds"]["plain django-filter page"]
    for kind, each in page["kinds"].items():
        used = each["cpu"] + each["database"]
        yield (
            f"  {kind:26}{each['cpu']:9.3f} + {each['database']:8.3f}   {used / empty:7.2f} times the empty view"
            f"   plain page {(plain['cpu'] + plain['database']) / used:6.1f} times   {each['bytes']:,} bytes"
        )
    cold = page["cold cards"]["cpu"]
    yield f"  {'filter page, cards not yet rendered':26} {cold:.3f}   {cold / empty:.2f} times the empty view"
    ours, theirs = page["latency"][OURS], page["latency"]["Datasette"]
    yield f"  one filter, by the clock: {ours:.2f} ms, Datasette's page {theirs:.2f} ms, {theirs / ours:.1f} times"


def _memory(memory: dict) -> Iterator[str]:
    yield "the snapshot in one worker: " + ", ".join(f"{name} {value:,.2f}" for name, value in memory.items())
