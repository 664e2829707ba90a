"""Decides what an undo does to each record, from the plan and from what somebody chose. Writes nothing.

What other records still refer to stays, and so does what belongs to it; what needs a record that is gone is not
brought back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models

from catalogue.exchange.fixtures import unique_sets
from catalogue.models import Microcredential, Proposal, ProposalState
from catalogue.models.vocabulary import State
from catalogue.workflow import belongs
from institutions.records import Record
from institutions.rewriting import in_portions

from .reversals import Identity, Kind, Reversal, Undoing

UNDO, KEEP = "undo", "keep"


class Reason(NamedTuple):
    """Why something stays as it is, and because of which other record, where there is one."""

    words: str
    other: Identity | None = None


CHOSEN = Reason("you chose so")
PUBLISHED = Reason("it is published: withdraw it first")
WAITS = Reason("a proposal about it waits: decide on it first")
GONE = Reason("it was deleted since")


@dataclass
class Settled:
    """What is written to which record, and what is left as it is."""

    remove: dict[type[Record], list[Reversal]] = field(default_factory=lambda: defaultdict(list))
    rewrite: dict[type[Record], list[tuple[Reversal, dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    bring_back: dict[type[Record], list[Reversal]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[Reversal, Reason] = field(default_factory=dict)
    # Values that stay, by the reversal's name and the field's.
    kept_values: dict[str, Reason] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(len(each) for kinds in (self.remove, self.rewrite, self.bring_back) for each in kinds.values())


@dataclass(frozen=True)
class _Link:
    """One record that refers to another by a foreign key."""

    source: Identity
    target: Identity
    relation: models.ForeignObjectRel


def settle(undoing: Undoing, choices: Mapping[str, str]) -> Settled:
    """`choices` says, by the name of each conflict, whether to undo it or to keep what came since."""
    settled = Settled()
    of_kind: dict[Kind, list[Reversal]] = defaultdict(list)
    for each in undoing.reversals:
        of_kind[each.kind].append(each)
    back = _values_to_go_back(of_kind[Kind.REWRITE], choices, settled)
    settled.kept |= dict.fromkeys(of_kind[Kind.GONE], GONE)
    _settle_removals(of_kind[Kind.REMOVE], choices, back, settled)
    removed = {each.identity for group in settled.remove.values() for each in group}
    moving = removed | {each.identity for each, values in back.items() if values}
    _settle_returns(of_kind[Kind.BRING_BACK], removed, moving, settled)
    _settle_values(back, removed, settled)
    return settled


def _values_to_go_back(
    rewrites: Iterable[Reversal], choices: Mapping[str, str], settled: Settled
) -> dict[Reversal, dict[models.Field, Any]]:
    back: dict[Reversal, dict[models.Field, Any]] = {}
    for each in rewrites:
        chosen = {}
        for value in each.values:
            name = f"{each.name}.{value.field.name}"
            if value.since and choices.get(name, UNDO) == KEEP:
                settled.kept_values[name] = CHOSEN
            else:
                chosen[value.field] = value.back
        back[each] = chosen
    return back


def _settle_removals(
    removals: list[Reversal], choices: Mapping[str, str], back: Mapping[Reversal, dict], settled: Settled
) -> None:
    by_identity = {each.identity: each for each in removals}
    links = [*_links_to(by_identity)]
    rewritten = {(each.identity, told) for each, values in back.items() for told in values}
    kept = {each.identity: CHOSEN for each in removals if each.since and choices.get(each.name, UNDO) == KEEP}
    kept |= dict.fromkeys(_published(by_identity), PUBLISHED) | dict.fromkeys(_proposed(by_identity), WAITS)
    for link in links:
        if link.source not in by_identity and (link.source, link.relation.field) not in rewritten:
            kept.setdefault(link.target, Reason("this still refers to it", link.source))
    _keep_what_goes_together(kept, [link for link in links if link.source in by_identity])
    for each in removals:
        if each.identity in kept:
            settled.kept[each] = kept[each.identity]
        else:
            settled.remove[each.model].append(each)


def _keep_what_goes_together(kept: dict[Identity, Reason], links: Iterable[_Link]) -> None:
    """What a record that stays refers to stays as well, and so does what belongs to it."""
    needed, owned = defaultdict(list), defaultdict(list)
    for link in links:
        needed[link.source].append(link.target)
        if belongs(link.relation):
            owned[link.target].append(link.source)
    waiting = [*kept]
    while waiting:
        identity = waiting.pop()
        for others, words in ((needed, "this needs it, and stays"), (owned, "it belongs to this, which stays")):
            for other in others[identity]:
                if other not in kept:
                    kept[other] = Reason(words, identity)
                    waiting.append(other)


def _links_to(identities: Iterable[Identity]) -> Iterator[_Link]:
    """All references to some records as they stand."""
    for model, pks in _by_model(identities).items():
        for relation in model._meta.related_objects:
            if not issubclass(relation.related_model, Record):
                continue  # what is no record goes along by its model's own rule
            name = relation.field.attname
            for portion in in_portions(pks):
                referring = relation.related_model.objects.filter(**{f"{name}__in": portion}).order_by()
                for pk, target in referring.values_list("pk", name):
                    yield _Link((relation.related_model, pk), (model, target), relation)


def _published(identities: Iterable[Identity]) -> Iterator[Identity]:
    pks = _by_model(identities).get(Microcredential, [])
    for portion in in_portions(pks):
        shown = Microcredential.objects.filter(pk__in=portion, state=State.PUBLISHED)
        for pk in shown.order_by().values_list("pk", flat=True):
            yield Microcredential, pk


def _proposed(identities: Iterable[Identity]) -> Iterator[Identity]:
    pks = _by_model(identities).get(Microcredential, [])
    for portion in in_portions(pks):
        waiting = Proposal.objects.filter(entry__in=portion, state=ProposalState.OPEN)
        for pk in waiting.order_by().values_list("entry", flat=True).distinct():
            yield Microcredential, pk


def _settle_returns(returns: list[Reversal], removed: set[Identity], moving: set[Identity], settled: Settled) -> None:
    coming = {each.identity: each for each in returns}
    for each, other in _displaced(returns, moving).items():
        settled.kept[coming.pop(each.identity)] = Reason("this stands in its place by now", other)
    there = _standing(target for each in returns for target in references_of(each.state)) - removed
    while lost := {each: target for each in coming.values() if (target := _missing(each, there, coming))}:
        for each, target in lost.items():
            settled.kept[coming.pop(each.identity)] = Reason("it needs this, which was deleted since", target)
    for each in coming.values():
        settled.bring_back[each.model].append(each)


def _missing(each: Reversal, there: set[Identity], coming: Mapping[Identity, Any]) -> Identity | None:
    targets = references_of(each.state)
    return next((target for target in targets if target not in there and target not in coming), None)


def _settle_values(back: Mapping[Reversal, dict[models.Field, Any]], removed: set[Identity], settled: Settled) -> None:
    returning = {each.identity for group in settled.bring_back.values() for each in group}
    wanted = {
        (told.related_model, value)
        for values in back.values()
        for told, value in values.items()
        if told.is_relation and value is not None
    }
    there = (_standing(wanted) - removed) | returning
    for each, values in back.items():
        lost = {told for told, value in values.items() if (told.related_model, value) in wanted - there}
        for told in lost:
            reason = Reason("it was this, which was deleted since", (told.related_model, values[told]))
            settled.kept_values[f"{each.name}.{told.name}"] = reason
        written = {told.attname: value for told, value in values.items() if told not in lost}
        if written:
            settled.rewrite[each.model].append((each, written))


def references_of(state: models.Model) -> Iterator[Identity]:
    """The records that a state refers to. The history's own columns are none of the record's."""
    for told in state.instance_type._meta.concrete_fields:
        if told.is_relation and (value := getattr(state, told.attname)) is not None:
            yield told.related_model, value


def _displaced(returns: Iterable[Reversal], moving: set[Identity]) -> dict[Reversal, Identity]:
    """Those whose key, address or other values that occur once another record has by now, and which one."""
    groups: dict[type[Record], list[Reversal]] = defaultdict(list)
    for each in returns:
        groups[each.model].append(each)
    found: dict[Reversal, Identity] = {}
    for model, group in groups.items():
        for names in (("key",), *unique_sets(model)):
            columns = [model._meta.get_field(name).attname for name in names]
            for portion in in_portions(group):
                wanted = {tuple(getattr(each.state, column) for column in columns): each for each in portion}
                like = model.objects.filter(**{f"{columns[0]}__in": {values[0] for values in wanted}}).order_by()
                for pk, *values in like.values_list("pk", *columns):
                    each = wanted.get(tuple(values))
                    if each and None not in values and (model, pk) not in moving:
                        found[each] = (model, pk)
    return found


def _standing(identities: Iterable[Identity]) -> set[Identity]:
    found: set[Identity] = set()
    for model, pks in _by_model(set(identities)).items():
        for portion in in_portions(pks):
            found |= {(model, pk) for pk in model.objects.filter(pk__in=portion).values_list("pk", flat=True)}
    return found


def _by_model(identities: Iterable[Identity]) -> dict[type[Record], list[int]]:
    pks: dict[type[Record], list[int]] = defaultdict(list)
    for model, pk in identities:
        pks[model].append(pk)
    return pks
