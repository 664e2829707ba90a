"""The record of changes in the admin: to be read by staff, and written by nobody but the act itself."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from institutions.changes import Change
from institutions.records import Record

from .lists import ReadableList
from .states import Names, Step, all_states, steps
from .undo import UndoPage, undo_address

MOST_RECORDS = 200  # of one noun: the loading of all fixtures is one change


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
        context["told"] = steps_of(change)
        context["undo"] = undo_address(change)
        context["undone_by"] = change.undone_by.first()
        return super().render_change_form(request, context, *args, **kwargs)


def steps_of(change: Change) -> list[Step]:
    """What a change did to each record."""
    names = Names()
    nouns = [model for model in apps.get_models() if issubclass(model, Record)]
    return [*chain.from_iterable(_steps_of(change, noun, names) for noun in nouns)]


def _steps_of(change: Change, noun: type[Record], names: Names) -> list[Step]:
    touched = [*noun.history.filter(change=change).values_list("id", flat=True).distinct()[:MOST_RECORDS]]
    rows = all_states(noun, id__in=touched, change_id__lte=change.pk)
    return [step for step in steps(rows, names) if step.change == change]
