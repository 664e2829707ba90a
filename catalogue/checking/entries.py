"""Checks of entries and names: rules across rows that no constraint can see."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from catalogue.models.vocabulary import Availability, Role, SourceKind, Standing, State
from catalogue.reading import reading_grade
from institutions.records import Record

from .findings import Finding, Holdings

_HIGHEST_GRADE = 8
_SAID_ONCE = {
    "participation": ("microcredential_id", "group_id", "institution_id", "role"),
    "recognition": ("microcredential_id", "group_id", "institution_id", "target", "target_name"),
    "funding_flow": ("into_id", "payer_id", "through_id"),
}


def entries_without_provider(holdings: Holdings) -> Iterator[Finding]:
    provided = {each.microcredential_id for each in holdings.subjects["participation"] if each.role in Role.providing()}
    for entry in holdings.subjects["microcredential"]:
        if entry.state == State.PUBLISHED and entry.parent_id is None and entry.pk not in provided:
            yield Finding(entry, "It is published without a provider. Add one, or withdraw it.")


def entries_without_summary(holdings: Holdings) -> Iterator[Finding]:
    for entry in holdings.subjects["microcredential"]:
        if entry.state == State.PUBLISHED and not entry.summary.strip():
            yield Finding(entry, "It is published without a summary. Write one, or withdraw it.")


def parts_astray(holdings: Holdings) -> Iterator[Finding]:
    """Parts of parts, and published parts that nobody can see."""
    by_pk = {entry.pk: entry for entry in holdings.subjects["microcredential"]}
    for entry in by_pk.values():
        whole = by_pk.get(entry.parent_id)
        if whole and whole.parent_id:
            yield Finding(
                entry, f"It is a part of {whole.key}, itself a part. Make it a part of {by_pk[whole.parent_id].key}."
            )
        if whole and entry.state == State.PUBLISHED and whole.state != State.PUBLISHED:
            text = f"Nobody sees it: {whole.key}, of which it is a part, is {whole.get_state_display()}."
            yield Finding(entry, f"{text} Publish {whole.key}, or withdraw this one too.", is_error=False)


def kinds_misnamed(holdings: Holdings) -> Iterator[Finding]:
    """Entries of another kind than what their school calls it is one of."""
    for entry in holdings.subjects["microcredential"]:
        named = holdings.named_kinds.get(entry.named_kind_id)
        if named and named.kind != entry.kind:
            text = f"It is called “{named}”, which is a kind of: {named.get_kind_display()}. Its own kind is another."
            yield Finding(entry, f"{text} Choose that kind, or take the name away.")


def unverified_offers(holdings: Holdings) -> Iterator[Finding]:
    checked = {
        citation.microcredential_id
        for citation in holdings.citations
        if citation.field == "availability"
        and citation.superseded_by_id is None
        and citation.source.kind in (SourceKind.CONFIRMATION, SourceKind.WEB_PAGE)
    }
    for entry in holdings.subjects["microcredential"]:
        if entry.availability == Availability.OFFERED and not (entry.last_verified and entry.pk in checked):
            text = "It says “offered”, but cites neither the school nor its website for it. Cite who confirmed it."
            yield Finding(entry, text)


def dates_of_checks(holdings: Holdings) -> Iterator[Finding]:
    today = timezone.localdate()
    for entry in holdings.subjects["microcredential"]:
        if entry.last_verified and entry.last_verified > today:
            yield Finding(entry, "It was last verified on a day that is yet to come. Correct the date.")
        if entry.review_due and entry.review_due <= today and holdings.is_visible(entry):
            yield Finding(entry, "Its review is due. Check it with the school.", is_error=False)


def contradictory_memberships(holdings: Holdings) -> Iterator[Finding]:
    """A part belongs to a group to which its whole does not, or the reverse."""
    standings = {(each.microcredential_id, each.group_id): each for each in holdings.subjects["membership"]}
    wholes = {entry.pk: entry.parent_id for entry in holdings.subjects["microcredential"]}
    for (offering, group), membership in standings.items():
        of_whole = standings.get((wholes[offering], group))
        if of_whole and (membership.standing == Standing.NOT) != (of_whole.standing == Standing.NOT):
            text = f"It says the opposite of {of_whole.key}, which speaks of the whole program. Correct one of the two."
            yield Finding(membership, text)


def said_twice(holdings: Holdings) -> Iterator[Finding]:
    """The same claim twice, where a value left empty keeps the database from seeing it."""
    said: dict[tuple, Record] = {}
    for noun, fields in _SAID_ONCE.items():
        for claim in holdings.subjects[noun]:
            first = said.setdefault((noun, *(getattr(claim, name) for name in fields)), claim)
            if first is not claim:
                yield Finding(claim, f"It says the same as {first.key}. Delete one of the two.", is_error=False)


def circles(holdings: Holdings) -> Iterator[Finding]:
    """Institutions and sources of money that are, in the end, parts of themselves."""
    for noun, reference in {"institution": "unit_of_id", "funding_source": "part_of_id"}.items():
        above = {record.pk: getattr(record, reference) for record in holdings.subjects[noun]}
        for record in holdings.subjects[noun]:
            if record.pk in _all_above(record.pk, above):
                yield Finding(record, "Going up from what it is a part of leads back to it. Correct “part of”.")


def _all_above(pk: int, above: dict[int, int | None]) -> set[int]:
    seen: set[int] = set()
    while (pk := above.get(pk)) and pk not in seen:
        seen.add(pk)
    return seen


def slugs_alike(holdings: Holdings) -> Iterator[Finding]:
    """Addresses that differ in nothing but hyphens and capitals: people will mix them up."""
    for noun in ("microcredential", "group", "sector", "institution", "funding_source"):
        first: dict[str, Record] = {}
        for record in holdings.subjects[noun]:
            other = first.setdefault(record.slug.casefold().replace("-", "").replace("_", ""), record)
            if other is not record:
                text = (
                    f"Its address “{record.slug}” is almost that of {other.key}, “{other.slug}”. Rename one of the two."
                )
                yield Finding(record, text, is_error=False)


def hard_summaries(holdings: Holdings) -> Iterator[Finding]:
    """Summaries above the grade that everybody can read. Names are no fault of theirs."""
    names = {name.casefold() for record in holdings.all_subjects() for name in _names_of(record)}
    for noun in ("microcredential", "group", "sector", "funding_source"):
        for record in holdings.subjects[noun]:
            folded = record.summary.casefold()
            grade = reading_grade(record.summary, [name for name in names if name in folded])
            if grade > _HIGHEST_GRADE:
                text = f"Its summary reads at grade {grade:.1f}, above {_HIGHEST_GRADE}. Shorten words and sentences."
                yield Finding(record, text, is_error=False)


def _names_of(record: Record) -> Iterator[str]:
    for field in ("name", "title", "short_name"):
        yield getattr(record, field, "")
    for field in ("other_names", "other_titles"):
        yield from getattr(record, field, "").splitlines()
