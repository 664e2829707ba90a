"""Sources in the admin: documents, web pages, files, and what a school tells staff on the phone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from catalogue.languages import digits
from catalogue.models import Source
from catalogue.models.vocabulary import SourceKind

from .base import RecordAdmin
from .deleted import DeletedPage
from .forms import RecordForm

NAME = {
    "fields": ["kind", "title", "short_title"],
    "description": "For a call or message from a school choose “confirmation”; its titles may stay empty.",
}
WHO = {
    "fields": ["institution", ("confirmed_by", "confirmed_role"), "read_on"],
    "description": "For a confirmation: who said it, in what role, and when. For a web page: when you read it.",
}
WHERE = {"fields": ["address", "publisher", "dated", "paragraphs", "notes"]}


class SourceForm(RecordForm):
    """A phone call has no title: it gets one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"title", "short_title"} & self.fields.keys():
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        made = self._titles_of_a_call()
        for name in ("title", "short_title"):
            cleaned[name] = cleaned.get(name) or made.get(name, "")
            if not cleaned[name] and name not in self.errors:
                self.add_error(name, ValidationError("Give it a title.", code="required"))
        return cleaned

    def _titles_of_a_call(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        school, day = cleaned.get("institution"), cleaned.get("read_on")
        if cleaned.get("kind") != SourceKind.CONFIRMATION or not school or not day:
            return {}
        return {
            "title": f"Confirmation by {school.brief_name}, {date_format(day, 'F j, Y')}"[:200],
            "short_title": f"{school.brief_name[:40]}, {date_format(day, 'F j, Y')}",
        }


@admin.register(Source)
class SourceAdmin(DeletedPage, RecordAdmin):
    form = SourceForm
    list_display = ["short_title", "kind", "title", "institution", "dated", "read_on"]
    list_select_related = ["institution"]
    list_filter = ["kind", "read_on"]
    search_fields = ["short_title", "title", "publisher", "institution__name", "confirmed_by"]
    autocomplete_fields = ["institution"]
    readonly_fields = ["what_it_says"]
    fieldsets = [
        ("Kind and name", NAME),
        ("Who said it, and when", WHO),
        ("Where it can be read", WHERE),
        ("What it says", {"fields": ["what_it_says"]}),
    ]

    @admin.display(description="Cited for")
    def what_it_says(self, source: Source) -> str:
        if source.pk is None:
            return "Nothing yet: choose it as the source of a value on the page of an entry."
        address = reverse("admin:catalogue_citation_changelist", query={"source__id__exact": source.pk})
        return format_html('<a href="{}">{} values</a>', address, digits(source.citations.count()))
