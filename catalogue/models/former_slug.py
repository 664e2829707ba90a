"""Addresses that entries had before: each leads to its entry for good, and no other entry may take it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from .microcredential import Microcredential


class FormerSlugQuerySet(models.QuerySet):
    def refuse_taken(self, entries: Iterable[Microcredential]) -> None:
        """Raise ValidationError when one of these entries stands where another one stood."""
        keys = {entry.slug: entry.key for entry in entries}
        for former in self.filter(slug__in=keys).select_related("microcredential"):
            if keys[former.slug] not in {former.microcredential.key, former.inherited_from}:
                raise ValidationError(
                    {
                        "slug": f"“{former.slug}” was the address of “{former.microcredential}”, and old links still"
                        " lead there. Choose another."
                    }
                )


class FormerSlug(models.Model):
    """The end of a web address at which a published entry stood. It names the entry, so there is no chain to follow."""

    slug = models.SlugField(max_length=120, unique=True)
    # It is made from the history, where it stays when the entry is deleted, and comes back with the entry.
    microcredential = models.ForeignKey(
        "catalogue.Microcredential", on_delete=models.CASCADE, related_name="former_slugs"
    )

    inherited_from = models.CharField(
        max_length=120,
        blank=True,
        help_text="The key of the entry that stood there and was merged into this one; it may come back.",
    )

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="formerslug_has_slug")]

    def __str__(self) -> str:
        return self.slug
