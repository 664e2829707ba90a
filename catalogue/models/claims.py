"""Claims: what sources say about an offering or a group, as rows. Who says it is a citation of the row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from institutions.dates import ApproximateDateField, is_approximate_date
from institutions.models import Institution
from institutions.records import ROW, Record, RecordManager, RecordQuerySet, exactly_one

from .group import Group
from .microcredential import Microcredential
from .visibility import public_subject
from .vocabulary import Force, Role, State, Target


class ClaimQuerySet(RecordQuerySet):
    def public(self) -> ClaimQuerySet:
        """Claims about what a visitor may see."""
        return self.filter(public_subject())


class Claim(Record):
    """A claim has exactly one subject: an offering or a group."""

    microcredential = models.ForeignKey(
        Microcredential, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss")

    objects = RecordManager.from_queryset(ClaimQuerySet)()

    class Meta(Record.Meta):
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(["microcredential", "group"]),
                name="%(class)s_has_one_subject",
                violation_error_message="Choose an entry or a group, not both and not neither.",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="%(class)s_has_key"),
        ]

    @property
    def subject(self) -> Microcredential | Group:
        return self.microcredential or self.group

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset({ROW})


def once(*fields: str) -> list[models.UniqueConstraint]:
    """The same claim about the same subject stands only once."""
    return [
        models.UniqueConstraint(
            fields=[subject, *fields],
            condition=Q(**{f"{subject}__isnull": False}),
            name=f"%(class)s_once_per_{subject}",
            violation_error_message="This is already said of it.",
        )
        for subject in ("microcredential", "group")
    ]


class Participation(Claim):
    """What an institution does for an offering or a group, and since when."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        help_text="Empty only for industry partners whom the source does not name.",
    )
    role = models.CharField(max_length=20, choices=Role)
    since = ApproximateDateField()

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            *once("institution", "role"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | Q(role=Role.INDUSTRY_PARTNER),
                name="participation_names_institution",
                violation_error_message="Only industry partners may stay unnamed.",
            ),
            models.CheckConstraint(condition=is_approximate_date("since"), name="participation_since_is_date"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="participation_knows_its_words"),
        ]

    def __str__(self) -> str:
        name = self.institution.name if self.institution else "Partners not named"
        return f"{name}: {self.get_role_display()}"

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            changed = self.changed_fields()
            if "microcredential" in changed or ("role" in changed and self.role not in Role.providing()):
                self._keep_last_provider()
            super().save(**kwargs)

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            self._keep_last_provider()
            return super().delete(**kwargs)

    def _keep_last_provider(self) -> None:
        """Refuse to take the last provider away from a published offering."""
        before = type(self).objects.filter(pk=self.pk, role__in=Role.providing()).first()
        # Locked in whatever state, so that nobody takes away the other provider, or publishes, at the same time.
        offerings = Microcredential.objects.select_for_update()
        offering = offerings.filter(pk=before and before.microcredential_id).first()
        if offering is None or offering.state != State.PUBLISHED or offering.parent_id:
            return
        others = offering.participations.filter(role__in=Role.providing()).exclude(pk=self.pk)
        if not others.exists():
            raise ValidationError(
                "“%(title)s” is published and this is its last provider. Withdraw it first, or add another provider.",
                params={"title": offering.title},
                code="last_provider",
            )


class Recognition(Claim):
    """Whether an offering or a group counts toward a larger credential, where and how firmly."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        help_text="Who gives the credit. Empty: not stated.",
    )
    target = models.CharField("counts toward", max_length=30, choices=Target)
    target_name = models.CharField(max_length=120, blank=True, help_text="Its name, where the source gives one.")
    force = models.CharField("how firmly", max_length=15, choices=Force)
    since = ApproximateDateField()

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            *once("institution", "target", "target_name"),
            models.CheckConstraint(condition=is_approximate_date("since"), name="recognition_since_is_date"),
            models.CheckConstraint(
                condition=Q(target__in=Target.values, force__in=Force.values), name="recognition_knows_its_words"
            ),
        ]

    def __str__(self) -> str:
        place = f" at {self.institution.brief_name}" if self.institution else ""
        return f"{self.target_words}{place}: {self.get_force_display()}"

    @property
    def target_words(self) -> str:
        """The target's own name where the source gives one."""
        return self.target_name or self.get_target_display()
