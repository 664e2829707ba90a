"""Synonyms in the admin: words that people type, and the words of programs that search looks for beside them."""

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from catalogue.models import Synonym

from .base import RecordAdmin
from .list_editing import ListEditingPage
from .list_filters import Conditions


class HowMany(Conditions):
    """A filter by the number of lines."""

    title = "what it leads to"
    parameter_name = "lines"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("one", "One line"), ("more", "More than one")]

    def condition(self, chosen: str | None, model: type[models.Model]) -> Q | None:
        several = Q(means__contains="\n")
        return {"one": ~several, "more": several}.get(chosen)


@admin.register(Synonym)
class SynonymAdmin(ListEditingPage, RecordAdmin):
    list_display = ["asked", "in_a_row", "means"]
    list_editable = only_in_boxes = ["means"]
    list_filter = [HowMany]
    search_fields = ["asked", "means"]
    fieldsets = [
        (
            None,
            {
                "fields": ["asked", "means"],
                "description": "When people type the first, search also finds what holds the second. It does not work "
                "the other way round. It works one second after you save.",
            },
        )
    ]

    @admin.display(description="also search for")
    def in_a_row(self, synonym: Synonym) -> str:
        return " · ".join(synonym.meanings)
