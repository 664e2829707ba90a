"""All questions to all engines: what each needed, and whether their answers agree. Which engines is not known here."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg

from bench.budget import LEAST, Budget, OutOfTime, at_most
from bench.engines import Answer, Engine
from bench.questions import Question
from bench.timing import Timings

OURS = "this site"
TURN = 10
# Engines whose every count must be ours; with words only PostgreSQL's, since stems and slips are matters of taste.
EXACT = ("naive SQL", "one-pass PostgreSQL")
EXACT_WITHOUT_WORDS = (*EXACT, "tantivy")


@dataclass
class Lap:
    """One engine in one mix."""

    timings: Timings = field(default_factory=Timings)
    totals: list[int] = field(default_factory=list)
    same: list[bool] = field(default_factory=list)
    spent: float = 0
    stopped: str = ""

    def wants_more(self, seconds: int) -> bool:
        return not self.stopped and (self.spent < seconds or len(self.totals) < LEAST)

    def figures(self, ours: Lap) -> dict:
        """`ours` is what this site needed for the questions that this engine was asked, which may be fewer than all."""
        if not self.totals:
            return {"stopped": self.stopped}
        same = ours.timings.first(len(self.totals)).medians() if ours.totals else None
        shares = {"found": _share(map(bool, self.totals)), "total as ours": _share(self.same)}
        return {**self.timings.figures(), **shares, "ours": same, "stopped": self.stopped}


def _share(answers: Iterable[bool]) -> float:
    answers = list(answers)
    return sum(answers) / len(answers) if answers else 0.0


class Race:
    """Engines take turns after every ten questions, in turned order each time.

    So whatever else the machine does meets all of them, and none is always timed on a processor that the same other
    one has just emptied of what it needs.
    """

    def __init__(self, engines: list[Engine], select_1: psycopg.Connection, budget: Budget) -> None:
        self.engines, self.select_1, self.budget = engines, select_1, budget
        self.laps: dict[str, dict[str, Lap]] = {}
        self.raw = Timings()
        self.compared: dict[str, int] = defaultdict(int)
        self.disagreements: list[str] = []

    def run(self, mix: str, asked: list[Question], engines: list[Engine] | None = None) -> None:
        laps = self.laps[mix] = defaultdict(Lap)
        order = list(self.engines if engines is None else engines)
        for start in range(0, len(asked), TURN):
            turn = asked[start : start + TURN]
            for _ in turn:
                self.raw.take(lambda: self.select_1.execute("SELECT 1").fetchall(), [self.select_1.info.backend_pid])
            answers: list[dict[str, Answer]] = [{} for _ in turn]
            for engine in order:
                for number, question in enumerate(turn):
                    if laps[engine.name].wants_more(self.budget.mix):
                        self._ask(laps[engine.name], engine, question, answers[number])
            for question, given in zip(turn, answers, strict=True):
                self._compare(mix, question, given)
            order.reverse()

    def _ask(self, lap: Lap, engine: Engine, question: Question, answers: dict[str, Answer]) -> None:
        start = time.monotonic()
        try:
            with at_most(self.budget.answer):
                if hasattr(engine, "prepare"):
                    engine.prepare(question)
                answer = lap.timings.take(lambda: engine.answer(question), engine.pids)
        except (OutOfTime, RuntimeError) as problem:
            lap.stopped = str(problem)
        else:
            lap.totals.append(answer.total)
            answers[engine.name] = answer
        lap.spent += time.monotonic() - start

    def _compare(self, mix: str, question: Question, answers: dict[str, Answer]) -> None:
        if not (ours := answers.get(OURS)):
            return
        for name, answer in answers.items():
            self.laps[mix][name].same.append(answer.total == ours.total)
            if name in (EXACT if question.text else EXACT_WITHOUT_WORDS) and mix != "misspelt text":
                self.compared[mix] += 1
                if difference := _difference(ours, answer):
                    self.disagreements.append(f"{mix}: ?{question.query}: {name}: {difference}")

    def figures(self) -> dict:
        mixes = {
            mix: {name: lap.figures(laps[OURS]) for name, lap in list(laps.items())} for mix, laps in self.laps.items()
        }
        return {
            "select 1": self.raw.figures(),
            "mixes": mixes,
            "compared": self.compared,
            "disagreements": self.disagreements,
        }


def _difference(one: Answer, other: Answer) -> str:
    if one.total != other.total:
        return f"{one.total} results, {other.total} there"
    for facet, counts in one.counts.items():
        for value, count in counts.items():
            if count != (there := other.counts.get(facet, {}).get(value, 0)):
                return f"{facet}={value}: {count}, {there} there"
    return ""
