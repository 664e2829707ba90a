"""Changes that wait for a publisher: makes proposals, and says how each ends. Accepting is in the admin, by its forms.

An import makes one so: `propose(entry, [changed(entry, delivery="online"), added(measure, [citation])], by=account)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from institutions.changes import Change
from institutions.records import Record

from .models import SUBJECTS, Citation, Import, Proposal, ProposalState
from .rights import PUBLISH, entry_of, refuse

ADDED, CHANGED, DELETED = "added", "changed", "deleted"
_UNTOLD = {"id", "key", "version"}


@dataclass(frozen=True)
class Edit:
    """What would become of one record: the values by field, each as it was and as it would be."""

    act: str
    record: Record
    values: Mapping[str, tuple[Any, Any]]
    citations: Sequence[Citation] = ()


def changed(record: Record, citations: Sequence[Citation] = (), **values: Any) -> Edit:
    """New values for a record as it stands in the database; its citations are new ones, not saved."""
    now = type(record)(**{field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields})
    for name, value in values.items():
        setattr(now, name, value)
    fields = [record._meta.get_field(name) for name in values]
    pairs = {each.name: (each.value_from_object(record), each.value_from_object(now)) for each in fields}
    return Edit(CHANGED, record, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}, citations)


def added(record: Record, citations: Sequence[Citation] = ()) -> Edit:
    """A new row, not saved, which names the record that it belongs to."""
    return Edit(ADDED, record, {name: (None, value) for name, value in _stated(record)}, citations)


def deleted(record: Record) -> Edit:
    return Edit(DELETED, record, {name: (value, None) for name, value in _stated(record)})


def propose(
    page: Record, edits: Iterable[Edit], *, by: AbstractBaseUser, why: str = "", of_import: Import | None = None
) -> Proposal | None:
    """Keep what an account would change on the page of a record, for a publisher to decide. None for no change."""
    refuse(by, f"{page._meta.app_label}.change_{page._meta.model_name}", page)
    kept = [_as_json(page, edit) for edit in edits if edit.values or edit.citations]
    if not kept:
        return None
    return Proposal.objects.create(
        entry=entry_of(page),
        noun=page._meta.label_lower,
        record=page.pk,
        edits=kept,
        why=why,
        of_import=of_import,
        by=by,
        by_name=by.get_username(),
    )


def units(proposal: Proposal) -> list[str]:
    """What can be taken or left by itself: each value of a changed record, and each row as a whole."""
    names = []
    for number, edit in enumerate(proposal.edits):
        values = [f"{number}.{name}" for name in edit["values"]] if edit["act"] == CHANGED else []
        names += values or [f"{number}"]
    return names


def waiting_for(page: Record) -> models.QuerySet[Proposal]:
    """The open proposals about a record; of an entry also those about its claims."""
    about = {"noun": page._meta.label_lower, "record": page.pk}
    if entry_of(page) == page:
        about = {"entry": page.pk}
    return Proposal.objects.filter(state=ProposalState.OPEN, **about)


def accept(proposal: Proposal, *, by: AbstractBaseUser, left_out: Iterable[str], change: Change | None) -> Proposal:
    """Write down that a proposal was taken, in the transaction that wrote its values."""
    known = set(units(proposal))
    left = sorted(name for name in left_out if name in known)
    return _decide(proposal, ProposalState.ACCEPTED, by, left_out=left, change=change)


def decline(proposal: Proposal, *, by: AbstractBaseUser, reason: str) -> Proposal:
    if not reason.strip():
        raise ValidationError("Say why, so that whoever proposed it knows.")
    return _decide(proposal, ProposalState.DECLINED, by, reason=reason.strip())


def take_back(proposal: Proposal, *, by: AbstractBaseUser) -> Proposal:
    if proposal.by_id != by.pk:
        raise ValidationError("Only whoever proposed it takes it back.")
    return _decide(proposal, ProposalState.TAKEN_BACK, by)


def waiting_of(change: Change) -> models.QuerySet[Proposal]:
    """The open proposals of the import that a change was."""
    return Proposal.objects.filter(state=ProposalState.OPEN, of_import__change=change)


def take_back_import(change: Change, *, by: AbstractBaseUser | None) -> int:
    """When an import is undone: what it proposed and nobody has decided yet. Returns how many there were."""
    name = by.get_username() if by else "a program"
    return waiting_of(change).update(state=ProposalState.TAKEN_BACK, decided_by_name=name, decided_at=timezone.now())


def _decide(proposal: Proposal, state: ProposalState, by: AbstractBaseUser, **told: Any) -> Proposal:
    if state != ProposalState.TAKEN_BACK:
        refuse(by, PUBLISH, proposal.entry)
    with transaction.atomic():
        current = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if current.state != ProposalState.OPEN:
            raise ValidationError(
                "This proposal is %(state)s already, by %(who)s.",
                params={"state": current.get_state_display(), "who": current.decided_by_name},
            )
        current.state, current.decided_by_name, current.decided_at = state, by.get_username(), timezone.now()
        for name, value in told.items():
            setattr(current, name, value)
        current.save()
    return current


def _stated(record: Record) -> Iterable[tuple[str, Any]]:
    for field in record._meta.concrete_fields:
        value = field.value_from_object(record)
        if field.name not in _UNTOLD and field.editable and value not in (None, "", False):
            yield field.name, value


def _as_json(page: Record, edit: Edit) -> dict[str, Any]:
    """As it is kept. `towards` names the field by which a row belongs to the record whose page it is."""
    towards = _towards(page, edit.record)
    return {
        "act": edit.act,
        "noun": edit.record._meta.label_lower,
        "pk": edit.record.pk,
        "version": edit.record.version,
        "towards": towards,
        "values": {name: pair for name, pair in edit.values.items() if name != towards},
        "citations": [dict(_stated(citation)) for citation in edit.citations],
    }


def _towards(page: Record, row: Record) -> str:
    if row == page:
        return ""
    keys = (field for field in row._meta.concrete_fields if field.related_model is type(page))
    return next(field.name for field in keys if getattr(row, field.attname) == page.pk)


def kept_citations(edit: Mapping[str, Any], claim: Record) -> list[Citation]:
    """The citations that came with the edit of a claim, not saved, now that there is a claim for them to speak of."""
    subject = next(name for name, model in SUBJECTS.items() if model is type(claim))
    return [
        Citation(
            **{Citation._meta.get_field(name).attname: value for name, value in each.items() if name not in SUBJECTS},
            **{subject: claim},
        )
        for each in edit["citations"]
    ]
