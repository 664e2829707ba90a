"""Sectors, audiences and names of kinds in the admin: the words of vocabularies that staff keep."""

from django.contrib import admin

from catalogue.models import Audience, NamedKind, Sector

from .base import RecordAdmin
from .citation import CitationInline, NeedsLook
from .deleted import DeletedPage
from .list_editing import ListEditingPage
from .list_filters import whether

HAS_SUMMARY = whether("summary", "summary", empty="Still to be written", filled="Written")


class TermAdmin(ListEditingPage, DeletedPage, RecordAdmin):
    list_display = ["name", "summary"]
    list_editable = ["summary"]
    search_fields = ["name", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "summary"]


@admin.register(Sector)
class SectorAdmin(TermAdmin):
    list_filter = [HAS_SUMMARY, NeedsLook]
    inlines = [CitationInline]


@admin.register(Audience)
class AudienceAdmin(TermAdmin):
    list_filter = [HAS_SUMMARY]


@admin.register(NamedKind)
class NamedKindAdmin(TermAdmin):
    list_display = ["name", "kind", "summary"]
    list_filter = ["kind", HAS_SUMMARY]
    fields = ["name", "kind", "slug", "summary"]
