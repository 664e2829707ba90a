"""The benchmark's arithmetic: ratios over the same questions, which bars are held, and runs kept beside one another."""

from __future__ import annotations

import json
import time

import pytest

from bench.__main__ import keep
from bench.bars import FILTERS, OURS, TEXTS, Bar, against, bars
from bench.budget import LEAST, OutOfTime, at_most, budget
from bench.race import Lap

RUN = {"machine": "a machine", "began": "2026-11-27 08:00 UTC", "minutes": 1.0, "load": ["0.1 0.1 0.1", "1.0 0.5 0.2"]}


def engine(median: float, ours: float = 1.0, **more: object) -> dict:
    times = {"runs": 3, "median": median, "p95": 2 * median, "cpu": median, "found": 1.0, "total as ours": 1.0}
    return {**times, "ours": {"median": ours, "cpu": ours}, "stopped": "", **more}


def search(**slower: float) -> dict:
    mixes = {
        mix: {OURS: engine(1.0)} | {name.replace("_", " "): engine(times) for name, times in slower.items()}
        for mix in (*FILTERS, *TEXTS, "deep page", "their first page")
    }
    ready = dict.fromkeys((OURS, "tantivy", "one-pass PostgreSQL", "Datasette", "naive SQL"), 1.0)
    counted = {"compared": {}, "disagreements": []}
    return {"run": RUN, "entries": 5018, "mixes": mixes, "select 1": engine(0.6), "ready": ready, **counted}


def page(**milliseconds: float) -> dict:
    kinds = {
        name.replace("_", " "): {"cpu": cpu, "database": 0.0, "clock": cpu, "bytes": 9, "encoding": ""}
        for name, cpu in {"empty_view": 0.5, "plain_django-filter_page": 100.0, **milliseconds}.items()
    }
    cold, latency = {"cpu": 3.0, "database": 0.0}, {OURS: 1.0, "Datasette": 16.0}
    return {"run": RUN, "entries": 5018, "kinds": kinds, "cold cards": cold, "pages walked": 7, "latency": latency}


SPREAD = {"median": 0.2, "p95": 0.5, "p99": 0.7, "longest": 0.9}
FRESHNESS = {
    "run": RUN,
    "entries": 5018,
    "edits": 14,
    "requests": 5000,
    "shown": SPREAD,
    "took": {**SPREAD, "p99": 101.0},
}
MEMORY = {
    "run": RUN,
    "entries": 5018,
    "pages": 250,
    "MB": {"bare": 60.0, "snapshot": 9.0, "with pages": 16.0},
    "build": {name: {"s": 0.09, "cpu": 0.08} for name in ("from nothing", "after an edit", "anew, stems kept")},
}


def held(size: int, part: dict) -> dict[str, bool]:
    return {bar.name: bar.held for bar in bars(size, {"search": part})}


@pytest.mark.parametrize(("measured", "most", "kept"), [(2, True, True), (2.1, True, False), (2, False, True)])
def test_a_bar_is_held_up_to_its_limit(measured, most, kept):
    assert Bar("", 2, measured, most).held is kept


def test_what_could_not_be_measured_is_not_held():
    assert not Bar("", 2, None).held


def test_ratios_are_over_the_questions_that_both_were_asked():
    ours = Lap()
    ours.timings.clock, ours.timings.cpu, ours.totals = [1, 1, 9, 9, 9], [1, 1, 9, 9, 9], [1] * 5
    slow = Lap()
    slow.timings.clock, slow.timings.cpu, slow.totals = [10, 20], [10, 20], [1, 0]
    figures = slow.figures(ours)
    assert figures["ours"]["median"] == 1
    assert figures["found"] == 0.5
    assert against({"mixes": {"text": {"tantivy": figures}}}, "tantivy", ("text",)) == 15


def test_the_bars_of_a_size():
    found = held(5_000, search(naive_SQL=150, tantivy=4))
    assert found["filters: times faster than naive SQL"]
    assert not found["filters: times faster than tantivy"]
    assert not found["filters: times faster than one-pass PostgreSQL"], "it was not there"
    assert found["filters: a complete answer in SELECT 1s"]
    assert held(100_000, search(tantivy=4))["filters: times faster than tantivy"]
    assert held(1_000_000, search()) == {
        "filters: a complete answer in ms": True,
        "a deep page: times its first page": True,
    }


def test_an_engine_that_was_stopped_is_told_and_spoils_its_ratio_alone():
    part = search(tantivy=7)
    part["mixes"]["text"]["naive SQL"] = {"stopped": "not done after 60 s"}
    assert against(part, "naive SQL", ("text",)) is None
    assert held(5_000, part)["filters: times faster than tantivy"]


def test_an_engine_is_asked_often_enough_and_not_for_ever():
    lap = Lap(totals=[1] * (LEAST - 1), spent=1000)
    assert lap.wants_more(20)
    lap.totals.append(1)
    assert not lap.wants_more(20)
    assert budget(5_018).mix < budget(100_000).mix < budget(1_000_000).mix


def test_what_takes_too_long_is_stopped():
    with pytest.raises(OutOfTime), at_most(1):
        time.sleep(30)


def test_a_run_is_kept_beside_what_other_runs_left(tmp_path):
    keep(tmp_path, 100_000, "search", search(tantivy=2))
    keep(tmp_path, 5_000, "search", search(tantivy=2))
    keep(tmp_path, 5_000, "search", search(tantivy=3))
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert list(figures) == ["5000", "100000"]
    assert figures["5000"]["search"]["mixes"]["text"]["tantivy"]["median"] == 3
    assert (tmp_path / "figures.txt").read_text().count("MISSED") > 0
    assert (tmp_path / "chart.svg").read_text().count("5,018 entries") == 2


def test_our_search_can_be_asked_alone(tmp_path):
    keep(tmp_path, 1_000_000, "search", {**search(), "ready": {OURS: 300.0}})
    report = (tmp_path / "figures.txt").read_text()
    assert "NOT IN THE RACE: tantivy: not asked for" in report
    assert "filters: a complete answer in ms" in report
    assert "5,018 entries" not in (tmp_path / "chart.svg").read_text(), "nothing beside it to compare with"


def test_pages_are_measured_by_the_empty_view_and_against_the_plain_page():
    pages = {"known_page": 0.55, "never-seen_filter_page": 1.6, "never-seen_text_page": 3.1}
    found = {bar.name: bar for bar in bars(5_000, {"page": page(**pages)})}
    assert found["known page: times the empty view"].held
    assert not found["never-seen filter page: times the empty view"].held
    assert not found["never-seen text page: times the empty view"].held
    assert found["never-seen filter page: times less than the plain page"].measured == 62.5
    assert found["304: times the empty view"].measured is None, "a server without ETag"
    assert found["latency: times less than Datasette"].held


def test_every_part_has_its_words(tmp_path):
    pages = page(**{"known_page": 0.55, "never-seen_filter_page": 1.5, "never-seen_text_page": 3})
    for name, part in (("search", search()), ("page", pages), ("freshness", FRESHNESS), ("memory", MEMORY)):
        keep(tmp_path, 5_000, name, part)
    text = (tmp_path / "figures.txt").read_text()
    assert text.count("2026-11-27 08:00 UTC, a machine") == 4
    lines = {line.strip().split("  ")[0]: line.split()[-1] for line in filter(None, text.splitlines())}
    assert lines["requests meanwhile: ms, p99"] == "MISSED"
    assert lines["an edit: seconds until every worker shows it, longest"] == "held"
    assert lines["memory: MB a worker, and 250 pages shown"] == "MISSED"
    assert lines["304: times the empty view"] == "measured"
