"""What undoing a change would do, in words: was -> will be, what somebody changed since, and what stays and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models
from django.utils.text import capfirst

from catalogue.undoing import CHOSEN, Kind, Reason, Reversal, Settled, Undoing, Value, narrowed
from institutions.records import HistoryRow, Record

from .states import Edit, Names, label_of, moment_in_words, name_of, value_in_words

MOST_SHOWN = 100  # records, of a change to thousands
DOES = {
    Kind.REMOVE: "will be deleted",
    Kind.REWRITE: "will be changed back",
    Kind.BRING_BACK: "will be brought back",
    Kind.GONE: "was deleted since",
}


@dataclass(frozen=True)
class Choice:
    """Something that somebody changed since: what stands, and what the undo would make of it."""

    name: str
    label: str
    who: str
    moment: str
    keep: str
    undo: str
    chosen: str


@dataclass(frozen=True)
class Shown:
    """What becomes of one record."""

    noun: str
    name: str
    does: str
    stays_because: str
    edits: list[Edit]
    choices: list[Choice]


@dataclass(frozen=True)
class Preview:
    records: list[Shown]
    counts: list[str]
    more: int
    is_nothing: bool


def preview(undoing: Undoing, settled: Settled, choices: Mapping[str, str]) -> Preview:
    """Records with something to choose first: none of those may be missed."""
    ordered = sorted(undoing.reversals, key=lambda each: not any(each.conflicts()))
    asked = sum(any(each.conflicts()) for each in ordered)
    chosen = [*islice(ordered, max(asked, MOST_SHOWN))]
    words = _Words(settled, choices, _names_of(chosen, undoing))
    shown = [words.of(each) for each in chosen]
    return Preview(shown, _counts(settled), len(ordered) - len(shown), settled.total == 0)


def _names_of(chosen: list[Reversal], undoing: Undoing) -> Names:
    """The names of those that stand, read with what they refer to, one query a noun; and of those that come back."""
    names = Names()
    for each in undoing.reversals:
        if each.kind == Kind.BRING_BACK:
            names.know(each.state.instance)
    for model in {each.model for each in chosen}:
        related = [told.name for told in model._meta.concrete_fields if told.is_relation]
        pks = [each.pk for each in chosen if each.model is model]
        for record in model.objects.select_related(*related).filter(pk__in=pks).order_by("pk"):
            names[model, record.pk] = str(record)
    return names


def _counts(settled: Settled) -> list[str]:
    """«2 measures will be deleted», by noun and what becomes of it."""
    counts: Counter[tuple[type[Record], Kind]] = Counter()
    groups = ((Kind.REWRITE, settled.rewrite), (Kind.BRING_BACK, settled.bring_back), (Kind.REMOVE, settled.remove))
    for kind, by_model in groups:
        for model, each in by_model.items():
            counts[model, kind] += len(each)
    return [f"{number} {_noun(model, number)} {DOES[kind]}" for (model, kind), number in counts.items() if number]


def _noun(model: type[models.Model], number: int) -> str:
    return str(model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural)


class _Words:
    def __init__(self, settled: Settled, choices: Mapping[str, str], names: Names) -> None:
        self._settled, self._choices, self._names = settled, choices, names

    def of(self, each: Reversal) -> Shown:
        reason = self._settled.kept.get(each)
        return Shown(
            noun=capfirst(each.model._meta.verbose_name),
            name=self._name_of(each),
            does=DOES[each.kind],
            stays_because=self._reason(reason) if reason else "",
            edits=[*self._edits(each)],
            # Of what stays in any case there is nothing to choose.
            choices=[*self._choices_of(each)] if reason in {None, CHOSEN} else [],
        )

    def _name_of(self, each: Reversal) -> str:
        if each.kind in {Kind.REMOVE, Kind.REWRITE}:
            return self._names[each.model, each.pk]
        return name_of(each.state or each.since, self._names)

    def _edits(self, each: Reversal) -> list[Edit]:
        """Without the values to be chosen: those stand apart."""
        if each.kind == Kind.BRING_BACK:
            told = [told for told in each.model._meta.concrete_fields if told.name not in {"id", "key", "version"}]
            words = [(told, value_in_words(each.state, told, self._names)) for told in told]
            return [Edit(label_of(each.model, told.name), "", back) for told, back in words if back not in {"", "no"}]
        return [self._edit(each, value) for value in each.values if not value.since]

    def _edit(self, each: Reversal, value: Value) -> Edit:
        reason = self._settled.kept_values.get(f"{each.name}.{value.field.name}")
        back = f"stays: {self._reason(reason)}" if reason else self._word(each, value.field, value.back)
        return Edit(label_of(each.model, value.field.name), self._word(each, value.field, value.now), back)

    def _choices_of(self, each: Reversal) -> list[Choice]:
        if each.kind == Kind.REMOVE and each.since:
            return [self._choice(each.name, "All of it", each.since, "as it stands now", "delete it")]
        return [
            self._choice(
                f"{each.name}.{value.field.name}",
                label_of(each.model, value.field.name),
                value.since,
                self._word(each, value.field, value.now) or "not stated",
                self._word(each, value.field, value.back) or "not stated",
            )
            for value in each.values
            if value.since
        ]

    def _choice(self, name: str, label: str, since: HistoryRow, keep: str, undo: str) -> Choice:
        who = since.change.by_name or "a program"
        return Choice(name, label, who, moment_in_words(since.change.made_at), keep, undo, self._choices.get(name, ""))

    def _word(self, each: Reversal, told: models.Field, value: Any) -> str:
        """A value in words: told as if the record had it."""
        state = each.state.instance
        setattr(state, told.attname, value)
        return value_in_words(state, told, self._names)

    def _reason(self, reason: Reason) -> str:
        if reason.other is None:
            return reason.words
        model, _ = reason.other
        return f"{reason.words}: {model._meta.verbose_name} “{self._names[reason.other]}”"


def one_of(undoing: Undoing, named: str) -> Undoing | None:
    """Only the return of the record that an address names, where the change deleted it."""
    chosen = next((each for each in undoing.reversals if each.name == named and each.kind == Kind.BRING_BACK), None)
    return narrowed(undoing, chosen.identity) if chosen else None
