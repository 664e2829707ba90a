"""The pages of money: the tree of envelopes, and a briefing on each that prints as one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import FundingLink, Group, StatementSubject
from catalogue.models.vocabulary import Basis, Topic
from catalogue.wording import NOT_STATED
from funding.models import FundingFlow, FundingSource
from institutions.dates import in_words
from institutions.models import Institution

from .cited import CitedPage, citations_of, conflicts_about, statements_about, with_citations
from .facts import Fact, Value
from .funding_figures import adds_up, amount_words, facts, figures, part_of, payments, reached, silences
from .funding_picture import Pictures, pictures
from .funding_steps import Step, Whole, steps, wholes
from .groups import read_groups
from .institution_roles import Line
from .kept import kept
from .notes import Cited

# More pictures would make the list of money a picture book; each sum has its own on its page.
_MOST_PICTURES = 3
# Amounts that nobody states come last, on both databases.
_LARGEST_FIRST = (F("amount").desc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Node:
    """A sum of money with those that are part of it."""

    fund: FundingSource
    parts: list[Node]


@dataclass(frozen=True)
class Envelope:
    """A sum of money as the tree shows it; `within` tells where no source states that it lies inside the one above."""

    name: str
    url: str
    amount: Fact
    within: Cited
    payments: list[Fact]
    parts: list[Envelope]


@dataclass(frozen=True)
class Flow:
    """How one sum of money runs, as a picture and as a table of the same steps."""

    name: str
    amount: str
    steps: list[Step]
    pictures: Pictures


@dataclass(frozen=True)
class Row:
    """A sum of money as the table shows it."""

    name: str
    url: str
    amount: Fact
    part_of: Fact
    payments: list[Fact]
    announced: Fact


@kept()
def listing(request: HttpRequest) -> HttpResponse:
    funds = _funds()
    nodes = _tree(funds)
    flows = defaultdict(list)
    for flow in _flows(FundingFlow.objects.all()):
        flows[flow.into_id].append(flow)
    page = CitedPage()
    around, drawn = wholes(funds), [fund for fund in funds if reached(fund)][:_MOST_PICTURES]
    context = {
        "trail": [],
        "flows": [_flow(fund, flows[fund.pk], around, page) for fund in drawn],
        "envelopes": [_envelope(node, flows, page) for node in nodes],
        "table": [_row(fund, flows[fund.pk], page) for fund in _flat(nodes)],
        "statements": page.said(statements_about(Q(topic="funding"))),
        "notes": page.notes.all,
    }
    return render(request, "funding/list.html", context)


@kept()
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    get_object_or_404(FundingSource, slug=slug)
    funds = _funds()
    fund = next(each for each in funds if each.slug == slug)
    return render(request, "funding/detail.html", _briefing(fund, wholes(funds)))


def _funds() -> list[FundingSource]:
    return list(with_citations(FundingSource.objects.select_related("part_of").order_by(*_LARGEST_FIRST)))


def _briefing(fund: FundingSource, around: dict[int, list[Whole]]) -> dict[str, Any]:
    """Everything that the page shows, in the order in which its sources are numbered."""
    flows = _flows(FundingFlow.objects.filter(into=fund))
    links = list(_links(fund))
    groups = read_groups(Group.objects.filter(pk__in=[link.group_id for link in links if link.group_id]))
    page = CitedPage(
        conflicts_about(Q(funding_source=fund) | Q(funding_flow__into=fund) | Q(funding_link__funding_source=fund))
    )
    return {
        "fund": fund,
        "trail": [(_("Funding"), reverse("funding"))],
        "name": page.value(_("Name"), fund, fund.name, field="name"),
        "figures": figures(fund, page),
        "flow": _flow(fund, flows, around, page) if flows or reached(fund) else None,
        "facts": facts(fund, page),
        "payments": payments(flows, page),
        "adds_up": adds_up(fund, flows),
        "parts": _parts(fund, page),
        "flows_on": _flows_on(fund, page),
        "entries": [_entry(link, page) for link in links if link.microcredential],
        "silences": silences(fund, flows, bool(links)),
        "statements": page.said(statements_about(_about_it_all(fund))),
        "groups": [group.view(page) for group in groups],
        "conflicts": page.conflicts(),
        "notes": page.notes.all,
    }


def _about_it_all(fund: FundingSource) -> Q:
    """What is said of the money as a whole.

    Not when it happened, which stands among the facts; not that a school got some, which the page of coverage tells.
    """
    of_schools = StatementSubject.objects.filter(institution__in=Institution.objects.schools_of_bc())
    return Q(subjects__funding_source=fund) & ~Q(topic=Topic.TIMELINE) & ~Q(pk__in=of_schools.values("statement"))


def _flows(flows: QuerySet) -> list[FundingFlow]:
    return list(with_citations(flows.select_related("payer", "through", "into").order_by(*_LARGEST_FIRST)))


def _flow(fund: FundingSource, flows: list[FundingFlow], around: dict[int, list[Whole]], page: CitedPage) -> Flow:
    way = steps(fund, flows, around, page)
    amount = "" if fund.amount is None else amount_words(fund.amount, fund.amount_qualifier)
    return Flow(fund.name, amount, way, pictures(fund.name, fund.slug, way))


def _links(fund: FundingSource) -> QuerySet:
    links = FundingLink.objects.public().filter(funding_source=fund)
    links = links.select_related("microcredential__parent", "group")
    return with_citations(links.order_by("microcredential__title", "pk"))


def _parts(fund: FundingSource, page: CitedPage) -> list[Line]:
    parts = with_citations(FundingSource.objects.filter(part_of=fund).order_by("name", "pk"))
    return [Line(part.name, part.get_absolute_url(), _inside(part, page)) for part in parts]


def _inside(part: FundingSource, page: CitedPage) -> tuple[Value, ...]:
    """How much it is, and apart from that, on what ground it lies inside."""
    return (*_amount(part, page).values, page.value(_("Part of it"), part, _("Part of it"), field="part_of"))


def _flows_on(fund: FundingSource, page: CitedPage) -> list[Line]:
    """Where money goes that comes through this agreement."""
    flows = _flows(FundingFlow.objects.filter(through=fund))
    return [
        Line(flow.into.name, flow.into.get_absolute_url(), (page.value(_("Goes to"), flow, amount_words(flow.amount)),))
        for flow in flows
    ]


def _entry(link: FundingLink, page: CitedPage) -> Line:
    entry, citations = link.microcredential, citations_of(link)
    words = citations[0].says if citations else str(NOT_STATED)
    return Line(
        entry.title,
        entry.get_absolute_url(),
        (replace(page.value(_("Paid for"), link, words), is_english=bool(citations)),),
    )


def _tree(funds: list[FundingSource]) -> list[Node]:
    """The tree from its roots down. Those that lie in each other in a circle stand at the top, so that none is lost."""
    inside: dict[int | None, list[FundingSource]] = defaultdict(list)
    for fund in funds:
        inside[fund.part_of_id].append(fund)
    placed: set[int] = set()

    def node(fund: FundingSource) -> Node:
        placed.add(fund.pk)
        return Node(fund, [node(part) for part in inside[fund.pk] if part.pk not in placed])

    roots = [node(fund) for fund in inside[None]]
    return [*roots, *(node(fund) for fund in funds if fund.pk not in placed)]


def _flat(nodes: Iterable[Node]) -> Iterator[FundingSource]:
    for node in nodes:
        yield node.fund
        yield from _flat(node.parts)


def _envelope(node: Node, flows: dict[int, list[FundingFlow]], page: CitedPage) -> Envelope:
    fund = node.fund
    return Envelope(
        name=fund.name,
        url=fund.get_absolute_url(),
        amount=_amount(fund, page),
        within=_within(fund, page),
        payments=payments(flows[fund.pk], page),
        parts=[_envelope(part, flows, page) for part in node.parts],
    )


def _within(fund: FundingSource, page: CitedPage) -> Cited:
    citations = citations_of(fund, "part_of")
    stated = any(citation.basis in (Basis.STATED, Basis.CONFIRMED) for citation in citations)
    return Cited() if stated else page.notes.cite(_("Part of"), citations)


def _row(fund: FundingSource, flows: list[FundingFlow], page: CitedPage) -> Row:
    return Row(
        name=fund.name,
        url=fund.get_absolute_url(),
        amount=_amount(fund, page),
        part_of=part_of(fund, page),
        payments=payments(flows, page),
        announced=page.fact(_("Announced"), fund, "announced", in_words(fund.announced)),
    )


def _amount(fund: FundingSource, page: CitedPage) -> Fact:
    words = "" if fund.amount is None else amount_words(fund.amount, fund.amount_qualifier)
    return page.fact(_("Amount"), fund, "amount", words)
