"""Claims in the admin: rows on the page of an entry or a group, and a page of each, where its sources are named."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from catalogue.models import (
    AudienceTag,
    Claim,
    FundingLink,
    Group,
    Measure,
    Membership,
    Microcredential,
    Participation,
    Recognition,
    SectorTag,
)
from institutions.records import Record

from .addresses import address_of
from .base import RecordAdmin
from .citation import CitationInline, NeedsLook
from .list_filters import whether
from .rows import RecordInline


class ClaimInline(RecordInline):
    """Claims about the entry or group whose page it is; each row leads to its sources."""

    show_change_link = True
    readonly_fields = ["sources"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("citations")

    @admin.display(description="Where this comes from")
    def sources(self, claim: Claim) -> str:
        if claim.pk is None:
            return "Save first, then name the source."
        current = [citation for citation in claim.citations.all() if citation.superseded_by_id is None]
        words = f"{len(current)} source{'s' * (len(current) != 1)}" if current else "No source yet: add one"
        look = ", needs a look" if any(citation.needs_look for citation in current) else ""
        return format_html('<a href="{}#citations-group">{}{}</a>', address_of(claim), words, look)


class ParticipationInline(ClaimInline):
    model = Participation
    verbose_name = "institution"
    verbose_name_plural = "Who provides it and who else takes part"
    fields = ["institution", "role", "since", "sources"]
    autocomplete_fields = ["institution"]

    def get_extra(self, request: HttpRequest, obj: Group | Microcredential | None = None, **kwargs: Any) -> int:
        """A new entry begins with a row for its provider."""
        return 0 if obj else 1


class MeasureInline(ClaimInline):
    model = Measure
    verbose_name = "figure"
    verbose_name_plural = "Length, courses, credits and price"
    fields = ["quantity", "approximation", "minimum", "maximum", "unit", "measures", "sources"]


class RecognitionInline(ClaimInline):
    model = Recognition
    verbose_name = "larger credential"
    verbose_name_plural = "What it counts toward"
    fields = ["target", "target_name", "force", "institution", "since", "sources"]
    autocomplete_fields = ["institution"]


class AudienceTagInline(ClaimInline):
    model = AudienceTag
    verbose_name = "audience"
    verbose_name_plural = "Who it is for, as lists sort it"
    fields = ["audience", "sources"]
    autocomplete_fields = ["audience"]


class SectorTagInline(ClaimInline):
    model = SectorTag
    verbose_name = "topic"
    verbose_name_plural = "Topics"
    fields = ["sector", "sources"]
    autocomplete_fields = ["sector"]


class FundingLinkInline(ClaimInline):
    model = FundingLink
    verbose_name = "funding source"
    verbose_name_plural = "Who paid for it"
    fields = ["funding_source", "sources"]
    autocomplete_fields = ["funding_source"]


class MembershipInline(ClaimInline):
    model = Membership
    verbose_name = "group"
    verbose_name_plural = "Groups that it belongs to, or does not"
    fields = ["group", "standing", "sources"]
    autocomplete_fields = ["group"]


# In the order of the public page.
OF_A_GROUP = [
    ParticipationInline,
    AudienceTagInline,
    MeasureInline,
    RecognitionInline,
    FundingLinkInline,
    SectorTagInline,
]

OF_CLAIMS = [NeedsLook, whether("group", "what it is said of", empty="An entry", filled="A group")]


class ClaimAdmin(RecordAdmin):
    """One claim with its sources. Its subject is chosen once: a claim about something else is another claim."""

    inlines = [CitationInline]
    subject_fields = ["microcredential", "group"]
    list_select_related = ["microcredential", "group"]
    search_fields = ["microcredential__title", "group__name"]
    autocomplete_fields = ["microcredential", "group"]
    claimed: list[str] = []

    def get_fields(self, request: HttpRequest, obj: Claim | None = None) -> list[str]:
        return [*self.subject_fields, *self.claimed] if obj is None else ["about", *self.claimed]

    def get_readonly_fields(self, request: HttpRequest, obj: Claim | None = None) -> list[str]:
        return ["about"] if obj else []

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not among the nouns on the front page, whose template lists claims apart."""
        return False

    def response_post_save_change(self, request: HttpRequest, obj: Claim) -> HttpResponse:
        return HttpResponseRedirect(address_of(subject_of(obj)))

    def owner_of(self, obj: Claim | Membership) -> Record:
        return subject_of(obj)

    @admin.display(description="said of")
    def about(self, claim: Claim) -> str:
        return str(subject_of(claim))


def subject_of(claim: Claim | Membership) -> Record:
    return claim.microcredential if isinstance(claim, Membership) else claim.subject


@admin.register(Participation)
class ParticipationAdmin(ClaimAdmin):
    claimed = ["institution", "role", "since"]
    list_display = ["about", "institution", "role", "since"]
    list_select_related = [*ClaimAdmin.list_select_related, "institution"]
    list_filter = ["role", *OF_CLAIMS]
    search_fields = [*ClaimAdmin.search_fields, "institution__name", "institution__short_name"]
    autocomplete_fields = [*ClaimAdmin.autocomplete_fields, "institution"]


@admin.register(Recognition)
class RecognitionAdmin(ClaimAdmin):
    claimed = ["target", "target_name", "force", "institution", "since"]
    list_display = ["about", "target", "target_name", "force", "institution", "since"]
    list_select_related = [*ClaimAdmin.list_select_related, "institution"]
    list_filter = ["force", "target", *OF_CLAIMS]
    search_fields = [*ClaimAdmin.search_fields, "target_name", "institution__name"]
    autocomplete_fields = [*ClaimAdmin.autocomplete_fields, "institution"]


@admin.register(Measure)
class MeasureAdmin(ClaimAdmin):
    claimed = ["quantity", "approximation", "minimum", "maximum", "unit", "measures"]
    list_display = ["about", *claimed]
    list_filter = ["quantity", "approximation", "unit", *OF_CLAIMS]


@admin.register(AudienceTag)
class AudienceTagAdmin(ClaimAdmin):
    claimed = ["audience"]
    list_display = ["about", "audience"]
    list_select_related = [*ClaimAdmin.list_select_related, "audience"]
    list_filter = [*OF_CLAIMS]
    search_fields = [*ClaimAdmin.search_fields, "audience__name"]
    autocomplete_fields = [*ClaimAdmin.autocomplete_fields, "audience"]


@admin.register(SectorTag)
class SectorTagAdmin(ClaimAdmin):
    claimed = ["sector"]
    list_display = ["about", "sector"]
    list_select_related = [*ClaimAdmin.list_select_related, "sector"]
    list_filter = [*OF_CLAIMS]
    search_fields = [*ClaimAdmin.search_fields, "sector__name"]
    autocomplete_fields = [*ClaimAdmin.autocomplete_fields, "sector"]


@admin.register(FundingLink)
class FundingLinkAdmin(ClaimAdmin):
    claimed = ["funding_source"]
    list_display = ["about", "funding_source"]
    list_select_related = [*ClaimAdmin.list_select_related, "funding_source"]
    list_filter = [*OF_CLAIMS]
    search_fields = [*ClaimAdmin.search_fields, "funding_source__name"]
    autocomplete_fields = [*ClaimAdmin.autocomplete_fields, "funding_source"]


@admin.register(Membership)
class MembershipAdmin(ClaimAdmin):
    subject_fields = ["microcredential"]
    claimed = ["group", "standing"]
    list_display = ["about", "group", "standing"]
    list_filter = ["standing", NeedsLook]
