"""The rows of the whole as they stood at a moment, read from the history: only what visitors could see, and still may.

The history alone, also for this very moment: so an edition can be made at any later time and comes out the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from catalogue.models import (
    Audience,
    AudienceTag,
    Citation,
    Disagreement,
    DisagreementSide,
    Microcredential,
    NamedKind,
    Source,
    Statement,
    StatementSubject,
)
from catalogue.models.visibility import was_public
from catalogue.models.vocabulary import SourceKind
from institutions.bulk import DELETED
from institutions.records import Record

from .nouns import NOUNS, Column, Noun

_AT_ONCE = 2000
# What may be left out without the row losing its sense: which newer citation replaced it.
_MAY_BE_HIDDEN = ("superseded_by",)


def states(model: type[Record], at: datetime, names: Iterable[str], **among: Any) -> Iterator[NamedTuple]:
    """The state in which each record of a model stood just before a moment; the deleted ones left out."""
    past = model.history.filter(history_date__lt=at, **among).order_by("id", "history_id")
    rows = past.values_list("id", "history_type", *names, named=True).iterator(chunk_size=_AT_ONCE)
    for _, of_one in groupby(rows, key=attrgetter("id")):
        (latest,) = deque(of_one, maxlen=1)
        if latest.history_type != DELETED:
            yield latest


def offerings_at(at: datetime, pks: Iterable[int] | None = None) -> dict[int, NamedTuple]:
    """The offerings and parts that visitors could see at a moment: all, or those among some; by primary key."""
    names = ("key", "state", "publish_at", "parent_id")
    if pks is None:
        found = wholes = {state.id: state for state in states(Microcredential, at, names)}
    else:
        found = {state.id: state for state in states(Microcredential, at, names, id__in=pks)}
        above = {state.parent_id for state in found.values() if state.parent_id}
        wholes = {state.id: state for state in states(Microcredential, at, names, id__in=above)}
    return {pk: state for pk, state in found.items() if was_public(state, wholes.get(state.parent_id), at)}


class Whole:
    """Everything public at a moment.

    `keys` has the key of each public record by its primary key, `hidden` the entries that visitors could see then and
    may not see now: they are left out.
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.keys: dict[type[Record], dict[int, str]] = {}
        self.hidden = self._note_offerings()
        self._silenced = {
            Statement: self._statements_about_hidden(),
            Audience: self._audiences_of_hidden(),
            NamedKind: self._kinds_of_hidden(),
        }
        for noun in NOUNS:
            if noun.model is Disagreement:
                self._silenced[Disagreement] = self._disagreements_with_hidden()
            if noun.model is not Microcredential:
                self._note(noun)
        self.keys[Source] = self._sources_shown()

    def rows(self, noun: Noun) -> Iterator[tuple[Any, ...]]:
        """The rows of a noun in the order in which they were made, each after its like that it refers to.

        Pages list claims in that order, so a catalogue made from the rows lists them so too.
        """
        names = [column.field.attname for column in noun.columns]
        for wave in self._waves(noun):
            for state in states(noun.model, self.at, names):
                if state.id in wave:
                    yield tuple(self._told(*cell) for cell in zip(noun.columns, state[2:], strict=True))

    def _waves(self, noun: Noun) -> list[Container[int]]:
        """The public records of a noun: first those that refer to no other of them, then those that refer to these."""
        own = next((column.field.attname for column in noun.columns if column.refers_to == noun.name), None)
        keys = self.keys[noun.model]
        if own is None:
            return [keys]
        above = {state.id: state[2] for state in states(noun.model, self.at, [own]) if state.id in keys}
        waves: list[set[int]] = []
        while above:
            # A circle, which every noun refuses when it is checked, would have no first.
            waves.append({pk for pk, target in above.items() if target not in above} or set(above))
            above = {pk: target for pk, target in above.items() if pk not in waves[-1]}
        return waves

    def _told(self, column: Column, value: Any) -> Any:
        if column.refers_to and value is not None:
            return self.keys[column.field.related_model].get(value)
        return value

    def _note_offerings(self) -> list[int]:
        public = offerings_at(self.at)
        still = set(Microcredential.objects.public().order_by().values_list("pk", flat=True))
        self.keys[Microcredential] = {
            pk: state.key for pk, state in public.items() if {pk, state.parent_id or pk} <= still
        }
        return sorted(public.keys() - still)

    def _note(self, noun: Noun) -> None:
        """Which records of a noun are shown: those that refer to nothing hidden."""
        model = noun.model
        references = [
            (column.field.attname, self.keys[column.field.related_model])
            for column in noun.columns
            if column.refers_to and column.name not in _MAY_BE_HIDDEN and column.field.related_model is not model
        ]
        silenced, keys = self._silenced.get(model, ()), {}
        for state in states(model, self.at, ["key", *(name for name, _ in references)]):
            targets = ((getattr(state, name), shown) for name, shown in references)
            if state.id not in silenced and all(pk is None or pk in shown for pk, shown in targets):
                keys[state.id] = state.key
        self.keys[model] = keys

    def _sources_shown(self) -> dict[int, str]:
        """As `Source.objects.public()`: the documents, and those of a citation that is shown."""
        cited = {each.source_id for each in states(Citation, self.at, ["source_id"]) if each.id in self.keys[Citation]}
        known = states(Source, self.at, ["key", "kind"])
        return {each.id: each.key for each in known if each.id in cited or each.kind == SourceKind.DOCUMENT}

    def _is_about_shown(self, state: Any) -> bool:
        return state.microcredential_id is None or state.microcredential_id in self.keys[Microcredential]

    def _audiences_of_hidden(self) -> set[int]:
        """Those that no page names: nothing public is for them."""
        tags = states(AudienceTag, self.at, ("microcredential_id", "audience_id"))
        named = {tag.audience_id for tag in tags if self._is_about_shown(tag)}
        return {audience.id for audience in states(Audience, self.at, ())} - named

    def _kinds_of_hidden(self) -> set[int]:
        """Names of kinds that no page says: nothing public is called so."""
        entries, shown = states(Microcredential, self.at, ("named_kind_id",)), self.keys[Microcredential]
        named = {entry.named_kind_id for entry in entries if entry.id in shown}
        return {each.id for each in states(NamedKind, self.at, ())} - named

    def _statements_about_hidden(self) -> set[int]:
        subjects = states(StatementSubject, self.at, ("statement_id", "microcredential_id"))
        return {each.statement_id for each in subjects if not self._is_about_shown(each)}

    def _disagreements_with_hidden(self) -> set[int]:
        sides = states(DisagreementSide, self.at, ("disagreement_id", "citation_id"))
        return {side.disagreement_id for side in sides if side.citation_id not in self.keys[Citation]}
