"""What the page of one offering shows, in the order of the page. How a value is put in words stands in facts.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from catalogue.models import Membership
from catalogue.models.vocabulary import Availability, Quantity, Role

from .dossier import Dossier, Subject
from .facts import Fact, FactSheet, Value, capital, stated
from .notes import Cited, Notes, Said, anchor_of
from .questions import questions


@dataclass(frozen=True)
class PartView:
    """A part of an offering, at an anchor of its page."""

    slug: str
    title: str
    cited: Cited
    summary: str
    facts: list[Fact]
    statements: list[Said]
    asides: tuple[Said, ...] = ()


@dataclass(frozen=True)
class GroupView:
    """A group that the offering is counted in, and what is said of the group as a whole."""

    name: str
    standing: Value
    summary: str
    facts: list[Fact]
    asides: list[Said]
    statements: tuple[Said, ...] = ()


def offering_context(dossier: Dossier) -> dict[str, Any]:
    """Everything the page shows, in the order of the page: that is how its sources are numbered."""
    notes = Notes({citation.pk: anchor_of(d) for d, sides in dossier.conflicts.items() for citation in sides})
    offering, shown = dossier.offering, set()
    sheet = FactSheet(dossier, notes, offering)
    context = {
        "entry": offering.record,
        "trail": [("Find a program", reverse("microcredentials"))],
        "name": sheet.name(),
        "availability": sheet.availability(),
        "ended": offering.record.availability == Availability.ENDED,
        "glance": [sheet.audience(), *sheet.decisive()],
        "further": sheet.further(),
        "roles": sheet.roles(),
        "websites": list(_websites(dossier, notes)),
        "questions": questions(offering),
        "parts": [_part(dossier, notes, part, shown) for part in dossier.parts],
        "money": stated([sheet.money()]),
        "price_is_stated": any(measure.quantity == Quantity.PRICE for measure in offering.measures),
        "statements": _said(dossier, notes, offering, shown),
        "groups": [_group(dossier, notes, membership, shown) for membership in dossier.memberships],
        "conflicts": [notes.conflict(disagreement, sides) for disagreement, sides in dossier.conflicts.items()],
    }
    return {**context, "notes": notes.all}


def _part(dossier: Dossier, notes: Notes, part: Subject, shown: set) -> PartView:
    sheet = FactSheet(dossier, notes, part, "part")
    return PartView(
        slug=part.record.slug,
        title=part.record.title,
        cited=notes.cite("Name (part)", dossier.naming(part)),
        summary=part.record.summary,
        facts=sheet.everything(),
        statements=_said(dossier, notes, part, shown),
    )


def _group(dossier: Dossier, notes: Notes, membership: Membership, shown: set) -> GroupView:
    standing = Value(
        capital(membership.get_standing_display()), notes.cite("Belongs to it", dossier.citations_of(membership))
    )
    group = dossier.groups.get(membership.group_id)
    facts = FactSheet(dossier, notes, group, "group").of_group() if group else []
    statements = _said(dossier, notes, group, shown) if group else []
    return GroupView(membership.group.name, standing, membership.group.summary, facts, statements)


def _said(dossier: Dossier, notes: Notes, subject: Subject, shown: set) -> list[Said]:
    """Statements about a subject that stand nowhere else on the page yet."""
    fresh = [statement for statement in subject.statements if statement not in shown]
    shown.update(fresh)
    return [notes.said(statement, dossier.citations_of(statement)) for statement in fresh]


def _websites(dossier: Dossier, notes: Notes) -> Iterator[Value]:
    """Addresses of the schools that run the offering."""
    for claim in dossier.offering.participations:
        school = claim.institution
        if claim.role in Role.providing() and school and school.website:
            cited = notes.cite(f"Website of {school.brief_name}", dossier.citations_of(school))
            yield Value(school.name, cited, school.website)
