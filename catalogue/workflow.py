"""The steps of an entry's life: submit, publish, withdraw, reopen, remove. Each is atomic, checked and recorded."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import F

from institutions.changes import Way, recording
from institutions.records import Record

from .models import Microcredential
from .models.vocabulary import Role, State


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
    _move(entry, State.IN_REVIEW, by, allowed_from=(State.DRAFT,), why="Submitted for review")


def publish(entry: Microcredential, *, by: AbstractBaseUser | None) -> None:
    """Show an entry to visitors. Raises ValidationError with the whole checklist when something is missing."""
    missing = checklist(entry)
    if missing:
        raise ValidationError(missing)
    _move(entry, State.PUBLISHED, by, allowed_from=(State.DRAFT, State.IN_REVIEW, State.WITHDRAWN), why="Published")


def withdraw(entry: Microcredential, *, by: AbstractBaseUser | None, why: str) -> None:
    """Hide a published entry from visitors; nothing is lost."""
    _move(entry, State.WITHDRAWN, by, allowed_from=(State.PUBLISHED,), why=f"Withdrawn: {why}")


def reopen(entry: Microcredential, *, by: AbstractBaseUser | None) -> None:
    """Take an entry back into work as a draft."""
    _move(entry, State.DRAFT, by, allowed_from=(State.IN_REVIEW, State.WITHDRAWN), why="Taken back into work")


def remove(record: Record, *, by: AbstractBaseUser | None, why: str) -> list[Record]:
    """Delete a record with the claims and citations that speak of it, as one change. Returns what was deleted.

    Raises ValidationError while an entry is published: withdraw it first. Whatever else refers to the record
    (a participation's institution, a part's parent) still protects it.
    """
    if getattr(record, "state", None) == State.PUBLISHED:
        raise ValidationError("“%(title)s” is published. Withdraw it before you delete it.", params={"title": record})
    removed = belongings(record)
    with recording(by=by, way=Way.FORM, why=why):
        for each in removed:
            each.delete()
    return removed


def belongings(record: Record) -> list[Record]:
    """What is deleted with a record, in an order that protects nothing: sides, citations, claims, the record."""
    owned: list[Record] = []
    for name in ("statement_subjects", "memberships", "participations", "recognitions", "fundinglinks", "sectortags",
                 "audiencetags", "measures", "flows_in"):  # fmt: skip
        if hasattr(record, name):
            for claim in getattr(record, name).all():
                owned += belongings(claim)
    return [*owned, *_citations_of(record), record]


def _citations_of(record: Record) -> list[Record]:
    # A superseded citation is protected by nothing but protects its successor: it goes first.
    oldest_first = F("superseded_by").asc(nulls_last=True)
    citations = record.citations.order_by(oldest_first) if hasattr(record, "citations") else []
    return [each for citation in citations for each in (*citation.disagreement_sides.all(), citation)]


def _move(entry: Microcredential, state: State, by: AbstractBaseUser | None, *, allowed_from: tuple, why: str) -> None:
    if entry.state not in allowed_from:
        raise ValidationError(
            "“%(title)s” is %(state)s: this step is not open to it.",
            params={"title": entry.title, "state": entry.get_state_display()},
        )
    with recording(by=by, way=Way.FORM, why=why):
        entry.state = state
        entry.save()
