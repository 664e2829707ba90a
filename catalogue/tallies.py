"""How much is known of all offerings at once, by question and by school."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .coverage import QUESTIONS, Answer, Answers, Differing, among, answers_of, counted_entries
from .models import Participation
from .models.vocabulary import Role

Tally = dict[Answer, int]

# Offerings whose answers are in memory together, some kilobytes each.
_AT_ONCE = 10_000


class Tallies(NamedTuple):
    """How many offerings were asked, and how their answers stand, by the name of the question.

    And by the primary key of each school that runs some: how many, and how all their answers stand.
    """

    size: int
    questions: dict[str, Tally]
    schools: dict[int, tuple[int, Tally]]


def tallies(differing: Differing) -> Tallies:
    """Of all public offerings. Each is read once, and its answers are kept no longer than it takes to count them."""
    everything = [*counted_entries().order_by("pk").values_list("pk", flat=True)]
    questions = {question.name: Counter() for question in QUESTIONS}
    sizes, schools = Counter(), defaultdict(Counter)
    for start in range(0, len(everything), _AT_ONCE):
        pks = frozenset(everything[start : start + _AT_ONCE])
        answers, run_by = answers_of(pks, differing), _schools_of(pks)
        sizes.update(school for some in run_by.values() for school in some)
        for name, standing in answers.items():
            questions[name].update(standing.values())
        for school, answer in _by_school(answers, run_by):
            schools[school][answer] += 1
    return Tallies(
        len(everything),
        {name: _with_silence(counts, len(everything)) for name, counts in questions.items()},
        {school: (some, _with_silence(schools[school], some * len(QUESTIONS))) for school, some in sizes.items()},
    )


def _schools_of(pks: frozenset[int]) -> dict[int, set[int]]:
    """The schools that run each offering."""
    found: dict[int, set[int]] = defaultdict(set)
    running = Participation.objects.filter(among(pks, "microcredential"), role__in=Role.providing())
    for entry, school in running.order_by().values_list("microcredential", "institution"):
        if school and entry in pks:
            found[entry].add(school)
    return found


def _by_school(answers: Answers, run_by: dict[int, set[int]]) -> Iterator[tuple[int, Answer]]:
    for standing in answers.values():
        for entry, answer in standing.items():
            for school in run_by.get(entry, ()):
                yield school, answer


def _with_silence(counts: Counter[Answer], asked: int) -> Tally:
    return {each: counts[each] for each in Answer} | {Answer.NOT_STATED: asked - counts.total()}
