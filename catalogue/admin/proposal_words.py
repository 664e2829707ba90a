"""A proposal in words: by record, what each value was, would be, and is by now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import capfirst

from catalogue.models import Proposal
from catalogue.proposals import CHANGED, units
from institutions.records import Record

from .merging import opened_at
from .proposing import stored_copy, with_values
from .states import Names, label_of, value_in_words


@dataclass(frozen=True)
class Line:
    """One value. `unit` is what is ticked to take it; empty where the whole row is taken or left."""

    unit: str
    label: str
    was: str
    proposed: str
    now: str
    is_taken: bool

    @property
    def moved(self) -> bool:
        """Whether somebody changed it since it was proposed."""
        return self.now not in (self.was, self.proposed)


@dataclass(frozen=True)
class Told:
    """What would become of one record."""

    noun: str
    name: str
    act: str
    unit: str
    is_taken: bool
    is_gone: bool
    lines: list[Line]
    sources: list[str]


def told(proposal: Proposal) -> list[Told]:
    names, known = Names(), units(proposal)
    return [_told(proposal, number, edit, names, known) for number, edit in enumerate(proposal.edits)]


def in_short(proposal: Proposal) -> str:
    """The values and rows that it would change, for lists."""
    return "; ".join(_short(edit) for edit in proposal.edits)


def _short(edit: Mapping[str, Any]) -> str:
    model = apps.get_model(edit["noun"])
    if edit["act"] != CHANGED:
        return f"{model._meta.verbose_name} {edit['act']}"
    labels = ", ".join(label_of(model, name) for name in _in_order(model, edit))
    return labels if edit["towards"] == "" else f"{model._meta.verbose_name}: {labels}"


def _told(proposal: Proposal, number: int, edit: Mapping[str, Any], names: Names, known: list[str]) -> Told:
    model = apps.get_model(edit["noun"])
    current = model.objects.filter(pk=edit["pk"]).first() if edit["pk"] else None
    before, after = _before(model, edit, proposal), _before(model, edit, proposal)
    with_values(before, edit["values"], 0)
    with_values(after, edit["values"])
    unit = f"{number}" if f"{number}" in known else ""
    return Told(
        noun=capfirst(model._meta.verbose_name),
        name=_name_of(after if edit["pk"] is None else before),
        act=edit["act"],
        unit=unit,
        is_taken=unit not in proposal.left_out,
        is_gone=edit["pk"] is not None and current is None,
        lines=[*_lines(proposal, number, edit, (before, after, current), names)],
        sources=[each.get("says", "") for each in edit["citations"]],
    )


def _lines(
    proposal: Proposal, number: int, edit: Mapping[str, Any], states: tuple[Record, Record, Record | None], names: Names
) -> Iterator[Line]:
    before, after, current = states
    for name in _in_order(type(before), edit):
        was, proposed = edit["values"][name]
        field = before._meta.get_field(name)
        was_words = value_in_words(before, field, names) if was is not None else ""
        unit = f"{number}.{name}" if edit["act"] == CHANGED else ""
        yield Line(
            unit=unit,
            label=capfirst(field.verbose_name),
            was=was_words,
            proposed=value_in_words(after, field, names) if proposed is not None else "",
            now=value_in_words(current, field, names) if current else was_words,
            is_taken=unit not in proposal.left_out,
        )


def _in_order(model: type[Record], edit: Mapping[str, Any]) -> list[str]:
    """The names of the values in the order of the model: PostgreSQL keeps them in another."""
    return [field.name for field in model._meta.concrete_fields if field.name in edit["values"]]


def _before(model: type[Record], edit: Mapping[str, Any], proposal: Proposal) -> Record:
    """The record as it was when the change was proposed; for a new row an empty one that knows where it belongs."""
    state = opened_at(model(pk=edit["pk"]), edit["version"]) if edit["pk"] else None
    if state:
        return stored_copy(state.instance)
    record = model(pk=edit["pk"])
    if edit["towards"]:
        setattr(record, model._meta.get_field(edit["towards"]).attname, proposal.record)
    return record


def _name_of(record: Record) -> str:
    try:
        return str(record)
    except (ObjectDoesNotExist, AttributeError):
        return "something deleted since"
