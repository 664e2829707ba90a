"""Letters that staff ask for, to sign in with a browser that is new. No record: it has no history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .attempt import DIGEST


class SignInLetter(models.Model):
    """Asked for by whoever typed a name; with an account, written to its owner. Waits until it is handed over.

    The name is a digest, since what was typed may be a password. The key is half of the word in the letter: who has
    a copy of the database cannot make the other half.
    """

    at = models.DateTimeField("asked for, then written")
    name = models.CharField("name as typed", max_length=DIGEST, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_letters", null=True, blank=True
    )
    key = models.CharField(max_length=DIGEST, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_waiting = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()  # nothing that staff read
        ordering = ["at", "pk"]
        verbose_name = "sign-in letter"
        constraints = [
            models.CheckConstraint(
                name="signinletter_written",
                condition=Q(account=None, key="", ends_at=None, is_waiting=True)
                | Q(account__isnull=False, ends_at__isnull=False) & ~Q(key=""),
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="signinletter_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
