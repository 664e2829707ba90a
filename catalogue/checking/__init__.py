"""What is wrong with the catalogue, or worth a look. Nothing is changed; a database's own rules are not asked again."""

from .entries import (
    circles,
    contradictory_memberships,
    dates_of_checks,
    entries_without_provider,
    entries_without_summary,
    hard_summaries,
    kinds_misnamed,
    parts_astray,
    said_twice,
    slugs_alike,
    unverified_offers,
)
from .findings import Finding, Holdings
from .money import flows_that_do_not_add_up, parts_that_exceed_the_whole
from .record import writes_past_the_record
from .sources import (
    broken_locators,
    citations_of_nothing,
    citations_to_look_at,
    disagreements_with_one_side,
    supersessions_astray,
    uncited_values,
)

__all__ = ["CHECKS", "Finding", "check"]

CHECKS = (
    uncited_values,
    citations_of_nothing,
    broken_locators,
    supersessions_astray,
    disagreements_with_one_side,
    entries_without_provider,
    entries_without_summary,
    parts_astray,
    kinds_misnamed,
    unverified_offers,
    dates_of_checks,
    contradictory_memberships,
    circles,
    said_twice,
    flows_that_do_not_add_up,
    parts_that_exceed_the_whole,
    slugs_alike,
    citations_to_look_at,
    hard_summaries,
    writes_past_the_record,
)


def check() -> list[Finding]:
    """All findings, errors first."""
    holdings = Holdings()
    findings = [finding for look in CHECKS for finding in look(holdings)]
    return sorted(findings, key=lambda finding: not finding.is_error)
