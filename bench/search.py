"""Times the engines side by side: `python -m bench.search SIZE FILE` with DATABASE_URL naming a filled PostgreSQL.

Engines take turns after every ten questions, so that whatever else the machine does meets all of them, and none is
timed on a processor that another has just emptied of what it needs.
Prints JSON; bench/__main__.py makes words and pictures of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

import django

django.setup()

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402

from bench.engines import Answer, Engine  # noqa: E402
from bench.engines.datasette_server import serving  # noqa: E402
from bench.engines.naive import Naive  # noqa: E402
from bench.engines.onepass import OnePass  # noqa: E402
from bench.engines.ours import Ours  # noqa: E402
from bench.engines.tantivy_index import ForgivingTantivy, Tantivy  # noqa: E402
from bench.questions import MIXES, Question, questions  # noqa: E402
from bench.rows import Row, read_rows  # noqa: E402
from bench.timing import Timings  # noqa: E402

# Most questions a mix and engine are asked, and for how long at most, in seconds.
QUESTIONS = 40
SECONDS = 20
TURN = 10
EXACT = ("naive SQL", "one-pass PostgreSQL")


class Race:
    """All questions to all engines; what each needed and whether they agree."""

    def __init__(self, engines: list[Engine], select_1: psycopg.Connection) -> None:
        self.engines, self.select_1 = engines, select_1
        self.timings: dict[tuple[str, str], Timings] = defaultdict(Timings)
        self.totals: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.raw = Timings()
        self.compared = 0
        self.disagreements: list[str] = []

    def run(self, mix: str, asked: list[Question], rounds: int = 1) -> None:
        spent: dict[str, float] = defaultdict(float)
        everything = asked * rounds
        for start in range(0, len(everything), TURN):
            turn = everything[start : start + TURN]
            for _ in turn:
                self.raw.take(lambda: self.select_1.execute("SELECT 1").fetchall(), [self.select_1.info.backend_pid])
            answers: dict[Question, dict[str, Answer]] = defaultdict(dict)
            for engine in self.engines:
                for question in turn:
                    if spent[engine.name] < SECONDS or len(self.timings[mix, engine.name].clock) < 3:
                        answers[question][engine.name] = self._ask(mix, engine, question, spent)
            for question, given in answers.items():
                self._compare(mix, question, given)

    def _ask(self, mix: str, engine: Engine, question: Question, spent: dict[str, float]) -> Answer:
        start = time.monotonic()
        if hasattr(engine, "prepare"):
            engine.prepare(question)
        answer = self.timings[mix, engine.name].take(lambda: engine.answer(question), engine.pids)
        spent[engine.name] += time.monotonic() - start
        self.totals[mix, engine.name].append(answer.total)
        return answer

    def _compare(self, mix: str, question: Question, answers: dict[str, Answer]) -> None:
        ours = answers.get("this site")
        for name in EXACT:
            if ours and name in answers and mix != "misspelt text":
                self.compared += 1
                if difference := _difference(ours, answers[name]):
                    self.disagreements.append(f"{mix}: ?{question.query}: {name}: {difference}")


def _difference(one: Answer, other: Answer) -> str:
    if one.total != other.total:
        return f"{one.total} results, {other.total} there"
    for facet, counts in one.counts.items():
        for value, count in counts.items():
            if count != (there := other.counts.get(facet, {}).get(value, 0)):
                return f"{facet}={value}: {count}, {there} there"
    return ""


def make_engines(stack: ExitStack, file: Path, rows: list[Row]) -> tuple[list[Engine], dict[str, float]]:
    """All of them, and the seconds that each needed to get ready."""
    seconds, engines = {}, []
    url = connection.get_connection_params()
    options = {name: url[name] for name in ("dbname", "user", "host")}
    makers = {
        "this site": lambda: Ours(),
        "one-pass PostgreSQL": lambda: OnePass(psycopg.connect(**options, autocommit=True), rows),
        "naive SQL": lambda: Naive(psycopg.connect(**options, autocommit=True)),
        "tantivy": lambda: Tantivy(rows),
        "Datasette": lambda: stack.enter_context(serving(file, rows)),
    }
    for name, make in makers.items():
        start = time.monotonic()
        engine = make()
        if name == "this site":
            engine.answer(Question())
        seconds[name] = round(time.monotonic() - start, 3)
        engines.append(engine)
    return engines, seconds


def main(file: str) -> dict:
    rows = read_rows()
    with ExitStack() as stack:
        engines, seconds = make_engines(stack, Path(file), rows)
        race = Race(engines, engines[1].connection)
        asked = questions(rows, QUESTIONS)
        for mix in MIXES:
            forgiving = [ForgivingTantivy(each) if isinstance(each, Tantivy) else each for each in engines]
            race.engines = forgiving if mix == "misspelt text" else engines
            race.run(mix, asked[mix], rounds=QUESTIONS if len(asked[mix]) == 1 else 1)
    figures = {mix: {} for mix in MIXES}
    for (mix, name), timings in race.timings.items():
        totals = race.totals[mix, name]
        figures[mix][name] = {**timings.figures(), "found": sum(map(bool, totals)) / len(totals)}
    return {
        "entries": len(rows),
        "ready": seconds,
        "select 1": race.raw.figures(),
        "mixes": figures,
        "compared": race.compared,
        "disagreements": race.disagreements,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
