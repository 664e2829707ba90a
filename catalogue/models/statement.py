"""Statements: anything else that the sources say and a reader may want, with who says it and about what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from funding.models import FundingSource
from institutions.dates import ApproximateDateField, is_approximate_date
from institutions.models import Institution
from institutions.records import ROW, Record, RecordManager, RecordQuerySet, exactly_one

from .group import Group
from .microcredential import Microcredential
from .sector import Sector
from .visibility import public_offering
from .vocabulary import Topic

ABOUT = {
    "microcredential": Microcredential,
    "group": Group,
    "institution": Institution,
    "funding_source": FundingSource,
    "sector": Sector,
}


class StatementQuerySet(RecordQuerySet):
    def public(self) -> StatementQuerySet:
        """Statements that speak of nothing hidden from visitors."""
        hidden = StatementSubject.objects.filter(microcredential__isnull=False).exclude(
            public_offering("microcredential__")
        )
        return self.exclude(pk__in=hidden.values("statement"))


class Statement(Record):
    """One thing said, in our words."""

    topic = models.CharField(max_length=15, choices=Topic)
    text = models.TextField(help_text="In our words.")
    said_by = models.CharField(max_length=120, blank=True, help_text="Empty: the document itself.")
    said_role = models.CharField(max_length=160, blank=True)
    as_of = ApproximateDateField(help_text="When it was said or true, as far as stated.")

    objects = RecordManager.from_queryset(StatementQuerySet)()

    class Meta(Record.Meta):
        ordering = ["topic", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="statement_has_text"),
            models.CheckConstraint(condition=~Q(key=""), name="statement_has_key"),
            models.CheckConstraint(condition=is_approximate_date("as_of"), name="statement_as_of_is_date"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="statement_knows_its_words"),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset({ROW})


def _about(model: type[Record]) -> models.ForeignKey:
    return models.ForeignKey(model, on_delete=models.PROTECT, null=True, blank=True, related_name="statement_subjects")


class StatementSubject(Record):
    """One of the things that a statement is about."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="subjects")
    microcredential = _about(Microcredential)
    group = _about(Group)
    institution = _about(Institution)
    funding_source = _about(FundingSource)
    sector = _about(Sector)

    class Meta(Record.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(ABOUT), name="statementsubject_is_one"),
            models.CheckConstraint(condition=~Q(key=""), name="statementsubject_has_key"),
        ]

    def __str__(self) -> str:
        return str(self.subject or "nothing yet")

    @property
    def subject(self) -> Record:
        return next((getattr(self, name) for name in ABOUT if getattr(self, f"{name}_id") is not None), None)
