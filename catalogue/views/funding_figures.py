"""What a minister is told of a sum of money: its figures, who pays, and what no source says. We add up nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.languages import digits
from catalogue.models import Citation
from catalogue.models.vocabulary import Basis
from catalogue.provenance import grounds
from catalogue.wording import NOT_STATED, dollars, qualified
from funding.models import FundingFlow, FundingSource
from institutions.dates import in_words

from .cited import CitedPage, citations_of
from .facts import Fact, Value
from .notes import Cited


@dataclass(frozen=True)
class Figure:
    """One number in large type, of what it is, and what the source says of it."""

    value: str
    label: str
    cited: Cited
    words: str


def amount_words(amount, qualifier: str = "") -> str:
    """«more than $4 million»; an exact amount needs no word before it."""
    if amount is None:
        return str(NOT_STATED)
    return qualified(qualifier, dollars(amount))


def figures(fund: FundingSource, page: CitedPage) -> list[Figure]:
    """The numbers that a source gives, and only those."""
    amount = amount_words(fund.amount, fund.amount_qualifier)
    given = [("amount", amount, _("in all"))] if fund.amount is not None else []
    return [_figure(fund, page, *each) for each in [*given, *reached(fund)]]


def reached(fund: FundingSource) -> list[tuple[str, str, str]]:
    """Whom and what it is for, where a source gives a number: the field, the number in words, what it counts."""
    schools, programs, learners = fund.institutions_reached, fund.microcredentials_reached, fund.learners_reached
    given = [
        ("institutions_reached", schools, f"{schools}", ngettext("institution", "institutions", schools or 0)),
        (
            "microcredentials_reached",
            programs,
            f"{programs}",
            ngettext("microcredential", "microcredentials", programs or 0),
        ),
        (
            "learners_reached",
            learners,
            qualified(fund.learners_qualifier, digits(learners or 0)),
            _("people it is meant for"),
        ),
    ]
    return [(field, words, label) for field, value, words, label in given if value is not None]


def facts(fund: FundingSource, page: CitedPage) -> list[Fact]:
    """What else is said of it; what nobody has stated is said to be so."""
    announced = page.fact(_("Announced"), fund, "announced", in_words(fund.announced))
    rows = [
        part_of(fund, page),
        _with_our_reading(announced, fund, "announced", page),
        page.fact(_("Results due by"), fund, "deadline", _end_of(fund.deadline)),
    ]
    return [*rows, page.fact(_("For whom"), fund, "reach", fund.reach)] if fund.reach else rows


def part_of(fund: FundingSource, page: CitedPage) -> Fact:
    whole = fund.part_of
    return page.fact(
        _("Part of"), fund, "part_of", whole.name if whole else "", whole.get_absolute_url() if whole else ""
    )


def payments(flows: list[FundingFlow], page: CitedPage) -> list[Fact]:
    """Who pays how much into it; a payer's name leads to its page."""
    return [Fact(payer_words(flow), (page.value(_("Paid in"), flow, _flow_words(flow)),)) for flow in flows]


def silences(fund: FundingSource, flows: list[FundingFlow], pays_for_something: bool) -> list[str]:
    """What the two documents do not say of it, written out so that nobody takes silence for an answer."""
    reaches = pays_for_something or fund.institutions_reached or fund.microcredentials_reached
    schools, programs = fund.institutions_reached, fund.microcredentials_reached
    unknown = [
        (fund.amount is None, _("How much money it is.")),
        (not any(flow.payer for flow in flows), _("Who pays it.")),
        (schools, _("The names of the %(count)s institutions.") % {"count": schools}),
        (schools, _("How much each institution got.")),
        (programs, _("The titles of the %(count)s microcredentials.") % {"count": programs}),
        (programs, _("How much went to each microcredential.")),
        (fund.learners_reached, _("How much there is for each learner, and how many learners came in the end.")),
        (reaches, _("What a learner pays. Funded does not mean free.")),
        (not reaches, _("What it pays for, program by program.")),
    ]
    return [words for silent, words in unknown if silent]


def adds_up(fund: FundingSource, flows: list[FundingFlow]) -> bool:
    """Whether the payments named make up the whole amount, so that none is missing and none counts twice."""
    amounts = [flow.amount for flow in flows]
    return len(amounts) > 1 and None not in amounts and sum(amounts) == fund.amount


def _figure(fund: FundingSource, page: CitedPage, field: str, words: str, label: str) -> Figure:
    return Figure(words, label, page.value(label, fund, words, field=field).cited, _who_says(citations_of(fund, field)))


def _who_says(citations: list[Citation]) -> str:
    """«2021 news release: An MLA names this amount.» for each source that says this figure, not another one."""
    by_source: dict[str, list[str]] = {}
    current = [citation for citation in citations if citation.superseded_by_id is None]
    shown = current and grounds(current)[current[0].field].basis
    for citation in current:
        if citation.basis == shown:
            by_source.setdefault(citation.source.short_title, []).append(citation.says)
    return " ".join(f"{source}: {' '.join(says)}" for source, says in by_source.items())


def _with_our_reading(fact: Fact, fund: FundingSource, field: str, page: CitedPage) -> Fact:
    """A stated value, and beside it what of it is only our reading: a month that is stated without its year."""
    citations = citations_of(fund, field)
    read = [citation for citation in citations if citation.basis == Basis.INFERRED]
    if not read or len(read) == len(citations):
        return fact
    return Fact(
        fact.label,
        (*fact.values, *(Value(one.says, page.notes.cite(fact.label, [one]), is_english=True) for one in read)),
    )


def _end_of(deadline: str) -> str:
    if not deadline or len(deadline) == 10:
        return in_words(deadline)
    return _("the end of %(month)s") % {"month": in_words(deadline)}


def payer_words(flow: FundingFlow) -> str:
    return flow.payer.name if flow.payer else _("A payer not named")


def _flow_words(flow: FundingFlow) -> str:
    amount = _("amount not stated") if flow.amount is None else amount_words(flow.amount, flow.qualifier)
    if not flow.through:
        return amount
    return _("%(amount)s, through the %(agreement)s") % {"amount": amount, "agreement": flow.through.name}
