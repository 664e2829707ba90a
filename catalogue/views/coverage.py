"""The page of coverage: how many answers are known and how firmly. How they are counted: catalogue/tallies.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.coverage import (
    QUESTIONS,
    Answer,
    Differing,
    Question,
    answers_of,
    read_differing,
)
from catalogue.search import Problem, Snapshot, current_snapshot
from catalogue.tallies import Tallies, Tally, tallies
from institutions.models import Institution
from institutions.records import NOT_STATED

from .announced import announced, read_conflicts
from .bars import bar
from .cited import CitedPage
from .kept import kept

PAGE_SIZE = 50


@dataclass(frozen=True)
class Row:
    """How the answers of one question, school or offering stand. `silent_url` finds those that do not say."""

    name: str
    url: str
    counts: list[tuple[Answer, int]]
    bar: SafeString
    answered: int
    of: int
    silent_url: str = ""
    silent: tuple[str, ...] = ()

    @property
    def not_stated(self) -> int:
        return self.of - self.answered


@dataclass(frozen=True)
class Counted:
    """What is counted once in the life of a snapshot."""

    differing: Differing
    of: Tallies

    @property
    def whole(self) -> Tally:
        return {answer: sum(tally[answer] for tally in self.of.questions.values()) for answer in Answer}

    @property
    def shown(self) -> list[Answer]:
        """The columns: answers from outside the documents or without a source are named only where there are any."""
        whole = self.whole
        return [each for each in Answer if each not in (Answer.OUTSIDE, Answer.UNSOURCED) or whole[each]]


def _canonical(request: HttpRequest, snapshot: Snapshot) -> str | None:
    number, problem = _page_number(request, snapshot)
    if problem:
        return None
    return f"page={number}" if number > 1 else ""


@kept(_canonical)
def show(request: HttpRequest) -> HttpResponse:
    snapshot = current_snapshot()
    number, problem = _page_number(request, snapshot)
    counted: Counted = snapshot.once("coverage", _count)
    page = CitedPage(read_conflicts())
    context = {
        "trail": [],
        "problems": [problem] if problem else [],
        "announced": announced(page),
        "whole": _row(_("All answers"), "", counted.whole, counted),
        "parts": [(each, _labels()[each], counted.whole[each]) for each in counted.shown],
        "columns": [(each, _labels()[each]) for each in counted.shown],
        "questions": [_of_question(each, counted) for each in QUESTIONS],
        "schools": list(_schools(counted)),
        "offerings": list(_offerings(snapshot, number, counted)),
        "size": snapshot.size,
        "number": number,
        "last": _last_page(snapshot),
        "notes": page.notes.all,
    }
    return render(request, "coverage/show.html", context)


def _count() -> Counted:
    differing = read_differing()
    return Counted(differing, tallies(differing))


def _last_page(snapshot: Snapshot) -> int:
    return max(1, -(-snapshot.size // PAGE_SIZE))


def _page_number(request: HttpRequest, snapshot: Snapshot) -> tuple[int, Problem | None]:
    """The page of offerings asked for; the first, with what was wrong, where there is no such page."""
    asked = request.GET.get("page", "1")
    if len(asked) < 9 and asked.isascii() and asked.isdecimal() and 1 <= int(asked) <= _last_page(snapshot):
        return int(asked), None
    told = _("“page” goes from 1 to %(last)s. We show the first.") % {"last": _last_page(snapshot)}
    return 1, Problem("page", asked[:60], told)


def _labels() -> dict[Answer, str]:
    return {
        Answer.STATED: _("Stated"),
        Answer.OURS: _("Our reading"),
        Answer.OUTSIDE: _("Outside the two documents"),
        Answer.UNSOURCED: _("No source named"),
        Answer.DIFFERS: _("Sources differ"),
        Answer.NOT_STATED: _("Not stated"),
    }


def _row(name: str, url: str, tally: Tally, counted: Counted, **more) -> Row:
    of = sum(tally.values())
    counts = [(answer, tally[answer]) for answer in counted.shown]
    return Row(name, url, counts, bar(tally), of - tally[Answer.NOT_STATED], of, **more)


def _of_question(question: Question, counted: Counted) -> Row:
    tally = counted.of.questions[question.name]
    silent = tally[Answer.NOT_STATED] and question.facet
    url = f"{reverse('microcredentials')}?{question.facet}={NOT_STATED}" if silent else ""
    return _row(str(question.label), "", tally, counted, silent_url=url)


def _schools(counted: Counted) -> Iterator[Row]:
    for school in Institution.objects.filter(pk__in=counted.of.schools).order_by("name", "pk"):
        _, tally = counted.of.schools[school.pk]
        yield _row(school.name, school.get_absolute_url(), tally, counted)


def _offerings(snapshot: Snapshot, number: int, counted: Counted) -> Iterator[Row]:
    numbers = range((number - 1) * PAGE_SIZE, min(number * PAGE_SIZE, snapshot.size))
    pks = [snapshot.pks[each] for each in numbers]
    answers = answers_of(frozenset(pks), counted.differing)
    for each, pk in zip(numbers, pks, strict=True):
        entry, found = snapshot.entry(each), {name: of.get(pk, Answer.NOT_STATED) for name, of in answers.items()}
        tally = Counter(found.values())
        silent = tuple(str(one.label) for one in QUESTIONS if found[one.name] is Answer.NOT_STATED)
        yield _row(entry.title, entry.url, tally, counted, silent=silent)
