"""Checks of money: figures that do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from catalogue.wording import dollars
from funding.models import FundingFlow, FundingSource, Qualifier

from .findings import Finding, Holdings


def flows_that_do_not_add_up(holdings: Holdings) -> Iterator[Finding]:
    """What flows into a source is not its amount. Where a flow has no amount, it can only be too much."""
    for source in holdings.subjects["funding_source"]:
        flows = [flow for flow in holdings.subjects["funding_flow"] if flow.into_id == source.pk]
        if source.amount is None or not flows:
            continue
        total = _total(flow.amount for flow in flows)
        complete = all(flow.amount is not None for flow in flows)
        if total > source.amount or (complete and total < source.amount):
            text = f"{dollars(total)} flow into it, but its amount is {dollars(source.amount)}. Correct a figure."
            yield Finding(source, text, is_error=_exact(source, flows))


def parts_that_exceed_the_whole(holdings: Holdings) -> Iterator[Finding]:
    for source in holdings.subjects["funding_source"]:
        parts = [part for part in holdings.subjects["funding_source"] if part.part_of_id == source.pk]
        total = _total(part.amount for part in parts)
        if source.amount is not None and total > source.amount:
            text = f"Its parts come to {dollars(total)}, more than its {dollars(source.amount)}. Correct a figure."
            yield Finding(source, text)


def _total(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _exact(source: FundingSource, flows: list[FundingFlow]) -> bool:
    return {source.amount_qualifier, *(flow.qualifier for flow in flows)} <= {Qualifier.EXACT, ""}
