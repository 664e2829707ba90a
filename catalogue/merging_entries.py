"""Makes one entry of two: values are chosen one by one, and claims, sources, parts and old addresses go along.

It is one change, and undoing that change makes two of them again. Which entries look alike is said in duplicates.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from institutions.changes import Change, Way, current_change, recording
from institutions.records import Record
from institutions.rewriting import lock, rewrite, take_away

from .models import SUBJECTS, Citation, FormerSlug, Microcredential, Proposal, ProposalState, StatementSubject
from .models.vocabulary import State
from .rights import change_waits, refuse
from .search.folding import sort_key
from .workflow import belongings

CLAIMS = tuple(noun for noun in SUBJECTS.values() if "microcredential" in {each.name for each in noun._meta.fields})
_SUBJECT_NAMES = {model: name for name, model in SUBJECTS.items()}
# What an entry keeps as its own; the names of both are kept among the other names.
_NOT_CHOSEN = set("id key version slug state publish_at withdrawn_on withdrawal_reason parent other_titles".split())


@dataclass(frozen=True)
class Difference:
    """One value, of the entry or of a claim that both have, in which the two differ."""

    name: str
    field: models.Field
    kept: Record
    other: Record


class Moved(Exception):
    """Somebody wrote to one of the two since they were read."""


def differences(survivor: Microcredential, absorbed: Microcredential) -> Iterator[Difference]:
    """What is to be chosen: the values of the entries, then those of claims that both have."""
    yield from _differing(survivor, absorbed, _NOT_CHOSEN, "entry")
    for claim in _claims_of(absorbed):
        twin = _twin(claim, survivor)
        if twin:
            identity = {"id", "key", "version", "microcredential", "group", *_identity(type(claim))}
            yield from _differing(twin, claim, identity, f"{_SUBJECT_NAMES[type(claim)]}.{claim.pk}")


def state_of(survivor: Microcredential, absorbed: Microcredential) -> str:
    """The same as long as nobody writes to either of the two, or to what is said of them."""
    records = [each for entry in (survivor, absorbed) for each in belongings(entry)]
    told = "\n".join(sorted(f"{each._meta.label} {each.pk} {each.version}" for each in records))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def merge(
    survivor: Microcredential,
    absorbed: Microcredential,
    *,
    by: AbstractBaseUser | None,
    taken: Collection[str] = (),
    why: str = "",
    seen: str = "",
) -> Change:
    """Let `survivor` have all that is known of `absorbed`, which goes. `taken` names the values that it takes over.

    Raises ValidationError where that cannot be, and Moved where `seen` is not how the two stand.
    """
    words = f"Merged “{absorbed}” ({absorbed.slug}) into “{survivor}”" + (f": {why}" if why else "")
    with recording(by=by, way=Way.FORM, why=words):
        lock(Microcredential, [survivor.pk, absorbed.pk])
        for entry in (survivor, absorbed):
            _read_again(entry)
        refuse_merging(survivor, absorbed, by)
        if seen and seen != state_of(survivor, absorbed):
            raise Moved
        chosen = {each.name: each for each in differences(survivor, absorbed)}
        unequal = {name for name in chosen if name not in taken}
        _take_values(survivor, absorbed, [chosen[name] for name in chosen if name in taken])
        for claim in _claims_of(absorbed):
            _move_claim(claim, survivor, unequal)
        _move_citations(absorbed, survivor, {name.removeprefix("entry.") for name in unequal})
        _move_statements(absorbed, survivor)
        _write(Microcredential, [(part, {"parent_id": survivor.pk}) for part in absorbed.parts.all()])
        _go(absorbed, survivor)
        Microcredential.objects.get(pk=survivor.pk).full_clean()
        return current_change()


def _read_again(entry: Microcredential) -> None:
    try:
        entry.refresh_from_db()
    except Microcredential.DoesNotExist:
        raise Moved from None


def refuse_merging(survivor: Microcredential, absorbed: Microcredential, by: AbstractBaseUser | None) -> None:
    """Raise ValidationError, in words, where these two cannot be one, or not by this account."""
    for entry in (survivor, absorbed):
        if change_waits(by, entry):
            raise ValidationError(f"Visitors read “{entry}”. Ask a publisher to merge the two.")
        refuse(by, "catalogue.change_microcredential", entry)
    if survivor == absorbed or survivor.parent_id != absorbed.parent_id:
        raise ValidationError("These two cannot be one: they are the same, or parts of different programs.")
    if absorbed.state == State.PUBLISHED and survivor.state != State.PUBLISHED:
        raise ValidationError(f"“{absorbed}” is published and “{survivor}” is not. Keep the one that visitors see.")
    if Proposal.objects.filter(entry=absorbed, state=ProposalState.OPEN).exists():
        raise ValidationError(f"A proposal for “{absorbed}” waits. Decide on it first.")


def _take_values(survivor: Microcredential, absorbed: Microcredential, taken: list[Difference]) -> None:
    """By a save of each record, so that what its sources say of the old value is looked at again."""
    names = [survivor.title, absorbed.title, *absorbed.other_titles.splitlines()]
    written: dict[Record, None] = {survivor: None}
    for each in taken:
        setattr(each.kept, each.field.attname, getattr(each.other, each.field.attname))
        written[each.kept] = None
    survivor.other_titles = _other_names(survivor, names)
    for record in written:
        record.save()


def _other_names(survivor: Microcredential, names: list[str]) -> str:
    """Those it had and these, each once, without its own."""
    known = {sort_key(survivor.title)}
    kept = []
    for name in (*survivor.other_titles.splitlines(), *names):
        if name.strip() and sort_key(name) not in known:
            known.add(sort_key(name))
            kept.append(name)
    return "\n".join(kept)


def _move_claim(claim: Record, survivor: Microcredential, unequal: set[str]) -> None:
    """To the survivor; where it says the same already, only what the sources say goes over."""
    twin = _twin(claim, survivor)
    if twin is None:
        _write(type(claim), [(claim, {"microcredential_id": survivor.pk})])
        return
    name = _SUBJECT_NAMES[type(claim)]
    differs = any(each.startswith(f"{name}.{claim.pk}.") for each in unequal)
    moved = [
        (each, {f"{name}_id": twin.pk, "needs_look": each.needs_look or differs}) for each in claim.citations.all()
    ]
    _write(Citation, moved)
    _take_away(type(claim), claim.pk)


def _move_citations(absorbed: Microcredential, survivor: Microcredential, unequal: set[str]) -> None:
    """A source that says something else than what is kept needs a look."""
    moved = [
        (each, {"microcredential_id": survivor.pk, "needs_look": each.needs_look or each.field in unequal})
        for each in absorbed.citations.all()
    ]
    _write(Citation, moved)


def _move_statements(absorbed: Microcredential, survivor: Microcredential) -> None:
    said = {*survivor.statement_subjects.values_list("statement_id", flat=True)}
    for subject in absorbed.statement_subjects.all():
        if subject.statement_id in said:
            _take_away(StatementSubject, subject.pk)
        else:
            _write(StatementSubject, [(subject, {"microcredential_id": survivor.pk})])


def _go(absorbed: Microcredential, survivor: Microcredential) -> None:
    """Old links lead to the survivor, unless nobody ever saw the entry."""
    inherited = {each.slug: each.inherited_from or absorbed.key for each in absorbed.former_slugs.all()}
    if absorbed.history.filter(slug=absorbed.slug, state=State.PUBLISHED).exists():
        inherited[absorbed.slug] = absorbed.key
    _take_away(Microcredential, absorbed.pk)
    for slug, key in inherited.items():
        FormerSlug.objects.create(slug=slug, microcredential=survivor, inherited_from=key)


def _differing(kept: Record, other: Record, but: Collection[str], name: str) -> Iterator[Difference]:
    for field in kept._meta.concrete_fields:
        if field.name not in but and getattr(kept, field.attname) != getattr(other, field.attname):
            yield Difference(f"{name}.{field.name}", field, kept, other)


def _claims_of(entry: Microcredential) -> list[Record]:
    return [claim for noun in CLAIMS for claim in noun.objects.filter(microcredential=entry).order_by("pk")]


def _identity(noun: type[Record]) -> list[str]:
    """The fields by which a claim stands only once about an entry."""
    rules = (rule for rule in noun._meta.constraints if isinstance(rule, models.UniqueConstraint))
    fields: list[Any] = next(rule.fields for rule in rules if "microcredential" in rule.fields)
    return [name for name in fields if name != "microcredential"]


def _twin(claim: Record, survivor: Microcredential) -> Record | None:
    same = {name: getattr(claim, name) for name in _identity(type(claim))}
    return type(claim).objects.filter(microcredential=survivor, **same).first()


def _write(model: type[Record], edits: list[tuple[Record, dict[str, Any]]]) -> None:
    list(rewrite(model, edits))


def _take_away(model: type[Record], pk: int) -> None:
    list(take_away(model, [pk]))
