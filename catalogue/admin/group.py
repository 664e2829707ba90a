"""Groups in the admin: families and cohorts that sources speak of as one, with their own claims."""

from django.contrib import admin

from catalogue.models import Group

from .base import RecordAdmin
from .citation import CitationInline, NeedsLook
from .claims import OF_A_GROUP
from .deleted import DeletedPage
from .list_editing import ListEditingPage


@admin.register(Group)
class GroupAdmin(ListEditingPage, DeletedPage, RecordAdmin):
    list_display = ["name", "summary"]
    list_editable = ["summary"]
    list_filter = ["memberships__standing", NeedsLook]
    search_fields = ["name", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            "Group",
            {
                "fields": ["name", "slug", "summary"],
                "description": "A group is no result of a search. Which entries belong to it is said on their pages.",
            },
        )
    ]
    inlines = [*OF_A_GROUP, CitationInline]
