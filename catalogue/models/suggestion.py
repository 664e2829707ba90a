"""What visitors suggest: a mistake or a missing fact, with its source. No record: only staff see it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from institutions.changes import Change

from .microcredential import Microcredential

LONGEST_SAYS, LONGEST_SOURCE, LONGEST_EMAIL = 1000, 500, 200


class SuggestionState(models.TextChoices):
    OPEN = "open", "waits"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"


class Suggestion(models.Model):
    """One suggestion. `about` is the name of a question of catalogue/coverage.py, or empty for something else."""

    # It is decided before its entry can be deleted (workflow.remove), so nothing that waits goes with it.
    entry = models.ForeignKey(Microcredential, on_delete=models.CASCADE, related_name="suggestions")
    about = models.CharField(max_length=40, blank=True)
    says = models.TextField("what is right", max_length=LONGEST_SAYS)
    source = models.TextField("where that stands", max_length=LONGEST_SOURCE)
    email = models.EmailField("e-mail address", max_length=LONGEST_EMAIL, blank=True)
    sent_at = models.DateTimeField("sent", auto_now_add=True, db_index=True)
    state = models.CharField(max_length=10, choices=SuggestionState, default=SuggestionState.OPEN)
    decided_by_name = models.CharField("decided by", max_length=150, blank=True)
    decided_at = models.DateTimeField("decided", null=True)
    reason = models.TextField("why declined", blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "suggestion from the public"
        verbose_name_plural = "suggestions from the public"
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SuggestionState.values), name="suggestion_knows_its_words"),
            models.CheckConstraint(condition=~Q(says="") & ~Q(source=""), name="suggestion_says_and_names_its_source"),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.OPEN, decided_at__isnull=True, decided_by_name="")
                | ~Q(state=SuggestionState.OPEN) & Q(decided_at__isnull=False) & ~Q(decided_by_name=""),
                name="suggestion_open_or_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.DECLINED) | ~Q(reason=""), name="suggestion_declined_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.ACCEPTED) | Q(change__isnull=True),
                name="suggestion_change_is_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.says[:60]}"


class SuggestionSent(models.Model):
    """That a network sent one within the last hour; the network is a digest, which nobody can turn back."""

    network = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # nothing that staff read
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["network", "at"], name="suggestionsent_network")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
