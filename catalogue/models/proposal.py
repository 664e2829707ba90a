"""Proposals: what an editor would change in something that visitors read, until a publisher decides."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from institutions.changes import Change

from .incoming import Import
from .microcredential import Microcredential


class ProposalState(models.TextChoices):
    OPEN = "open", "waits"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    TAKEN_BACK = "taken-back", "taken back"


class Proposal(models.Model):
    """One save of an editor that was kept instead of written. `catalogue.proposals` makes it and knows its edits."""

    # A proposal is decided before its entry can be deleted (workflow.remove), so nothing that waits goes with it.
    entry = models.ForeignKey(Microcredential, on_delete=models.CASCADE, related_name="proposals")
    noun = models.CharField(max_length=60, help_text="Of the page on which it was typed: the entry's or a claim's.")
    record = models.BigIntegerField(help_text="The number of the record whose page it was.")
    edits = models.JSONField(encoder=DjangoJSONEncoder, help_text="By record: version, and was and proposed by field.")
    why = models.TextField(blank=True)
    of_import = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField("who", max_length=150)
    made_at = models.DateTimeField("proposed", auto_now_add=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by_name = models.CharField("decided by", max_length=150, blank=True)
    decided_at = models.DateTimeField("decided", null=True)
    reason = models.TextField("why declined", blank=True)
    left_out = models.JSONField(default=list, help_text="What was not taken when the rest was accepted.")
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_knows_its_words"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_at__isnull=True, decided_by_name="")
                | ~Q(state=ProposalState.OPEN) & Q(decided_at__isnull=False) & ~Q(decided_by_name=""),
                name="proposal_open_or_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(reason=""), name="proposal_declined_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.ACCEPTED) | Q(change__isnull=True), name="proposal_change_is_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, proposed by {self.by_name}"
