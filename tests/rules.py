"""For tests of the rules that stand in the database: a valid record of each noun, and a way to see it refused.

Records are saved here without `full_clean`, as a script would, so that nothing but the database can refuse.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint

from catalogue.models import (
    Audience,
    AudienceTag,
    Citation,
    Disagreement,
    DisagreementSide,
    FundingLink,
    Group,
    Measure,
    Membership,
    Microcredential,
    NamedKind,
    Participation,
    Recognition,
    Sector,
    SectorTag,
    Source,
    Statement,
    StatementSubject,
    Synonym,
)
from funding.models import FundingFlow, FundingSource
from institutions.models import Institution
from institutions.records import Record

Rule = tuple[str, type[Record], dict[str, Any]]

# The least that a record of each noun needs; a model stands for a saved valid record of it.
LEAST: dict[type[Record], dict[str, Any]] = {
    Institution: {"slug": "college", "name": "College"},
    FundingSource: {"slug": "fund", "name": "Fund"},
    FundingFlow: {"into": FundingSource, "payer": Institution},
    Sector: {"slug": "sector", "name": "Sector"},
    Audience: {"slug": "audience", "name": "Audience"},
    NamedKind: {"slug": "nanodegree", "name": "Nanodegree", "kind": "certificate"},
    Group: {"slug": "group", "name": "Group"},
    Microcredential: {"slug": "entry", "title": "Entry", "summary": "Short."},
    Participation: {"microcredential": Microcredential, "institution": Institution, "role": "provider"},
    Recognition: {
        "microcredential": Microcredential,
        "institution": Institution,
        "target": "diploma",
        "force": "counts",
    },
    Measure: {"microcredential": Microcredential, "quantity": "duration", "minimum": 8, "unit": "week"},
    FundingLink: {"microcredential": Microcredential, "funding_source": FundingSource},
    SectorTag: {"microcredential": Microcredential, "sector": Sector},
    AudienceTag: {"microcredential": Microcredential, "audience": Audience},
    Membership: {"microcredential": Microcredential, "group": Group, "standing": "member"},
    Statement: {"topic": "work", "text": "Employers ask for skills."},
    StatementSubject: {"statement": Statement, "sector": Sector},
    Source: {"kind": "document", "title": "Guide", "short_title": "Guide"},
    Citation: {"source": Source, "sector": Sector, "field": "name", "paragraph": 1, "basis": "stated", "says": "So."},
    Disagreement: {"kind": "conflict", "title": "Two dates"},
    DisagreementSide: {"disagreement": Disagreement, "citation": Citation},
    Synonym: {"asked": "secretary", "means": "office administration"},
}
# Every record has a key of its own, so this rule is the same for all.
KEYS: list[Rule] = [(f"{noun._meta.model_name}_has_key", noun, {"key": ""}) for noun in LEAST]


def valid(noun: type[Record], **fields: Any) -> Record:
    """A valid record, not saved. It shares what it refers to with others of the same test."""
    given = {**LEAST[noun], **fields}
    return noun(**{name: shared(value) if value in LEAST else value for name, value in given.items()})


def shared(noun: type[Record]) -> Record:
    """The one record of a noun that others of the same test refer to."""
    key = f"shared-{noun._meta.model_name}"
    record = noun.objects.filter(key=key).first()
    if record is None:
        record = valid(noun, key=key, **({"slug": key} if "slug" in LEAST[noun] else {}))
        record.save()
    return record


def assert_refused(name: str, noun: type[Record], fields: dict[str, Any]) -> None:
    """The database refuses a record that differs from a valid one in these fields only, and names the broken rule."""
    record = valid(noun, **{field: value for field, value in fields.items() if value != "itself"})
    itself = {field: record for field, value in fields.items() if value == "itself"}
    if itself:
        record.save()
    for field, value in itself.items():
        setattr(record, field, value)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        record.save()
    assert name in str(refusal.value)


def assert_once(noun: type[Record], fields: dict[str, Any], **but: Any) -> None:
    """The database takes such a record once and not twice, be the second one different in other fields."""
    valid(noun, **fields).save()
    second = valid(noun, **{**fields, **but})
    with pytest.raises(IntegrityError, match=r"UNIQUE constraint|duplicate key"), transaction.atomic():
        second.save()


def untested(rules: Iterable[Rule], *apps: str) -> set[str]:
    """The CHECK constraints of some apps that no rule of a table speaks of."""
    stand = {
        constraint.name
        for noun in LEAST
        if noun._meta.app_label in apps
        for constraint in noun._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }
    return stand - {name for name, _, _ in [*rules, *KEYS]}
