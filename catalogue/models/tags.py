"""Claims that tie an offering or a group to money, topics, publics and groups."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from funding.models import FundingSource
from institutions.records import ROW, Record, RecordManager

from .claims import Claim, ClaimQuerySet, once
from .group import Group
from .microcredential import Microcredential
from .sector import Audience, Sector
from .vocabulary import Standing


class FundingLink(Claim):
    """Money that paid for an offering or a group. Says nothing about what a learner pays."""

    funding_source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="links")

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, *once("funding_source")]

    def __str__(self) -> str:
        return f"Funding: {self.funding_source.name}"


class SectorTag(Claim):
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="tags")

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, *once("sector")]

    def __str__(self) -> str:
        return f"Topic: {self.sector.name}"


class AudienceTag(Claim):
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="tags")

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, *once("audience")]

    def __str__(self) -> str:
        return f"For: {self.audience.name}"


class Membership(Record):
    """Whether an offering belongs to a group."""

    microcredential = models.ForeignKey(Microcredential, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    standing = models.CharField(max_length=10, choices=Standing)

    objects = RecordManager.from_queryset(ClaimQuerySet)()

    class Meta(Record.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="membership_has_key"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="membership_knows_its_words"),
            models.UniqueConstraint(
                fields=["microcredential", "group"],
                name="membership_once",
                violation_error_message="This entry already has a word on this group.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group.name}: {self.get_standing_display()}"

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset({ROW})
