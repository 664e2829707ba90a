"""Disagreements in the admin: where citations do not say the same, and which they are."""

from django.contrib import admin
from django.http import HttpRequest

from catalogue.models import Disagreement, DisagreementSide

from .base import RecordAdmin
from .rows import RecordInline
from .whose import Whose


class SideInline(RecordInline):
    model = DisagreementSide
    verbose_name = "side"
    verbose_name_plural = "The citations that differ"
    fields = ["citation"]
    autocomplete_fields = ["citation"]


@admin.register(Disagreement)
class DisagreementAdmin(RecordAdmin):
    list_display = ["title", "kind"]
    list_filter = ["kind", Whose]
    search_fields = ["title", "explanation"]
    fieldsets = [
        (
            None,
            {
                "fields": ["kind", "title", "explanation"],
                "description": "Visitors see only “sources disagree” side by side. The other kinds are for staff.",
            },
        )
    ]
    inlines = [SideInline]


@admin.register(DisagreementSide)
class DisagreementSideAdmin(RecordAdmin):
    list_display = ["disagreement", "citation"]
    list_select_related = ["disagreement", "citation__source"]
    list_filter = ["disagreement__kind"]
    search_fields = ["disagreement__title", "citation__says"]
    autocomplete_fields = ["disagreement", "citation"]
    fields = ["disagreement", "citation"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not among the nouns on the front page: it is edited on the page of its disagreement."""
        return False

    def owner_of(self, obj: DisagreementSide) -> Disagreement:
        return obj.disagreement
