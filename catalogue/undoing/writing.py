"""Undoes a change: in one transaction, as a change of its own, checked when all is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Q

from catalogue.exchange.locking import wait_for_other_loaders
from catalogue.models import SUBJECTS, Citation, Microcredential, Participation
from catalogue.models.vocabulary import Role, State
from catalogue.proposals import take_back_import
from catalogue.workflow import belongs, checklist
from institutions.changes import Change, Way, current_change, recording
from institutions.records import ROW, Record
from institutions.rewriting import in_portions, lock, put_back, rewrite, take_away

from .reversals import Identity, Kind, Reversal, Undoing, nouns, plan_undo
from .settling import Settled, settle

Progress = Callable[[int, int], None]
_SUBJECT_NAMES = {model: name for name, model in SUBJECTS.items()}


class Undecided(Exception):
    """Somebody changed since what is to be undone, and nobody has chosen yet what is to stand of what is named."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class Moved(Exception):
    """Somebody wrote to the records between the preview and the undo."""


def undo(
    change_id: int,
    *,
    by: AbstractBaseUser | None,
    why: str = "",
    choices: Mapping[str, str] | None = None,
    otherwise: str = "",
    seen: str = "",
    only: Identity | None = None,
    progress: Progress = lambda done, total: None,
) -> Change | None:
    """Undo a change as far as nothing stands against it; returns the undo's own change, None if nothing was to do.

    `seen` is the fingerprint of the plan that somebody read, `choices` what they chose for each conflict, `otherwise`
    (KEEP or UNDO) what they chose for all others; without it those raise Undecided. With `only`, one deleted record
    comes back with what belongs to it. Raises Moved, Undecided, or ValidationError where the result would break a rule;
    then nothing is written. Tells `progress` how many records are done, of how many.
    """
    change = Change.objects.get(pk=change_id)
    words = f"Undo of change {change.pk}" + (f": {why}" if why else "")
    with recording(by=by, way=Way.UNDO, why=words, undoes=change):
        wait_for_other_loaders()
        _lock(change)
        undoing = plan_undo(change)
        if only:
            undoing = narrowed(undoing, only)
        if seen and seen != undoing.fingerprint:
            raise Moved
        chosen = {**(dict.fromkeys(undoing.conflicts, otherwise) if otherwise else {}), **(choices or {})}
        settled = settle(undoing, chosen)
        # What stays in any case is no question, as the rows of an entry that somebody chose to keep.
        stays = {name for each in settled.kept for name in each.conflicts()}
        if undecided := [name for name in undoing.conflicts if name not in chosen and name not in stays]:
            raise Undecided(undecided)
        taken_back = 0 if only else take_back_import(change, by=by)
        if not (settled.total or taken_back):
            return None
        _write(settled, change, progress)
        return current_change()


def narrowed(undoing: Undoing, only: Identity) -> Undoing:
    """Only the return of one record, with what the change deleted of it."""
    returns = {each.identity: each for each in undoing.reversals if each.kind == Kind.BRING_BACK}
    wanted = {only} & returns.keys()
    fresh = set(wanted)
    while fresh:
        fresh = {identity for identity, each in returns.items() if fresh & {*_owners(each)}} - wanted
        wanted |= fresh
    return Undoing(undoing.change, [each for identity, each in returns.items() if identity in wanted])


def _owners(each: Reversal) -> Iterator[Identity]:
    for told in each.model._meta.concrete_fields:
        if told.is_relation and belongs(told.remote_field):
            yield told.related_model, getattr(each.state, told.attname)


def _lock(change: Change) -> None:
    """The records themselves, and the entries whose providers they are: nobody takes the other one meanwhile."""
    providers = Participation.history.filter(change=change, microcredential__isnull=False)
    lock(Microcredential, providers.values_list("microcredential_id", flat=True))
    for noun in nouns():
        lock(noun, noun.history.filter(change=change).values_list("id", flat=True))


def _write(settled: Settled, change: Change, progress: Progress) -> None:
    provided = _at_risk(settled)
    hidden = _hidden_before(settled)
    done = 0
    for count in _written(settled):
        done += count
        progress(done, settled.total)
    _ask_for_a_look(settled, change)
    _refuse_broken(settled, provided, hidden)


def _written(settled: Settled) -> Iterator[int]:
    """Removals first: what comes back may stand where they stood."""
    for model, removals in settled.remove.items():
        yield from take_away(model, (each.pk for each in removals))
    for model, edits in settled.rewrite.items():
        yield from rewrite(model, _newest_first(model, edits))
    for model, returns in settled.bring_back.items():
        yield from put_back(model, map(_as_it_was, returns))


def _newest_first(
    model: type[Record], edits: Iterable[tuple[Reversal, dict[str, Any]]]
) -> Iterator[tuple[Record, dict[str, Any]]]:
    """In the reverse order of the change: so no two rows ever hold what only one may."""
    for portion in in_portions(sorted(edits, key=lambda edit: -edit[0].order)):
        records = model.objects.in_bulk([each.pk for each, _ in portion])
        yield from ((records[each.pk], values) for each, values in portion)


def _as_it_was(each: Reversal) -> Record:
    record = each.state.instance
    record.version = each.version + 1
    return record


def _ask_for_a_look(settled: Settled, change: Change) -> None:
    """Flag what sources say of the values that went back, where it was written after the change.

    What was written before it spoke of these very values.
    """
    for model, edits in settled.rewrite.items():
        name = _SUBJECT_NAMES.get(model)
        for portion in in_portions(edits) if name else ():
            fields = {each.pk: _cited(model, values) for each, values in portion}
            citations = Citation.objects.current().filter(**{f"{name}__in": fields}, needs_look=False)
            later = Citation.history.filter(history_date__gt=change.made_at)
            later = later.exclude(change__in=[change, current_change()])
            for citation in citations.filter(pk__in=later.values("id")):
                if citation.field in fields[getattr(citation, f"{name}_id")]:
                    citation.needs_look = True
                    citation.save()


def _cited(model: type[Record], columns: Iterable[str]) -> set[str]:
    written = {model._meta.get_field(column).name for column in columns}
    edited = written if ROW in model.cited_fields() else written & model.cited_fields()
    return {*edited, ROW} if edited else set()


def _providing() -> Q:
    return Q(participations__role__in=Role.providing())


def _at_risk(settled: Settled) -> set[int]:
    """The published offerings that might lose their last provider, and have one now."""
    pks = {each.pk for each in settled.remove.get(Participation, ())}
    pks |= {each.pk for each, _ in settled.rewrite.get(Participation, ())}
    entries: set[int] = set()
    for portion in in_portions(pks):
        providing = Participation.objects.filter(pk__in=portion, role__in=Role.providing())
        entries |= {*providing.values_list("microcredential_id", flat=True)}
    return entries - {None}


def _hidden_before(settled: Settled) -> set[int]:
    """The entries whose state goes back, and that visitors do not see as things stand."""
    pks = [each.pk for each, values in settled.rewrite.get(Microcredential, ()) if "state" in values]
    hidden = Microcredential.objects.exclude(state=State.PUBLISHED)
    return {pk for portion in in_portions(pks) for pk in hidden.filter(pk__in=portion).values_list("pk", flat=True)}


def _refuse_broken(settled: Settled, provided: set[int], hidden: set[int]) -> None:
    """Raise ValidationError for each rule across rows that does not hold any more."""
    problems = []
    for model, pks in _touched(settled).items():
        for portion in in_portions(pks):
            for record in model.objects.filter(pk__in=portion):
                problems += _problems_of(record)
    published = Microcredential.objects.filter(state=State.PUBLISHED)
    for portion in in_portions(provided):
        for entry in published.filter(pk__in=portion, parent=None).exclude(_providing()):
            problems.append(f"“{entry}” is published, and this would take its last provider away. Withdraw it first.")
    shown = [each.pk for each in settled.bring_back.get(Microcredential, ())]
    for portion in in_portions([*hidden, *shown]):
        for entry in published.filter(pk__in=portion):
            problems += [f"“{entry}” would be published again. {missing}" for missing in checklist(entry)]
    if problems:
        raise ValidationError(problems)


def _touched(settled: Settled) -> dict[type[Record], list[int]]:
    touched = {model: [each.pk for each, _ in edits] for model, edits in settled.rewrite.items()}
    for model, returns in settled.bring_back.items():
        touched.setdefault(model, []).extend(each.pk for each in returns)
    return touched


def _problems_of(record: Record) -> list[str]:
    try:
        record.clean()
    except ValidationError as problem:
        return [f"“{record}”: {words}" for words in problem.messages]
    return []
