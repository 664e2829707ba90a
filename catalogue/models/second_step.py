"""What accounts show beside a password: apps with codes, passkeys, recovery codes. No record: it has no history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class StepKind(models.TextChoices):
    APP = "app", "app with codes"
    PASSKEY = "passkey", "passkey"
    RECOVERY = "recovery", "recovery code"


class SecondStep(models.Model):
    """One thing that an account can show. What is kept opens nothing by itself; the key of an app is sealed."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_steps")
    kind = models.CharField(max_length=10, choices=StepKind)
    name = models.CharField(max_length=60, blank=True)
    key = models.TextField("sealed key of an app, public key of a passkey", blank=True)
    digest = models.CharField("SHA-256 of a recovery code or of a passkey's number", max_length=64, blank=True)
    count = models.BigIntegerField("half minute of the last code, or how often a passkey signed", default=0)
    added_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()  # pages of its own, for the account alone
        ordering = ["added_at", "pk"]
        verbose_name = "second step"
        constraints = [
            models.CheckConstraint(
                name="secondstep_kind",
                condition=Q(kind=StepKind.APP, digest="") & ~Q(key="")
                | Q(kind=StepKind.PASSKEY) & ~Q(key="") & ~Q(digest="")
                | Q(kind=StepKind.RECOVERY, key="") & ~Q(digest=""),
            ),
            # A passkey belongs to one account, and two accounts never share a recovery code.
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="secondstep_digest_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class SignOnIdentity(models.Model):
    """That a person whom a provider of single sign-on knows is this account."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_on_identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField("the provider's name for the person", max_length=255)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["added_at", "pk"]
        verbose_name = "person of a provider"
        verbose_name_plural = "persons of providers"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="signonidentity_once")]

    def __str__(self) -> str:
        return f"{self.account}: {self.subject}"
