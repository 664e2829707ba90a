"""Lists of the admin: no address can break one, and any length costs the same number of questions to the database."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import SuspiciousOperation
from django.db import DataError, models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import smart_split

from .addresses import is_pk
from .list_files import ListFiles

# The ends of `?field__end=` that lists make links for. Others (a regular expression) can bring the database down.
LOOKUPS = {"exact", "in", "isnull", "gte", "lt"}
MOST_WORDS = 12  # more words in a search box would be more conditions than SQLite takes


def whether(field: str, title: str, *, empty: str, filled: str) -> type[admin.SimpleListFilter]:
    """A filter by whether a value is there, in words of its own."""

    class Whether(admin.SimpleListFilter):
        parameter_name = f"has_{field}"

        def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
            return [("no", empty), ("yes", filled)]

        def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
            nothing = Q(**{f"{field}__isnull": True})
            if queryset.model._meta.get_field(field).empty_strings_allowed:
                nothing |= Q(**{field: ""})
            return {"no": queryset.filter(nothing), "yes": queryset.exclude(nothing)}.get(self.value(), queryset)

    Whether.title = title
    return Whether


class ReadableList(ListFiles):
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALWAYS
    deleted_address = ""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        known = "__" not in lookup or lookup.rpartition("__")[2] in LOOKUPS
        return known and super().lookup_allowed(lookup, value, request)

    def listed(self, request: HttpRequest, object_id: str, *related: str) -> Any:
        """The row that an address names, with the records that it names. Raises Http404 where there is none."""
        pk = unquote(object_id)
        row = self.get_queryset(request).select_related(*related).filter(pk=pk).first() if is_pk(pk) else None
        if row is None:
            raise Http404
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        words = [*smart_split(search_term)][:MOST_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError, DataError) as broken:
            raise IncorrectLookupParameters from broken

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not all(is_pk(chosen) for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise SuspiciousOperation("The list does not send such rows.")
        return super().changelist_view(request, extra_context)
