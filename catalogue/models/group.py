"""Groups: families and cohorts of offerings that sources speak of as one. They own claims and are never a result."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from institutions.records import Record


class Group(Record):
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True, help_text="In our words.")

    class Meta(Record.Meta):
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="group_has_slug"),
            models.CheckConstraint(condition=~Q(name=""), name="group_has_name"),
            models.CheckConstraint(condition=~Q(key=""), name="group_has_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset({"name"})
