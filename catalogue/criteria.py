"""What the BC Micro-credential Framework asks of a microcredential, and which of our facts show it plainly.

The glossary explains the criteria; the page of an entry names those that something shows, and never one as not met:
that nobody has stated it says nothing. Two criteria no field of ours can show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from institutions.records import Record

from .models import Citation, Measure, Microcredential, Participation, Recognition
from .models.vocabulary import Approximation, Assessed, Basis, Force, Quantity, Role, Scope

# The framework says “short” and gives no number. A term of a school year is our measure, in days.
SHORT = 120
# Only what a source or the school says; our reading and what comes from elsewhere prove nothing here.
_PLAIN = (Basis.STATED, Basis.CONFIRMED)


class Described(Protocol):
    """What is known of an offering, as `Subject` of the pages has it."""

    record: Microcredential
    participations: list[Participation]
    recognitions: list[Recognition]
    measures: list[Measure]


class Evidence(NamedTuple):
    """A fact that shows a criterion: a claim as a whole, or one field of a record."""

    record: Record
    field: str = ""


@dataclass(frozen=True)
class Criterion:
    """`name` and `means` are our words for it; `shown_by` finds the facts, and is empty where no field can show it."""

    slug: str
    name: str | Promise
    means: str | Promise
    shown_by: Callable[[Described], Iterable[Evidence]] | None = None


def _short(offering: Described) -> Iterator[Evidence]:
    for measure in offering.measures:
        whole = measure.quantity == Quantity.DURATION and measure.measures == Scope.PROGRAM
        if whole and (measure.approximation == Approximation.SHORT or _days(measure) <= SHORT):
            yield Evidence(measure)


def _days(measure: Measure) -> float:
    """The longest that is stated, in rough days; more than any program where only a least length is."""
    if measure.days is None or measure.approximation == Approximation.MORE_THAN:
        return float("inf")
    return measure.days * float((measure.maximum or measure.minimum) / measure.minimum) if measure.minimum else 0


def _assessed(offering: Described) -> Iterator[Evidence]:
    if offering.record.assessed == Assessed.YES:
        yield Evidence(offering.record, "assessed")


def _recognized(offering: Described) -> Iterator[Evidence]:
    yield from (Evidence(claim) for claim in offering.recognitions if claim.force in (Force.COUNTS, Force.SOME_COURSES))


def _wanted(offering: Described) -> Iterator[Evidence]:
    yield from (Evidence(claim) for claim in offering.participations if claim.role == Role.INDUSTRY_PARTNER)


CRITERIA = (
    Criterion("stand-alone", _("Stands on its own"), _("It has worth without any other program.")),
    Criterion("short", _("Short"), _("It takes far less time than a diploma or degree."), _short),
    Criterion("competency-based", _("About what you can do"), _("You show skills, not hours in a seat.")),
    Criterion(
        "wanted",
        _("Tied to work or community"),
        _("It fits a need of employers, industry or communities, Indigenous communities among them."),
        _wanted,
    ),
    Criterion("assessed", _("Can be assessed"), _("Your work is tested or marked."), _assessed),
    Criterion("recognized", _("Can be recognized"), _("It counts for a job or toward further learning."), _recognized),
)


def plain(citations: Iterable[Citation]) -> bool:
    """Whether a source plainly says so, and no newer one has replaced it."""
    return any(citation.basis in _PLAIN and citation.superseded_by_id is None for citation in citations)
