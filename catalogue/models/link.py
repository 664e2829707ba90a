"""Web addresses of the catalogue and how they answered. No record: checking one changes no page of the site."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

STRIKES = 4  # checks on as many days before an address is called broken: docs/decisions/0104


class CheckedLinkQuerySet(models.QuerySet):
    def broken(self) -> CheckedLinkQuerySet:
        return self.filter(strikes__gte=STRIKES)

    def failing(self) -> CheckedLinkQuerySet:
        """Those that failed of late, and not often enough to be broken."""
        return self.filter(strikes__gt=0, strikes__lt=STRIKES)


class CheckedLink(models.Model):
    """One address, wherever it stands, and what the newest check found. A success takes all strikes away."""

    address = models.CharField("web address", max_length=300, unique=True)
    checked_at = models.DateTimeField("last checked")
    answer = models.CharField("what it answered", max_length=200)
    strikes = models.PositiveIntegerField("failed checks in a row", default=0)
    first_failed = models.DateField("fails since", null=True)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "checked link"
        ordering = ["-strikes", "first_failed", "address"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(strikes=0, first_failed__isnull=True) | Q(strikes__gt=0, first_failed__isnull=False),
                name="checkedlink_fails_since_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.address
