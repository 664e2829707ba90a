"""Institutions: schools, companies, governments and networks named in the sources. Not what they do in an offering."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .changes import Change, Way
from .records import (
    Record,
    RecordManager,
    RecordQuerySet,
    is_web_address,
    knows_words,
    refuse_circle,
    slug_not_taken,
    validate_not_taken,
)

__all__ = ["Change", "Institution", "InstitutionKind", "Ownership", "Region", "Way"]


class InstitutionKind(models.TextChoices):
    UNIVERSITY = "university", _("university")
    COLLEGE = "college", _("college")
    INSTITUTE = "institute", _("institute")
    PRIVATE = "private-institution", _("private institution")
    UNIT = "unit", _("part of an institution")
    NONPROFIT = "nonprofit", _("nonprofit")
    COMPANY = "company", _("company")
    GOVERNMENT = "government", _("government")
    NETWORK = "network", _("network of institutions")
    PLATFORM = "platform", _("online learning platform")
    ALLIANCE = "alliance", _("alliance")


class Ownership(models.TextChoices):
    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")
    NONPROFIT = "nonprofit", _("nonprofit")
    OTHER = "other", _("other")


class Region(models.TextChoices):
    """Where the school is: British Columbia's economic regions, or outside. Never where a program is taught."""

    VANCOUVER_ISLAND = "vancouver-island-coast", _("Vancouver Island and Coast")
    MAINLAND = "mainland-southwest", _("Mainland and Southwest")
    THOMPSON_OKANAGAN = "thompson-okanagan", _("Thompson and Okanagan")
    KOOTENAY = "kootenay", _("Kootenay")
    CARIBOO = "cariboo", _("Cariboo")
    NORTH_COAST = "north-coast-nechako", _("North Coast and Nechako")
    NORTHEAST = "northeast", _("Northeast")
    OUTSIDE = "outside-bc", _("Outside British Columbia")


class InstitutionQuerySet(RecordQuerySet):
    def schools_of_bc(self) -> InstitutionQuerySet:
        """Public post-secondary institutions of British Columbia: the reference rows."""
        kinds = [InstitutionKind.UNIVERSITY, InstitutionKind.COLLEGE, InstitutionKind.INSTITUTE]
        return self.filter(kind__in=kinds, ownership=Ownership.PUBLIC).exclude(region__in=["", Region.OUTSIDE])


class Institution(Record):
    slug = models.SlugField(max_length=120, unique=True, validators=[validate_not_taken])
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True, help_text="As people say it: BCIT, SFU.")
    other_names = models.TextField(blank=True, help_text="One name a line; search finds each.")
    kind = models.CharField(max_length=20, choices=InstitutionKind, blank=True, help_text="Empty: not stated.")
    ownership = models.CharField(max_length=10, choices=Ownership, blank=True, help_text="Empty: not stated.")
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=30, choices=Region, blank=True, help_text="Where the school is.")
    website = models.URLField(max_length=300, blank=True)
    unit_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="units", verbose_name="part of"
    )

    objects = RecordManager.from_queryset(InstitutionQuerySet)()

    class Meta(Record.Meta):
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="institution_has_slug"),
            slug_not_taken("institution_slug_not_taken"),
            models.CheckConstraint(condition=~Q(name=""), name="institution_has_name"),
            models.CheckConstraint(condition=~Q(key=""), name="institution_has_key"),
            models.CheckConstraint(
                condition=knows_words(kind=InstitutionKind, ownership=Ownership, region=Region),
                name="institution_knows_its_words",
            ),
            models.CheckConstraint(
                condition=~Q(unit_of=F("id")),
                name="institution_not_in_itself",
                violation_error_message="An institution cannot be a part of itself.",
            ),
            models.CheckConstraint(condition=is_web_address("website"), name="institution_website_is_http"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_circle(self, "unit_of")

    def get_absolute_url(self) -> str:
        return reverse("institution", args=[self.slug])

    @property
    def brief_name(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset(
            {"name", "short_name", "other_names", "kind", "ownership", "city", "region", "website", "unit_of"}
        )
