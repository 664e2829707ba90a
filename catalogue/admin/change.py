"""The record of changes in the admin: to be read by staff, and written by nobody but the act itself."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from institutions.changes import Change
from institutions.records import Record

from .lists import ReadableList
from .states import Names, Step, all_states, steps
from .undo import UndoPage, undo_address

MOST_RECORDS = 15  # of one noun: an import or the loading of all fixtures is one change


@admin.register(Change)
class ChangeAdmin(UndoPage, ReadableList):
    list_display = ["made_at", "by_name", "way", "why"]
    list_filter = ["way", "made_at"]
    search_fields = ["by_name", "why"]
    fields = ["made_at", "by_name", "way", "why"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        change = kwargs["obj"]
        context["done"], context["left_out"] = steps_of(change)
        context["most"] = MOST_RECORDS
        context["undo"] = undo_address(change)
        context["undone_by"] = change.undone_by.first()
        return super().render_change_form(request, context, *args, **kwargs)


def steps_of(change: Change) -> tuple[list[Step], dict[str, int]]:
    """What a change did to each record; of which nouns it touched more records than are told, and how many."""
    names, told, left_out = Names(), [], {}
    for noun in [model for model in apps.get_models() if issubclass(model, Record)]:
        touched = noun.history.filter(change=change).order_by("id").values_list("id", flat=True).distinct()
        first = [*touched[: MOST_RECORDS + 1]]
        if len(first) > MOST_RECORDS:
            left_out[capfirst(noun._meta.verbose_name_plural)] = touched.count()
        rows = list(all_states(noun, id__in=first[:MOST_RECORDS], change_id__lte=change.pk))
        names.read(rows)
        told += [step for step in steps(rows, names) if step.change == change]
    return told, left_out
