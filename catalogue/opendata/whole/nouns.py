"""Which nouns the whole of our data has and which columns each: read from the models, so that none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

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
)
from funding.models import FundingFlow, FundingSource
from institutions.dates import PATTERN, ApproximateDateField
from institutions.models import Institution
from institutions.records import Record

# The business of staff: where an entry stands with them, and when it is to be looked at again.
_OF_STAFF = {"state", "publish_at", "withdrawn_on", "withdrawal_reason", "review_due"}
_NOT_TOLD = {"id", "version", *_OF_STAFF}
_TYPES = (
    (models.BooleanField, "boolean"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)


@dataclass(frozen=True)
class Column:
    """One column of a file. `refers_to` is the noun whose key it holds, if it holds one."""

    field: models.Field
    refers_to: str = ""

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def type(self) -> str:
        """In the words of Table Schema."""
        return next((name for kind, name in _TYPES if isinstance(self.field, kind)), "string")

    @property
    def description(self) -> str:
        label = str(self.field.verbose_name)
        first = f"{label[:1].upper()}{label[1:]}."
        return f"{first} {self.field.help_text}".strip()

    @property
    def constraints(self) -> dict[str, Any]:
        told: dict[str, Any] = {"unique": True} if self.field.unique else {}
        if not self.field.blank and not self.field.null and self.type != "boolean":
            told["required"] = True
        if self.field.choices:
            told["enum"] = [value for value, _ in self.field.flatchoices if value]
        if isinstance(self.field, ApproximateDateField):
            told["pattern"] = PATTERN
        return told

    def read(self, told: Any) -> Any:
        """What a cell of a table, or a value of the JSON, stands for: as a fixture gives it."""
        if self.type == "boolean":
            return told in ("true", True)
        if told in ("", None):
            return None if self.field.null else ""
        return [told] if self.refers_to else told


@dataclass(frozen=True)
class Noun:
    """Things of one kind. `name` is that of its file and its table; `words` say what a row is."""

    name: str
    model: type[Record]
    words: str

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        fields = (each for each in self.model._meta.concrete_fields if each.name not in _NOT_TOLD)
        return tuple(Column(each, _NAMES[each.related_model] if each.is_relation else "") for each in fields)


# Each after those that it refers to.
NOUNS = (
    Noun("institutions", Institution, "Schools, companies, governments and networks."),
    Noun("funding_sources", FundingSource, "Public money: an envelope, an agreement or a program of it."),
    Noun("funding_flows", FundingFlow, "An amount that a payer puts into one of the funding sources."),
    Noun("sectors", Sector, "Topics."),
    Noun("audiences", Audience, "Publics that an offering is for."),
    Noun("sources", Source, "Where facts come from: documents, web pages, words from schools."),
    Noun("groups", Group, "Families of offerings that sources speak of as one."),
    Noun("named_kinds", NamedKind, "What schools call a kind by a name of their own, and which kind it is."),
    Noun("microcredentials", Microcredential, "Offerings, and with a parent the parts of one."),
    Noun("memberships", Membership, "Whether an offering belongs to a group."),
    Noun("participations", Participation, "What an institution does for an offering or a group."),
    Noun("recognitions", Recognition, "Whether it counts toward a larger credential, where and how firmly."),
    Noun("funding_links", FundingLink, "Money that paid for it; this says nothing of what a learner pays."),
    Noun("sector_tags", SectorTag, "Its topics."),
    Noun("audience_tags", AudienceTag, "Whom it is for."),
    Noun("measures", Measure, "Its length, courses, credits and prices, each of what it measures."),
    Noun("statements", Statement, "Anything else that sources say, with who says it."),
    Noun("statement_subjects", StatementSubject, "What a statement is about: one row for each thing."),
    Noun("citations", Citation, "What a source says of one row, or of one of its values, in our words."),
    Noun("disagreements", Disagreement, "Where sources do not say the same."),
    Noun("disagreement_sides", DisagreementSide, "The citations that do not say the same."),
)
_NAMES = {noun.model: noun.name for noun in NOUNS}
BY_NAME = {noun.name: noun for noun in NOUNS}
