"""The pages of money: the tree of envelopes, and a briefing on each that prints as one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from catalogue.models import FundingLink, Group
from catalogue.wording import NOT_STATED
from funding.models import FundingFlow, FundingSource
from institutions.dates import in_words

from .cited import CitedPage, citations_of, conflicts_about, statements_about, with_citations
from .facts import Fact, Value
from .funding_figures import adds_up, amount_words, facts, figures, payments, silences
from .groups import read_groups
from .institution_roles import Line

# Amounts that nobody states come last, on both databases.
_LARGEST_FIRST = (F("amount").desc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Envelope:
    """An envelope in the tree and in the table: what is part of it, and what is paid into it."""

    name: str
    url: str
    amount: Value
    announced: Value | None
    part_of: Value | None
    payments: list[Fact]
    parts: list[Envelope]


def listing(request: HttpRequest) -> HttpResponse:
    funds = list(with_citations(FundingSource.objects.select_related("part_of").order_by(*_LARGEST_FIRST)))
    flows = defaultdict(list)
    for flow in _flows(FundingFlow.objects.all()):
        flows[flow.into_id].append(flow)
    page = CitedPage()
    roots = _envelopes(funds, flows, page)
    context = {
        "trail": [],
        "roots": roots,
        "table": list(_flat(roots)),
        "statements": page.said(statements_about(Q(topic="funding"))),
        "notes": page.notes.all,
    }
    return render(request, "funding/list.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    fund = get_object_or_404(with_citations(FundingSource.objects.select_related("part_of")), slug=slug)
    return render(request, "funding/detail.html", _briefing(fund))


def _briefing(fund: FundingSource) -> dict[str, Any]:
    """Everything that the page shows, in the order in which its sources are numbered."""
    flows = _flows(FundingFlow.objects.filter(into=fund))
    links = list(_links(fund))
    groups = read_groups(Group.objects.filter(pk__in=[link.group_id for link in links if link.group_id]))
    page = CitedPage(
        conflicts_about(Q(funding_source=fund) | Q(funding_flow__into=fund) | Q(funding_link__funding_source=fund))
    )
    return {
        "fund": fund,
        "trail": [("Funding", reverse("funding"))],
        "name": page.value("Name", fund, fund.name, field="name"),
        "figures": figures(fund, page),
        "facts": facts(fund, page),
        "payments": payments(flows, page),
        "adds_up": adds_up(fund, flows),
        "parts": _parts(fund, page),
        "flows_on": _flows_on(fund, page),
        "entries": [_entry(link, page) for link in links if link.microcredential],
        "silences": silences(fund, flows, bool(links)),
        "statements": page.said(statements_about(Q(subjects__funding_source=fund))),
        "groups": [group.view(page) for group in groups],
        "conflicts": page.conflicts(),
        "notes": page.notes.all,
    }


def _flows(flows: QuerySet) -> list[FundingFlow]:
    return list(with_citations(flows.select_related("payer", "through", "into").order_by(*_LARGEST_FIRST)))


def _links(fund: FundingSource) -> QuerySet:
    links = FundingLink.objects.public().filter(funding_source=fund)
    return with_citations(
        links.select_related("microcredential__parent", "group").order_by("microcredential__title", "pk")
    )


def _parts(fund: FundingSource, page: CitedPage) -> list[Line]:
    parts = with_citations(FundingSource.objects.filter(part_of=fund).order_by("name", "pk"))
    return [
        Line(
            part.name,
            part.get_absolute_url(),
            (page.value("Part of it", part, amount_words(part.amount), field="part_of"),),
        )
        for part in parts
    ]


def _flows_on(fund: FundingSource, page: CitedPage) -> list[Line]:
    """Where money goes that comes through this agreement."""
    flows = _flows(FundingFlow.objects.filter(through=fund))
    return [
        Line(flow.into.name, flow.into.get_absolute_url(), (page.value("Goes to", flow, amount_words(flow.amount)),))
        for flow in flows
    ]


def _entry(link: FundingLink, page: CitedPage) -> Line:
    entry, citations = link.microcredential, citations_of(link)
    words = citations[0].says if citations else NOT_STATED
    return Line(entry.title, entry.get_absolute_url(), (page.value("Paid for", link, words),))


def _envelopes(funds: list[FundingSource], flows: dict[int, list[FundingFlow]], page: CitedPage) -> list[Envelope]:
    """The tree from its roots down. Envelopes that lie in each other in a circle stand at the top, so that none is lost."""
    inside: dict[int | None, list[FundingSource]] = defaultdict(list)
    for fund in funds:
        inside[fund.part_of_id].append(fund)
    placed: set[int] = set()

    def envelope(fund: FundingSource) -> Envelope:
        placed.add(fund.pk)
        parts = [envelope(part) for part in inside[fund.pk] if part.pk not in placed]
        return _envelope(fund, flows[fund.pk], parts, page)

    roots = [envelope(fund) for fund in inside[None]]
    return [*roots, *(envelope(fund) for fund in funds if fund.pk not in placed)]


def _envelope(fund: FundingSource, flows: list[FundingFlow], parts: list[Envelope], page: CitedPage) -> Envelope:
    whole = fund.part_of
    return Envelope(
        name=fund.name,
        url=fund.get_absolute_url(),
        amount=page.value("Amount", fund, amount_words(fund.amount, fund.amount_qualifier), field="amount"),
        announced=fund.announced and page.value("Announced", fund, in_words(fund.announced), field="announced"),
        part_of=whole and page.value("Part of", fund, whole.name, whole.get_absolute_url(), "part_of"),
        payments=payments(flows, page),
        parts=parts,
    )


def _flat(envelopes: Iterable[Envelope]) -> Iterable[Envelope]:
    for envelope in envelopes:
        yield envelope
        yield from _flat(envelope.parts)
