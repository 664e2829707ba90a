"""The bars of speed that were set before anything was built, each with what was measured. Words are in report.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .timing import geometric_mean

OURS = "this site"
# The mixes by the names that questions.py gives them, written again so that this module needs no Django.
FILTERS = ("no filter", "one filter", "three filters")
TEXTS = ("text", "text + two filters")
EMPTY, PLAIN = "empty view", "plain django-filter page"


class Bar(NamedTuple):
    """`measured` is None where it could not be; `most` says whether the limit must not be passed, or must be."""

    name: str
    limit: float
    measured: float | None
    most: bool = True

    @property
    def held(self) -> bool:
        if self.measured is None:
            return False
        return self.measured <= self.limit if self.most else self.measured >= self.limit


# How many times faster than each peer; SELECT 1s for an answer; how many times tantivy's time for text.
_SMALL, _MIDDLE, _LARGE = 10_000, 200_000, 10**9
_TIMES = {_SMALL: (("naive SQL", 100), ("one-pass PostgreSQL", 20), ("tantivy", 5))}
_TIMES[_MIDDLE] = (*_TIMES[_SMALL][:2], ("tantivy", 4))
_ANSWER = {_SMALL: 2, _MIDDLE: 15}
_TEXT = {_SMALL: 1.0, _MIDDLE: 3.0}
_PLAIN = {_SMALL: 50, _MIDDLE: 200}
_MEMORY = {_SMALL: 15, _MIDDLE: 150}
_BUILD = {_SMALL: (0.1, 1), _MIDDLE: (2, 10)}


def bars(size: int, parts: dict[str, Any]) -> Iterator[Bar]:
    """Those that the parts which were run can tell of."""
    size = next(most for most in (_SMALL, _MIDDLE, _LARGE) if size <= most)
    makers: dict[str, Callable[[int, dict], Iterator[Bar]]] = {
        "search": _search,
        "page": _page,
        "memory": _memory,
        "freshness": _freshness,
        "odd": _odd,
    }
    for part, make in makers.items():
        if part in parts:
            yield from make(size, parts[part])


def against(search: dict, name: str, mixes: tuple[str, ...], what: str = "median") -> float | None:
    """How many times our time an engine takes for the same questions: the geometric mean over some mixes."""
    cells = [search["mixes"][mix].get(name, {}) for mix in mixes]
    if not all(each.get("runs") and each["ours"] for each in cells):
        return None
    return geometric_mean(each[what] / each["ours"][what] for each in cells)


def our_answer(search: dict, what: str = "median") -> float | None:
    """Milliseconds, the geometric mean over the filter mixes; None if we were left out."""
    cells = [search["mixes"][mix].get(OURS, {}) for mix in FILTERS]
    return geometric_mean(each[what] for each in cells) if all(each.get("runs") for each in cells) else None


def deep_page(search: dict, what: str = "median") -> float | None:
    """How many times the time of the first page of the same questions."""
    deep, first = (search["mixes"].get(mix, {}).get(OURS, {}) for mix in ("deep page", "their first page"))
    return deep[what] / first[what] if deep.get("runs") and first.get("runs") else None


def used(kind: dict) -> float:
    """Processor milliseconds of a request, PostgreSQL's among them."""
    return kind["cpu"] + kind["database"]


def _search(size: int, part: dict) -> Iterator[Bar]:
    for name, limit in _TIMES.get(size, ()):
        yield Bar(f"filters: times faster than {name}", limit, against(part, name, FILTERS), most=False)
    if size in _ANSWER:
        answer = our_answer(part)
        selects = answer and answer / part["select 1"]["median"]
        yield Bar("filters: a complete answer in SELECT 1s", _ANSWER[size], selects)
        ratio = against(part, "tantivy", TEXTS)
        yield Bar("text: times tantivy's time", _TEXT[size], 1 / ratio if ratio else None)
    else:
        yield Bar("filters: a complete answer in ms", 12, our_answer(part))
    yield Bar("a deep page: times its first page", 1.5, deep_page(part))


def _page(size: int, part: dict) -> Iterator[Bar]:
    kinds = part["kinds"]
    empty = used(kinds[EMPTY])
    limits = {"never-seen filter page": 3, "never-seen text page": 6, "known page": 1.2, "304": 1.1}
    for name, limit in limits.items():
        measured = used(kinds[name]) / empty if name in kinds else None
        yield Bar(f"{name}: times the empty view", limit, measured)
    if size in _PLAIN:
        times = used(kinds[PLAIN]) / used(kinds["never-seen filter page"])
        yield Bar("never-seen filter page: times less than the plain page", _PLAIN[size], times, most=False)
    latency = part["latency"]
    yield Bar("latency: times less than Datasette", 15, latency["Datasette"] / latency[OURS], most=False)


def _memory(size: int, part: dict) -> Iterator[Bar]:
    if size not in _MEMORY:
        return
    yield Bar("memory: MB a worker, snapshot", _MEMORY[size], part["MB"]["snapshot"])
    yield Bar(f"memory: MB a worker, and {part['pages']} pages shown", _MEMORY[size], part["MB"]["with pages"])
    warm, cold = _BUILD[size]
    yield Bar("build: seconds after an edit", warm, part["build"]["after an edit"]["s"])
    yield Bar("build: seconds of all, stems kept", warm, part["build"]["anew, stems kept"]["s"])
    yield Bar("build: seconds from nothing", cold, part["build"]["from nothing"]["s"])


def _freshness(size: int, part: dict) -> Iterator[Bar]:
    yield Bar("an edit: seconds until every worker shows it, longest", 1, part["shown"]["longest"])
    yield Bar("requests meanwhile: ms, p99", 100, part["took"]["p99"])


def _odd(size: int, part: dict) -> Iterator[Bar]:
    yield Bar(f"the dearest of {part['questions']:,} odd questions: ms of the processor", 50, part["ms"]["dearest"])
