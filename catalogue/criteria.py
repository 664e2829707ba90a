"""Which of our facts plainly show what BC's framework asks of a microcredential.

The page of an entry names the criteria that something shows, and never one as not met: that nobody has stated it says
nothing. What the framework asks stands in definitions.py, for the glossary and for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.utils.functional import Promise

from institutions.records import Record

from .definitions import TRAITS, Trait
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
    """A trait that the framework asks for, under its name in the glossary; `shown_by` finds the facts that show it."""

    slug: str
    shown_by: Callable[[Described], Iterable[Evidence]]

    @property
    def name(self) -> str | Promise:
        return self._trait.name

    @property
    def asks(self) -> str | Promise:
        """What the framework asks, in our words."""
        return self._trait.says["bc"]

    @property
    def _trait(self) -> Trait:
        return next(trait for trait in TRAITS if trait.slug == self.slug)


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


# That a program stands alone, or is about what one can do, no field of ours can show.
CRITERIA = (
    Criterion("size", _short),
    Criterion("need", _wanted),
    Criterion("assessed", _assessed),
    Criterion("stacks", _recognized),
)


def plain(citations: Iterable[Citation]) -> bool:
    """Whether a source plainly says so, and no newer one has replaced it."""
    return any(citation.basis in _PLAIN and citation.superseded_by_id is None for citation in citations)
