"""The steps of an entry's life: submit, publish, withdraw, reopen, remove. Each is atomic, checked and recorded.

Each asks whether the account `by` may take it, and raises ValidationError where not; without an account it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils import timezone

from funding.models import FundingSource
from institutions.changes import Way, recording
from institutions.models import Institution
from institutions.records import Record

from .models import (
    SUBJECTS,
    Citation,
    Disagreement,
    Group,
    Microcredential,
    ProposalState,
    Sector,
    Statement,
    SuggestionState,
)
from .models.vocabulary import Role, State
from .rights import PUBLISH, change_waits, refuse

CHANGE = "catalogue.change_microcredential"

_CLAIMS = ("memberships", "participations", "recognitions", "fundinglinks", "sectortags", "audiencetags", "measures")
# What belongs to a record and goes with it. An institution's part in an offering belongs to the offering.
_OWNED = {
    Microcredential: (*_CLAIMS, "statement_subjects"),
    Group: (*_CLAIMS, "statement_subjects"),
    FundingSource: ("flows_in", "statement_subjects"),
    Institution: ("statement_subjects",),
    Sector: ("statement_subjects",),
    Statement: ("subjects",),
    Disagreement: ("sides",),
    Citation: ("disagreement_sides",),
}
_SUBJECT_NAMES = {model: name for name, model in SUBJECTS.items()}


def checklist(entry: Microcredential) -> list[str]:
    """What keeps an entry from being published, in words; empty when nothing does."""
    missing = []
    if not entry.summary:
        missing.append("Write a summary of one to three plain sentences.")
    if not entry.participations.filter(role__in=Role.providing()).exists() and not entry.parent_id:
        missing.append("Add the institution that provides it.")
    if entry.parent and entry.parent.state != State.PUBLISHED:
        missing.append(f"Publish “{entry.parent.title}” first: this entry is a part of it.")
    return missing


def submit(entry: Microcredential, *, by: AbstractBaseUser | None) -> None:
    """Hand a draft over for review."""
    refuse(by, CHANGE, entry)
    _move(entry, State.IN_REVIEW, by, allowed_from=(State.DRAFT,), why="Submitted for review")


def publish(entry: Microcredential, *, by: AbstractBaseUser | None) -> None:
    """Show an entry to visitors. Raises ValidationError with the whole checklist when something is missing."""
    refuse(by, PUBLISH, entry)
    with transaction.atomic():
        # Locked, so that nobody takes its last provider away between the check and the step.
        Microcredential.objects.select_for_update().filter(pk=entry.pk).first()
        missing = checklist(entry)
        if missing:
            raise ValidationError(missing)
        _move(entry, State.PUBLISHED, by, allowed_from=(State.DRAFT, State.IN_REVIEW, State.WITHDRAWN), why="Published")


def withdraw(entry: Microcredential, *, by: AbstractBaseUser | None, why: str, public_reason: str = "") -> None:
    """Hide a published entry from visitors; nothing is lost.

    `why` is for colleagues. Where visitors could see the entry, its address tells them the day and `public_reason`.
    """
    refuse(by, PUBLISH, entry)
    told = {}
    if Microcredential.objects.public().filter(pk=entry.pk).exists():
        if not public_reason.strip():
            raise ValidationError("Visitors could see it. Tell them why it is gone.")
        told = {"withdrawn_on": timezone.localdate(), "withdrawal_reason": public_reason}
    _move(entry, State.WITHDRAWN, by, allowed_from=(State.PUBLISHED,), why=f"Withdrawn: {why}", told=told)


def reopen(entry: Microcredential, *, by: AbstractBaseUser | None) -> None:
    """Take an entry back into work as a draft. Only who may publish takes back what visitors are told to be gone."""
    refuse(by, PUBLISH if entry.withdrawn_on else CHANGE, entry)
    _move(entry, State.DRAFT, by, allowed_from=(State.IN_REVIEW, State.WITHDRAWN), why="Taken back into work")


def remove(record: Record, *, by: AbstractBaseUser | None, why: str) -> list[Record]:
    """Delete a record with the claims and citations that speak of it, as one change. Returns what was deleted.

    Raises ValidationError while an entry is published: withdraw it first. Whatever else refers to the record
    (a participation's institution, a part's parent) still protects it.
    """
    if getattr(record, "state", None) == State.PUBLISHED:
        raise ValidationError("“%(title)s” is published. Withdraw it before you delete it.", params={"title": record})
    refuse(by, f"{record._meta.app_label}.delete_{record._meta.model_name}", record)
    if change_waits(by, record):
        raise ValidationError("Visitors read this. Only a publisher may delete it.")
    if isinstance(record, Microcredential) and record.proposals.filter(state=ProposalState.OPEN).exists():
        raise ValidationError("A proposal about “%(title)s” waits. Decide on it first.", params={"title": record})
    if isinstance(record, Microcredential) and record.suggestions.filter(state=SuggestionState.OPEN).exists():
        raise ValidationError("A suggestion about “%(title)s” waits. Decide on it first.", params={"title": record})
    removed = belongings(record)
    with recording(by=by, way=Way.FORM, why=why):
        for each in removed:
            each.delete()
    return removed


def belongings(record: Record) -> list[Record]:
    """What is deleted with a record, in an order that protects nothing: sides, citations, claims, the record."""
    claims = [claim for name in _OWNED.get(type(record), ()) for claim in getattr(record, name).all()]
    owned = [each for claim in claims for each in belongings(claim)]
    return [*owned, *_citations_of(record), record]


def belongs(relation: ForeignObjectRel) -> bool:
    """Whether the rows at the other end of a relation belong to the record, and go with it."""
    if relation.related_model is Citation:
        return relation.field.name in SUBJECTS
    return relation.get_accessor_name() in _OWNED.get(relation.model, ())


def _citations_of(record: Record) -> list[Record]:
    name = _SUBJECT_NAMES.get(type(record))
    by_pk = {citation.pk: citation for citation in Citation.objects.filter(**{name: record})} if name else {}
    # A superseded citation protects its successor: it goes first.
    successors = {pk: {citation.superseded_by_id} & by_pk.keys() for pk, citation in by_pk.items()}
    newest_first = TopologicalSorter(successors).static_order()
    return [each for pk in reversed([*newest_first]) for each in belongings(by_pk[pk])]


def _move(
    entry: Microcredential,
    state: State,
    by: AbstractBaseUser | None,
    *,
    allowed_from: tuple,
    why: str,
    told: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    if entry.state not in allowed_from:
        raise ValidationError(
            "“%(title)s” is %(state)s: this step is not open to it.",
            params={"title": entry.title, "state": entry.get_state_display()},
        )
    with recording(by=by, way=Way.FORM, why=why):
        entry.state = state
        entry.withdrawn_on, entry.withdrawal_reason = told.get("withdrawn_on"), told.get("withdrawal_reason", "")
        entry.save()
