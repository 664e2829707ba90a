"""Institutions in the admin. What they do in an offering is edited on the page of the offering."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from institutions.models import Institution

from .base import RecordAdmin
from .bulk import BulkEditPage
from .citation import CitationInline, NeedsLook
from .deleted import DeletedPage
from .list_editing import ListEditingPage


@admin.register(Institution)
class InstitutionAdmin(ListEditingPage, BulkEditPage, DeletedPage, RecordAdmin):
    list_display = ["name", "short_name", "kind", "ownership", "city", "region", "unit_of"]
    list_editable = ["short_name", "city", "region"]
    beside_boxes = ["kind"]
    list_select_related = ["unit_of"]
    list_filter = ["kind", "ownership", "region", NeedsLook]
    search_fields = ["name", "short_name", "other_names", "city"]
    autocomplete_fields = ["unit_of"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["takes_part_in"]
    fieldsets = [
        (
            "Name",
            {
                "fields": ["name", "slug", "short_name", "other_names", "unit_of", "website"],
                "description": "Leave empty whatever nobody has stated. Search finds every name that you give here.",
            },
        ),
        ("What and where it is", {"fields": [("kind", "ownership"), ("city", "region"), "takes_part_in"]}),
    ]
    bulk_fields = ("kind", "ownership", "city", "region")
    inlines = [CitationInline]

    @admin.display(description="Takes part in")
    def takes_part_in(self, institution: Institution) -> str:
        if institution.pk is None:
            return "Nothing yet."
        query = {"institution__id__exact": institution.pk}
        address = reverse("admin:catalogue_participation_changelist", query=query)
        return format_html('<a href="{}">{} entries and groups</a>', address, institution.participations.count())
