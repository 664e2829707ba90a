"""What the page of one offering shows, in the order of the page. How a value is put in words stands in facts.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.criteria import CRITERIA, Criterion, Evidence, plain
from catalogue.dossier import Dossier, Subject
from catalogue.models import Measure, Membership, Participation, Recognition
from catalogue.models.vocabulary import Availability, Quantity, Role
from catalogue.search import current_snapshot
from catalogue.wording import credit_words, measure_words

from .credit import credit_picture, credit_rows
from .facts import Fact, FactSheet, Value, capital, stated
from .letter import letter, schools
from .mentions import read_along, side_words
from .neighbours import neighbours
from .notes import Cited, Conflict, Notes, Said, anchor_of
from .published_changes import PublishedChange
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


@dataclass(frozen=True)
class Website(Value):
    """The website of a school, and the name that fits on a button."""

    brief_name: str = ""


# Sections that a reader may jump to, in the order of the page: the name in the context, the anchor, the heading.
_SECTIONS = (
    ("learns", "learn", gettext_lazy("What you learn")),
    ("is_for", "people", gettext_lazy("Who it is for")),
    ("ways", "ways", gettext_lazy("How you learn and are tested")),
    ("credit", "credit", gettext_lazy("What it leads to")),
    ("money", "money", gettext_lazy("Who pays")),
    ("parts", "parts", gettext_lazy("Parts of it")),
    ("letter", "ask", gettext_lazy("Ask the school")),
    ("neighbours", "similar", gettext_lazy("Similar programs")),
    ("criteria", "criteria", gettext_lazy("As a microcredential")),
    ("others", "others", gettext_lazy("Who else takes part")),
    ("statements", "said", gettext_lazy("What is said about it")),
    ("groups", "groups", gettext_lazy("Said of a larger group")),
    ("conflicts", "conflicts", gettext_lazy("Where our sources disagree")),
    ("notes", "notes", gettext_lazy("Where this comes from")),
    ("changes", "changes", gettext_lazy("What changed here")),
)


def offering_context(dossier: Dossier, changes: Iterable[PublishedChange] = (), as_of: str = "") -> dict[str, Any]:
    """Everything the page shows, in the order of the page: that is how its sources are numbered.

    `as_of` is the day, in words, of which the dossier is; empty for now.
    """
    notes = Notes({citation.pk: anchor_of(d) for d, sides in dossier.conflicts.items() for citation in sides})
    offering, shown = dossier.offering, set()
    sheet = FactSheet(dossier, notes, offering)
    context = {
        **_opening(dossier, sheet),
        "key_facts": sheet.key_facts(),
        "skills": sheet.skills(),
        "learning": sheet.learning(),
        "audience": sheet.audience_in_full(),
        "people": sheet.entry_requirements(),
        "ways": sheet.ways(),
        "credit": (rows := credit_rows(sheet)),
        "credit_picture": credit_picture(offering.record.title, rows) if rows else None,
        "money": stated([sheet.money()]),
        "price_is_stated": any(measure.quantity == Quantity.PRICE for measure in offering.measures),
        "parts": [_part(dossier, notes, part, shown) for part in dossier.parts],
        "letter": letter(offering),
        "websites": (websites := list(_websites(dossier, notes))),
        "first_website": websites[0] if websites else None,
        "neighbours": neighbours(current_snapshot(), offering.record.pk),
        "criteria": list(_criteria(sheet)),
        "others": sheet.others(),
        "statements": _said(dossier, notes, offering, shown),
        "groups": [_group(dossier, notes, membership, shown) for membership in dossier.memberships],
        "conflicts": _conflicts(dossier, notes),
    }
    context["learns"] = bool(context["skills"] or context["learning"])
    context["is_for"] = bool(context["audience"] or context["people"])
    context["notes"] = notes.all
    context["changes"], context["as_of"] = changes, as_of
    return {**context, "contents": list(_contents(context))}


def _opening(dossier: Dossier, sheet: FactSheet) -> dict[str, Any]:
    offering = dossier.offering
    asked = questions(offering)
    return {
        "entry": offering.record,
        "trail": [(_("Find a program"), reverse("microcredentials"))],
        "name": sheet.name(),
        "availability": sheet.availability(),
        "opening": sheet.opening(),
        "ended": offering.record.availability == Availability.ENDED,
        "own_page": sheet.web_address().values,
        "schools": schools(offering),
        "questions": asked,
        # Cost and time first: when it starts is never stated.
        "not_stated": [question.about for question in (*asked[1:], *asked[:1]) if question.about],
    }


def _contents(context: dict[str, Any]) -> Iterator[tuple[str, str | Promise]]:
    return ((anchor, heading) for name, anchor, heading in _SECTIONS if context[name])


def _part(dossier: Dossier, notes: Notes, part: Subject, shown: set) -> PartView:
    sheet = FactSheet(dossier, notes, part, _("(part)"))
    return PartView(
        slug=part.record.slug,
        title=part.record.title,
        cited=notes.cite(_("Name (part)"), dossier.naming(part)),
        summary=part.record.summary,
        facts=sheet.everything(),
        statements=_said(dossier, notes, part, shown),
    )


def _group(dossier: Dossier, notes: Notes, membership: Membership, shown: set) -> GroupView:
    standing = Value(
        capital(membership.get_standing_display()), notes.cite(_("Belongs to it"), dossier.citations_of(membership))
    )
    group = dossier.groups.get(membership.group_id)
    facts = FactSheet(dossier, notes, group, _("(group)")).of_group() if group else []
    statements = _said(dossier, notes, group, shown) if group else []
    return GroupView(membership.group.name, standing, membership.group.summary, facts, statements)


def _said(dossier: Dossier, notes: Notes, subject: Subject, shown: set) -> list[Said]:
    """Statements about a subject that stand nowhere else on the page yet."""
    fresh = [statement for statement in subject.statements if statement not in shown]
    shown.update(fresh)
    return [notes.said(statement, dossier.citations_of(statement)) for statement in fresh]


def _conflicts(dossier: Dossier, notes: Notes) -> list[Conflict]:
    prefetch_related_objects([side for sides in dossier.conflicts.values() for side in sides], *read_along())
    return [notes.conflict(differing, sides, side_words(sides)) for differing, sides in dossier.conflicts.items()]


def _websites(dossier: Dossier, notes: Notes) -> Iterator[Website]:
    """Addresses of the schools that run the offering."""
    for claim in dossier.offering.participations:
        school = claim.institution
        if claim.role in Role.providing() and school and school.website:
            label = _("Website of %(school)s") % {"school": school.brief_name}
            cited = notes.cite(label, dossier.citations_of(school))
            yield Website(school.name, cited, school.website, brief_name=school.brief_name)


def _criteria(sheet: FactSheet) -> Iterator[tuple[Criterion, list[Value]]]:
    """Criteria of the framework with the facts that plainly show them; the others are not named at all."""
    for criterion in CRITERIA:
        if values := list(_evidence(sheet, criterion, criterion.shown_by(sheet.subject))):
            yield criterion, values


def _evidence(sheet: FactSheet, criterion: Criterion, found: Iterable[Evidence]) -> Iterator[Value]:
    for record, field in found:
        if plain(sheet.dossier.citations_of(record, field or None)):
            yield sheet.claim(criterion.name, record, field or None, _evidence_words(record))


def _evidence_words(record: object) -> str:
    if isinstance(record, Measure):
        return capital(measure_words(record))
    if isinstance(record, Recognition):
        return credit_words(record)
    if isinstance(record, Participation):
        school = record.institution.name if record.institution else _("partners whom the source does not name")
        return _("Industry partner: %(school)s") % {"school": school}
    return _("There are tests or an assessment")
