"""One offering as visitors could see it at a moment, out of the history: what dossier.py reads of now.

Nothing that they may not see any more is in it: neither a part that was withdrawn since nor what was said of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any

from catalogue.dossier import RELATED, SUBJECT_NAMES, Dossier, Subject
from catalogue.models import (
    SUBJECTS,
    Citation,
    Disagreement,
    DisagreementSide,
    Group,
    Membership,
    Microcredential,
    NamedKind,
    Source,
    Statement,
    StatementSubject,
)
from catalogue.models.vocabulary import DisagreementKind, Standing
from institutions.models import Institution
from institutions.records import Record

from .whole.rows import offerings_at, states


def read_past(entry: Microcredential, at: datetime) -> Dossier | None:
    """What was known of an offering that is public now; None where visitors could not see it then."""
    return _Past(at).dossier(entry.pk)


class _Past:
    """All that is read is of one moment. Each record is a model as it was then, not to be saved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def dossier(self, pk: int) -> Dossier | None:
        if pk not in self._public({pk}):
            return None
        whole = self._records(Microcredential, {pk})[pk]
        if whole.parent_id:
            return None
        parts = self._about(Microcredential, "parent", {pk})
        shown = self._public({part.pk for part in parts})
        parts = sorted((part for part in parts if part.pk in shown), key=attrgetter("title", "pk"))
        for part in parts:
            part.parent = whole
        self._with([whole, *parts], "named_kind", NamedKind)
        subjects = {each.pk: Subject(each) for each in (whole, *parts)}
        memberships = self._with(self._about(Membership, "microcredential", {pk}), "group", Group)
        memberships.sort(key=lambda membership: membership.group.name)
        groups = {each.group_id: Subject(each.group) for each in memberships if each.standing != Standing.NOT}
        self._add_claims(subjects, groups)
        self._add_statements(subjects, groups)
        citations = self._citations([*subjects.values(), *groups.values()], memberships)
        first, *rest = subjects.values()
        return Dossier(first, rest, memberships, groups, citations, self._conflicts(citations))

    def _records(self, model: type[Record], pks: Iterable[int]) -> dict[int, Any]:
        """Those of these records that stood then."""
        names = [each.attname for each in model._meta.concrete_fields if each.attname != "id"]
        found = states(model, self.at, names, id__in=set(pks))
        return {state.id: model(id=state.id, **dict(zip(names, state[2:], strict=True))) for state in found}

    def _about(self, model: type[Record], name: str, pks: Iterable[int]) -> list[Any]:
        """The records that referred to one of these then, in the order in which they were made."""
        wanted, attname = set(pks), model._meta.get_field(name).attname
        ever = set(model.history.filter(**{f"{attname}__in": wanted}).order_by().values_list("id", flat=True))
        found = self._records(model, ever) if ever else {}
        return [found[pk] for pk in sorted(found) if getattr(found[pk], attname) in wanted]

    def _with(self, records: list[Any], name: str, model: type[Record]) -> list[Any]:
        """The same records, each with the one that it refers to."""
        attname = f"{name}_id"
        targets = self._records(model, {getattr(each, attname) for each in records} - {None})
        for each in records:
            setattr(each, name, targets.get(getattr(each, attname)))
        return records

    def _public(self, pks: Iterable[int]) -> set[int]:
        """Those of these offerings and parts that visitors could see then and may see now."""
        then = offerings_at(self.at, set(pks))
        wanted = {*then, *(state.parent_id for state in then.values() if state.parent_id)}
        now = set(Microcredential.objects.public().filter(pk__in=wanted).values_list("pk", flat=True))
        return {pk for pk, state in then.items() if {pk, state.parent_id or pk} <= now}

    def _add_claims(self, subjects: dict[int, Subject], groups: dict[int, Subject]) -> None:
        for model, related in RELATED.items():
            own = self._about(model, "microcredential", subjects) + self._about(model, "group", groups)
            for name in related:
                self._with(own, name, model._meta.get_field(name).related_model)
            for claim in sorted(own, key=attrgetter("pk")):
                owner = subjects[claim.microcredential_id] if claim.microcredential_id else groups[claim.group_id]
                claim.microcredential = owner.record if claim.microcredential_id else None
                claim.group = owner.record if claim.group_id else None
                owner.add(claim)

    def _add_statements(self, subjects: dict[int, Subject], groups: dict[int, Subject]) -> None:
        rows = self._about(StatementSubject, "microcredential", subjects)
        rows += self._about(StatementSubject, "group", groups)
        shown = self._statements_shown({row.statement_id for row in rows})
        rows = [row for row in rows if row.statement_id in shown]
        for row in sorted(rows, key=lambda row: (shown[row.statement_id].topic, row.statement_id, row.pk)):
            owner = subjects[row.microcredential_id] if row.microcredential_id else groups[row.group_id]
            owner.add(shown[row.statement_id])

    def _statements_shown(self, pks: set[int]) -> dict[int, Statement]:
        """Those that speak of nothing hidden."""
        subjects = [row for row in self._about(StatementSubject, "statement", pks) if row.microcredential_id]
        public = self._public({row.microcredential_id for row in subjects})
        hidden = {row.statement_id for row in subjects if row.microcredential_id not in public}
        return self._records(Statement, pks - hidden)

    def _citations(self, subjects: list[Subject], memberships: list[Membership]) -> dict[Record, list[Citation]]:
        records = [record for subject in subjects for record in (subject.record, *subject.claims)]
        schools = {c.institution_id: c.institution for s in subjects for c in s.participations if c.institution_id}
        by_field: dict[str, dict[int, Record]] = defaultdict(dict)
        for record in (*records, *memberships):
            by_field[SUBJECT_NAMES[type(record)]][record.pk] = record
        found: list[tuple[Record, Citation]] = []
        for name, about in by_field.items():
            found += [(about[getattr(one, f"{name}_id")], one) for one in self._about(Citation, name, about)]
        websites = self._about(Citation, SUBJECT_NAMES[Institution], schools)
        found += [(schools[one.institution_id], one) for one in websites if one.field == "website"]
        self._complete([one for _, one in found])
        by_record = defaultdict(list)
        for record, one in sorted(found, key=lambda pair: _place(pair[1])):
            setattr(one, SUBJECT_NAMES[type(record)], record)
            by_record[record].append(one)
        return dict(by_record)

    def _complete(self, citations: list[Citation]) -> None:
        """With their sources, and what replaced them with its own."""
        self._with(citations, "source", Source)
        newer = self._with(citations, "superseded_by", Citation)
        self._with([one.superseded_by for one in newer if one.superseded_by_id], "source", Source)

    def _conflicts(self, citations: dict[Record, list[Citation]]) -> dict[Disagreement, list[Citation]]:
        cited = {one.pk for record, found in citations.items() if not isinstance(record, Statement) for one in found}
        touching = {side.disagreement_id for side in self._about(DisagreementSide, "citation", cited)}
        conflicts = self._records(Disagreement, touching)
        conflicts = {pk: each for pk, each in conflicts.items() if each.kind == DisagreementKind.CONFLICT}
        sides = self._about(DisagreementSide, "disagreement", conflicts)
        shown = self._records(Citation, {side.citation_id for side in sides})
        self._complete([*shown.values()])
        hidden = {side.disagreement_id for side in sides if not self._is_shown(shown[side.citation_id])}
        found: dict[Disagreement, list[Citation]] = {}
        for pk, each in sorted(conflicts.items(), key=lambda pair: (pair[1].title, pair[0])):
            if pk not in hidden:
                found[each] = [shown[side.citation_id] for side in sides if side.disagreement_id == pk]
        return found

    def _is_shown(self, citation: Citation) -> bool:
        """Whether what it speaks of is public; its subject is read as it was then."""
        name = citation.subject_name
        pk = getattr(citation, f"{name}_id")
        subject = self._records(SUBJECTS[name], {pk})[pk]
        setattr(citation, name, subject)
        if isinstance(subject, Statement):
            return bool(self._statements_shown({pk}))
        offering = pk if name == "microcredential" else getattr(subject, "microcredential_id", None)
        return offering is None or bool(self._public({offering}))


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.source.short_title, citation.paragraph or 0, citation.pk
