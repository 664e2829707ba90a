"""Undos that are too large for a request: asked for on a page, done by the worker. No records: their change is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from institutions.changes import Change


class UndoState(models.TextChoices):
    """Where an undo stands. The worker takes the first and leaves one of the last three."""

    WAITING = "waiting", "waiting to be undone"
    WORKING = "working", "being undone"
    DONE = "done", "undone"
    REFUSED = "refused", "refused"
    INTERRUPTED = "interrupted", "interrupted"

    @classmethod
    def in_hand(cls) -> tuple[UndoState, ...]:
        return cls.WAITING, cls.WORKING


class UndoJob(models.Model):
    """One wish to undo a change, and what came of it."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="undo_jobs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField("who", max_length=150)
    why = models.TextField(blank=True)
    otherwise = models.CharField(max_length=4, blank=True, help_text="What becomes of what somebody changed since.")
    state = models.CharField(max_length=12, choices=UndoState, default=UndoState.WAITING)
    said = models.JSONField(default=list, help_text="Why it was refused.")
    done = models.PositiveIntegerField(default=0, help_text="Records that are through.")
    total = models.PositiveIntegerField(help_text="How many records the change wrote to.")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    result = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UndoState.values), name="undojob_knows_its_words"),
            models.UniqueConstraint(
                fields=["change"], condition=Q(state__in=["waiting", "working"]), name="undojob_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Undo of change {self.change_id}"
