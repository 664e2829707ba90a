"""Microcredentials: the offerings that visitors find, and their parts. Claims about them live in claims.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils import timezone

from institutions.dates import ApproximateDateField, is_approximate_date
from institutions.records import Record, RecordManager, RecordQuerySet, is_web_address, knows_words

from .former_slug import FormerSlug
from .named_kind import NamedKind
from .visibility import public_offering, waiting_offering, withdrawn_offering
from .vocabulary import Assessed, Availability, Delivery, Kind, Level, Pace, State


class MicrocredentialQuerySet(RecordQuerySet):
    def bulk_create(self, objs: Iterable[Microcredential], *args: Any, **kwargs: Any) -> list[Microcredential]:
        objs = list(objs)
        FormerSlug.objects.using(self.db).refuse_taken(objs)
        return super().bulk_create(objs, *args, **kwargs)

    def public(self, at: datetime | None = None) -> MicrocredentialQuerySet:
        """What a visitor may see, parts included; at another moment than now, if one is given."""
        return self.filter(public_offering(at=at))

    def withdrawn(self) -> MicrocredentialQuerySet:
        """What visitors have seen and are told to be gone: by its name, the day and the reason, and nothing else."""
        return self.filter(withdrawn_offering())

    def at_address(self, slug: str) -> Microcredential | None:
        """The one that stands at an address or, if none does, the one that stood there before."""
        return self.filter(slug=slug).first() or self.filter(former_slugs__slug=slug).first()

    def next_publication(self, after: datetime) -> datetime | None:
        """When the next entry becomes visible by itself, if any waits for its time."""
        return self.filter(waiting_offering(after)).aggregate(next=Min("publish_at"))["next"]

    def published_for(self, since: datetime, until: datetime) -> MicrocredentialQuerySet:
        """Those whose moment lies between these two, both included; the whole of a part may still wait for its own."""
        return self.filter(state=State.PUBLISHED, publish_at__gte=since, publish_at__lte=until)

    def results(self) -> MicrocredentialQuerySet:
        """Offerings in their own right: what lists show and count. Parts are not among them."""
        return self.filter(parent__isnull=True)

    def ended(self) -> MicrocredentialQuerySet:
        return self.filter(availability=Availability.ENDED)

    def not_ended(self) -> MicrocredentialQuerySet:
        return self.exclude(availability=Availability.ENDED)

    def offered(self) -> MicrocredentialQuerySet:
        """Only what staff have verified to be offered."""
        return self.filter(availability=Availability.OFFERED, last_verified__isnull=False)


class Microcredential(Record):
    """An offering, or with a parent a part of one. An empty value means that nobody has stated it."""

    title = models.CharField(max_length=200)
    other_titles = models.TextField(blank=True, help_text="One a line; search finds each.")
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.TextField(blank=True, help_text="One to three plain sentences of our own. Needed to publish.")
    kind = models.CharField(max_length=30, choices=Kind, blank=True)
    named_kind = models.ForeignKey(
        NamedKind,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="microcredentials",
        verbose_name="what the school calls it",
        help_text="Only where that is none of the kinds beside it.",
    )
    availability = models.CharField(max_length=20, choices=Availability, blank=True)
    availability_as_of = ApproximateDateField(help_text="The date of the source that says so: 2021 or 2021-02.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    publish_at = models.DateTimeField(
        "not before",
        null=True,
        blank=True,
        help_text="Pacific Time. Once published, visitors see it from this moment on. Empty: at once.",
    )
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField("why it was withdrawn", max_length=500, blank=True, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="part of"
    )
    delivery = models.CharField("way of learning", max_length=10, choices=Delivery, blank=True)
    pace = models.CharField(max_length=10, choices=Pace, blank=True)
    audience = models.TextField("who it is for", blank=True, help_text="In our words.")
    skills = models.TextField(blank=True, help_text="What one learns, one a line.")
    assessed = models.CharField(max_length=3, choices=Assessed, blank=True)
    level = models.CharField(max_length=15, choices=Level, blank=True)
    entry_requirements = models.TextField(blank=True)
    place_taught = models.CharField(max_length=120, blank=True)
    web_address = models.URLField("program web address", max_length=300, blank=True)
    application_deadline = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=60, blank=True)
    last_verified = models.DateField(null=True, blank=True, help_text="When staff last checked it with the school.")
    review_due = models.DateField(null=True, blank=True)

    objects = RecordManager.from_queryset(MicrocredentialQuerySet)()

    class Meta(Record.Meta):
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["state", "parent"], name="microcredential_public")]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="microcredential_has_slug"),
            models.CheckConstraint(condition=~Q(title=""), name="microcredential_has_title"),
            models.CheckConstraint(condition=~Q(key=""), name="microcredential_has_key"),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | ~Q(summary=""),
                name="microcredential_published_has_summary",
                violation_error_message="A published entry needs a summary.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN) | Q(withdrawn_on__isnull=True),
                name="microcredential_only_withdrawn_has_day",
                violation_error_message="Only a withdrawn entry has a day on which it was withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=False) | Q(withdrawal_reason=""),
                name="microcredential_withdrawal_reason_has_day",
                violation_error_message="A reason for visitors needs the day on which the entry was withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawal_reason=""),
                name="microcredential_withdrawn_says_why",
                violation_error_message="An entry that visitors are told to be gone needs the reason.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="microcredential_not_in_itself",
                violation_error_message="An entry cannot be a part of itself.",
            ),
            models.CheckConstraint(
                condition=~Q(availability=Availability.OFFERED) | Q(last_verified__isnull=False),
                name="microcredential_offered_is_verified",
                violation_error_message="“Offered” needs the date on which staff checked it with the school.",
            ),
            models.CheckConstraint(condition=is_web_address("web_address"), name="microcredential_web_address_is_http"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="microcredential_known_state"),
            models.CheckConstraint(
                condition=knows_words(
                    kind=Kind, availability=Availability, delivery=Delivery, pace=Pace, assessed=Assessed, level=Level
                ),
                name="microcredential_knows_its_words",
            ),
            models.CheckConstraint(
                condition=is_approximate_date("availability_as_of"), name="microcredential_as_of_is_date"
            ),
            models.CheckConstraint(
                condition=Q(named_kind__isnull=True) | ~Q(kind=""),
                name="microcredential_named_kind_has_kind",
                violation_error_message="What a school calls it needs the kind that it is one of.",
            ),
        ]
        permissions = [("publish_microcredential", "Can publish and withdraw entries")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": "A part cannot have parts of its own. Choose the whole program."})
        if self.parent and not self._state.adding and self.parts.exists():
            raise ValidationError({"parent": "This entry has parts, so it cannot be a part itself."})
        if self.is_of_another_kind:
            named, kind = self.named_kind, self.named_kind.get_kind_display()
            raise ValidationError({"kind": f"“{named}” is a kind of: {kind}. Choose that, or take “{named}” away."})

    def validate_unique(self, exclude: Iterable[str] | None = None) -> None:
        super().validate_unique(exclude)
        FormerSlug.objects.refuse_taken([self])

    def note_writing(self, *, renamed: bool, using: str) -> None:
        """Keep each address at which it was published, also of an entry that comes back after it was deleted."""
        if not renamed:
            return
        former = FormerSlug.objects.using(using)
        former.refuse_taken([self])
        former.filter(inherited_from=self.key).delete()  # it is back from where it was merged into another
        shown = type(self).history.using(using).filter(key=self.key, state=State.PUBLISHED).exclude(slug=self.slug)
        slugs = set(shown.order_by().values_list("slug", flat=True))
        others = type(self).objects.using(using).filter(slug__in=slugs).values_list("slug", flat=True)
        former.filter(slug=self.slug).delete()
        for slug in sorted(slugs.difference(others)):
            former.get_or_create(slug=slug, defaults={"microcredential": self})

    @property
    def is_of_another_kind(self) -> bool:
        """Whether the school's name for it is a name for something else. That needs two rows to see."""
        return self.named_kind is not None and self.named_kind.kind != self.kind

    @property
    def waits(self) -> bool:
        """Whether it is published, but its time has not come."""
        return self.state == State.PUBLISHED and self.publish_at is not None and self.publish_at > timezone.now()

    def get_absolute_url(self) -> str:
        """The page of the offering; for a part its place on the parent's page."""
        if self.parent:
            return f"{self.parent.get_absolute_url()}#{self.slug}"
        return reverse("microcredential", args=[self.slug])

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset(
            "title other_titles kind named_kind availability parent delivery pace audience skills assessed level "
            "entry_requirements place_taught web_address application_deadline language".split()
        )
