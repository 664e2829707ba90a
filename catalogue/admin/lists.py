"""Lists of the admin: no address can break one, and any length costs the same number of questions to the database."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Page, Paginator
from django.db import DataError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import smart_split

from .addresses import is_pk
from .kept_entries import with_keys
from .list_files import ListFiles

# The ends of `?field__end=` that lists make links for. Others (a regular expression) can bring the database down.
LOOKUPS = {"exact", "in", "isnull", "gte", "lt"}
MOST_WORDS = 12  # more words in a search box would be more conditions than SQLite takes


class KeysFirst(Paginator):
    """A page of a long list is found by keys, for to sort all rows as they are shown takes seconds; then it is read."""

    def page(self, number: int) -> Page:
        found = super().page(number)
        keys = [*found.object_list.values_list("pk", flat=True)]
        found.object_list = self.object_list.filter(pk__in=keys)
        return found


class ReadableList(ListFiles):
    paginator = KeysFirst
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
        """Of a list the words are looked for once, however many of its filters are counted."""
        words = " ".join([*smart_split(search_term)][:MOST_WORDS])
        found = getattr(request, "found_by_words", None)
        if found is None or not words:
            return super().get_search_results(request, queryset, words)
        if words not in found:
            rows, _ = super().get_search_results(request, self.model._default_manager.order_by(), words)
            found[words] = {*rows.values_list("pk", flat=True)}
        return queryset.filter(with_keys(found[words])), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        request.found_by_words = {}
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError, DataError) as broken:
            raise IncorrectLookupParameters from broken

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not all(is_pk(chosen) for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise SuspiciousOperation("The list does not send such rows.")
        return super().changelist_view(request, extra_context)
