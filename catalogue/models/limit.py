"""Limits of staff accounts: an editor may be kept to the entries of some institutions."""

from django.conf import settings
from django.db import models

from institutions.models import Institution


class InstitutionLimit(models.Model):
    """An account with one or more of these edits only what these institutions run. Without any it edits everything."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="institution_limits", verbose_name="account"
    )
    # Protected: were the last limit to vanish with its institution, the account could edit everything.
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="limited_accounts")

    class Meta:
        ordering = ["institution__name", "pk"]
        verbose_name = "institution that an editor is limited to"
        verbose_name_plural = "institutions that an editor is limited to"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "institution"],
                name="institutionlimit_once",
                violation_error_message="This account has this institution already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.institution}"
