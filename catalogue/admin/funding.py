"""Money in the admin: funding sources and the flows into them. Which entry was paid from them is said at the entry."""

from __future__ import annotations

from django.contrib import admin

from funding.models import FundingFlow, FundingSource

from .base import RecordAdmin
from .citation import CitationInline, NeedsLook
from .claims import ClaimInline
from .deleted import DeletedPage
from .list_filters import whether


class FlowInline(ClaimInline):
    model = FundingFlow
    fk_name = "into"
    verbose_name = "payer"
    verbose_name_plural = "Who pays into it"
    fields = ["payer", "through", "qualifier", "amount", "sources"]
    autocomplete_fields = ["payer", "through"]


@admin.register(FundingSource)
class FundingSourceAdmin(DeletedPage, RecordAdmin):
    list_display = ["name", "amount_qualifier", "amount", "part_of", "announced", "deadline"]
    list_select_related = ["part_of"]
    list_filter = [
        whether("amount", "amount", empty="Not stated", filled="Stated"),
        whether("part_of", "place", empty="By itself", filled="Part of another"),
        NeedsLook,
    ]
    search_fields = ["name", "summary"]
    autocomplete_fields = ["part_of"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        ("Name", {"fields": ["name", "slug", "summary", "part_of"]}),
        (
            "Amount",
            {
                "fields": [("amount_qualifier", "amount"), ("announced", "deadline")],
                "description": "As the source gives it, in Canadian dollars. Never a sum or an average of our own.",
            },
        ),
        (
            "Whom it reaches",
            {
                "fields": [
                    ("institutions_reached", "microcredentials_reached"),
                    ("learners_qualifier", "learners_reached"),
                    "reach",
                ]
            },
        ),
    ]
    inlines = [FlowInline, CitationInline]


@admin.register(FundingFlow)
class FundingFlowAdmin(RecordAdmin):
    list_display = ["into", "payer", "through", "qualifier", "amount"]
    list_select_related = ["into", "payer", "through"]
    list_filter = ["qualifier", NeedsLook]
    search_fields = ["into__name", "payer__name", "through__name"]
    autocomplete_fields = ["into", "payer", "through"]
    fields = ["into", "payer", "through", "qualifier", "amount"]
    inlines = [CitationInline]

    def owner_of(self, obj: FundingFlow) -> FundingSource:
        return obj.into
