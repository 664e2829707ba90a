"""Passwords that were tried and were wrong, counted so that nobody can try many. No record: it has no history."""

from __future__ import annotations

from django.db import models

DIGEST = 32  # hexadecimal digits


class SignInAttempt(models.Model):
    """One wrong password of the last minutes, or one that is being looked at.

    Who and where are digests: what was typed as a name may be a password, and addresses tell who somebody is.
    """

    at = models.DateTimeField(db_index=True)
    network = models.CharField(max_length=DIGEST)
    account = models.CharField("name as typed", max_length=DIGEST)
    browser = models.CharField("browser that has signed in as this account before", max_length=DIGEST, blank=True)

    class Meta:
        default_permissions = ()  # nothing that staff read
        ordering = ["at", "pk"]
        verbose_name = "password that was tried"
        verbose_name_plural = "passwords that were tried"
        indexes = [
            models.Index(fields=["network", "at"], name="signinattempt_network"),
            models.Index(fields=["account", "at"], name="signinattempt_account"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
