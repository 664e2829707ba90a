"""Report: how many of a learner's questions are answered, by question and by school, for the entries visitors see."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from catalogue.coverage import QUESTIONS, Answer, Question, read_differing
from catalogue.tallies import Tally, tallies
from institutions.models import Institution
from institutions.records import NOT_STATED

from .tables import Cell, Table

_WORDS = {
    Answer.STATED: "Stated",
    Answer.OURS: "Our reading",
    Answer.OUTSIDE: "Outside the two documents",
    Answer.UNSOURCED: "No source named",
    Answer.DIFFERS: "Sources differ",
    Answer.NOT_STATED: "Not stated",
}


def tables(query: QueryDict) -> list[Table]:
    counted = tallies(read_differing())
    schools = Institution.objects.filter(pk__in=counted.schools).order_by("name", "pk")
    return [
        Table(
            "schools",
            "Answers by school",
            ["School", "Programs", "Answered", *_WORDS.values()],
            [_of_school(school, *counted.schools[school.pk]) for school in schools],
            note=f"Each program is asked {len(QUESTIONS)} questions.",
        ),
        Table(
            "questions",
            "Answers by question",
            ["Question", "Answered", *_WORDS.values()],
            [_of_question(question, counted.questions[question.name]) for question in QUESTIONS],
        ),
    ]


def _answers(tally: Tally) -> list[Cell]:
    whole = sum(tally.values())
    return [Cell.share(whole - tally[Answer.NOT_STATED], whole), *(Cell.count(tally[each]) for each in _WORDS)]


def _of_school(school: Institution, size: int, tally: Tally) -> list[Cell]:
    return [Cell(school.name, school.get_absolute_url()), Cell.count(size), *_answers(tally)]


def _of_question(question: Question, tally: Tally) -> list[Cell]:
    *answers, silent = _answers(tally)
    there = f"{reverse('microcredentials')}?{urlencode({question.facet: NOT_STATED})}" if question.facet else ""
    return [Cell(str(question.label)), *answers, Cell.count(tally[Answer.NOT_STATED], there) if there else silent]
