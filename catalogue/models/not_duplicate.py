"""Pairs of entries that look like one and are two: somebody said so, and nobody is to be asked again. No record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .microcredential import Microcredential


class NotDuplicateQuerySet(models.QuerySet):
    def pairs(self) -> set[tuple[int, int]]:
        return {*self.values_list("first_id", "second_id")}

    def note(self, one: int, other: int, *, by: models.Model | None) -> None:
        """Said twice is said once."""
        first, second = sorted((one, other))
        said = {"by": by, "by_name": by.get_username() if by else ""}
        self.get_or_create(first_id=first, second_id=second, defaults=said)


class NotDuplicate(models.Model):
    first = models.ForeignKey(Microcredential, on_delete=models.CASCADE, related_name="other_than_later")
    second = models.ForeignKey(Microcredential, on_delete=models.CASCADE, related_name="other_than_earlier")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = NotDuplicateQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="notduplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="notduplicate_in_order"),
        ]

    def __str__(self) -> str:
        return f"“{self.first}” is not “{self.second}”"
