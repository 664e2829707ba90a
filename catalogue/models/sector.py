"""Sectors and audiences: the topics and publics that staff may add to. Which entry has which is a claim (tags.py)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from institutions.records import Record, slug_not_taken, validate_not_taken


class Term(Record):
    """A word of a vocabulary that staff keep."""

    slug = models.SlugField(max_length=120, unique=True, validators=[validate_not_taken])
    name = models.CharField(max_length=120)
    summary = models.TextField(blank=True, help_text="In our words: what it means and what is not said of it.")

    class Meta(Record.Meta):
        abstract = True
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="%(class)s_has_slug"),
            slug_not_taken("%(class)s_slug_not_taken"),
            models.CheckConstraint(condition=~Q(name=""), name="%(class)s_has_name"),
            models.CheckConstraint(condition=~Q(key=""), name="%(class)s_has_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset({"name"})


class Sector(Term):
    """A topic; the first five are the areas named in the 2021 announcement, as printed."""

    def get_absolute_url(self) -> str:
        return reverse("sector", args=[self.slug])


class Audience(Term):
    """A public that an offering is for. The word is our grouping; each tag of it is cited."""

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset()
