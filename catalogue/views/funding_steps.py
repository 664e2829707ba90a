"""The way of one sum of money, step by step: who pays in, what it is for, which larger sums it lies inside.

These rows are all that the picture and the table beside it know, so that both tell the same. Nothing is added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import Q
from django.utils.translation import gettext as _

from catalogue.models import Statement
from catalogue.models.vocabulary import Basis, Topic
from funding.models import FundingFlow, FundingSource

from .cited import CitedPage, citations_of, with_citations
from .facts import Value
from .funding_figures import amount_words, payer_words, reached
from .notes import Cited


class Part(Enum):
    """What a step is to the sum that the picture is about."""

    PAYS = "pays"
    WHOLE = "whole"
    FOR = "for"
    AROUND = "around"
    MAY_BE_AROUND = "may-be-around"

    @property
    def label(self) -> str:
        return {
            Part.PAYS: _("Pays in"),
            Part.WHOLE: _("The money"),
            Part.FOR: _("Is for"),
            Part.AROUND: _("Lies inside"),
            Part.MAY_BE_AROUND: _("May lie inside"),
        }[self]


@dataclass(frozen=True)
class Step:
    """One shape of the picture and one row of its table.

    `ground` tells how we know that the step belongs here, apart from its figure. `unknown` is what no source says.
    """

    part: Part
    name: str
    figure: Value
    url: str = ""
    ground: Cited = field(default_factory=Cited)
    unknown: str = ""

    @property
    def implied(self) -> str:
        """The word for what no source says; empty where one does."""
        return self.ground.basis.label or self.figure.cited.basis.label

    @property
    def names_money(self) -> bool:
        """Whether the name is that of a sum, which is English on a French page too."""
        return self.part not in (Part.PAYS, Part.FOR)

    @property
    def headline(self) -> str:
        """What stands in bold: an amount by itself, a number with what it counts."""
        return f"{self.figure.words} {self.name}" if self.part is Part.FOR else self.figure.words


def steps(
    fund: FundingSource, flows: Iterable[FundingFlow], around: dict[int, list[Whole]], page: CitedPage
) -> list[Step]:
    """In the order in which one reads the picture: from those who pay to the largest sum."""
    return [
        *(_pays(flow, page) for flow in flows),
        Step(Part.WHOLE, fund.name, _amount(fund, page), fund.get_absolute_url(), unknown=_unknown_of_whole(fund)),
        *_is_for(fund, page),
        *(_around(whole, page) for whole in around.get(fund.pk, [])),
    ]


@dataclass(frozen=True)
class Whole:
    """A sum that another lies inside, and the record that says so: the smaller sum, or a statement of our reading."""

    fund: FundingSource
    said_by: FundingSource | Statement


def wholes(funds: Iterable[FundingSource]) -> dict[int, list[Whole]]:
    """For each sum those that it lies inside, the nearest first: what is only our reading, then what a source says."""
    by_pk = {fund.pk: fund for fund in funds}
    found = {pk: list(_above(fund, by_pk)) for pk, fund in by_pk.items()}
    for statement in _readings():
        inside = sorted(_sums(statement, by_pk), key=lambda fund: fund.amount)
        if len(inside) == 2:
            smaller, larger = inside
            found[smaller.pk].insert(0, Whole(larger, statement))
    return found


def _above(fund: FundingSource, by_pk: dict[int, FundingSource]) -> Iterator[Whole]:
    seen = {fund.pk}
    while fund.part_of_id and fund.part_of_id not in seen:
        whole = by_pk[fund.part_of_id]
        yield Whole(whole, fund)
        seen.add(whole.pk)
        fund = whole


def _readings() -> list[Statement]:
    """Statements about money that rest on our reading alone. One about two sums tells that one may lie in the other."""
    ours = Q(topic=Topic.FUNDING, citations__basis=Basis.INFERRED)
    statements = with_citations(Statement.objects.public().filter(ours).distinct()).prefetch_related("subjects")
    return [one for one in statements if {citation.basis for citation in citations_of(one)} == {Basis.INFERRED}]


def _sums(statement: Statement, by_pk: dict[int, FundingSource]) -> list[FundingSource]:
    about = {subject.funding_source_id for subject in statement.subjects.all()}
    return [fund for pk, fund in by_pk.items() if pk in about and fund.amount is not None]


def _pays(flow: FundingFlow, page: CitedPage) -> Step:
    payer, url = payer_words(flow), flow.payer.get_absolute_url() if flow.payer else ""
    if flow.through:
        payer = _("%(payer)s, through the %(agreement)s") % {"payer": payer, "agreement": flow.through.name}
    words = amount_words(flow.amount, flow.qualifier) if flow.amount is not None else _("Amount not stated")
    return Step(Part.PAYS, payer, page.value(_("Pays in"), flow, words), url)


def _is_for(fund: FundingSource, page: CitedPage) -> Iterator[Step]:
    for name, words, label in reached(fund):
        yield Step(Part.FOR, label, page.value(label, fund, words, field=name), unknown=_unknown_of(name))


def _around(whole: Whole, page: CitedPage) -> Step:
    by_reading = isinstance(whole.said_by, Statement)
    citations = citations_of(whole.said_by, None if by_reading else "part_of")
    part = Part.MAY_BE_AROUND if by_reading else Part.AROUND
    ground = page.notes.cite(part.label, citations)
    return Step(part, whole.fund.name, _amount(whole.fund, page), whole.fund.get_absolute_url(), ground)


def _amount(fund: FundingSource, page: CitedPage) -> Value:
    if fund.amount is None:
        return Value(_("Amount not stated"), Cited())
    return page.value(_("Amount"), fund, amount_words(fund.amount, fund.amount_qualifier), field="amount")


def _unknown_of_whole(fund: FundingSource) -> str:
    return _("each school's and each program's share") if fund.institutions_reached else ""


def _unknown_of(field: str) -> str:
    unknown = {
        "institutions_reached": _("their names"),
        "microcredentials_reached": _("their titles"),
        "learners_reached": _("what they pay"),
    }
    return unknown[field]
