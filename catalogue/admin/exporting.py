"""A list of entries as a file, as it is filtered, drafts included. What stands in the file: exchange/exporting.py."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from catalogue.exchange.exporting import as_csv, as_workbook, filename, rows_for_staff

from .addresses import address_of_list
from .list_files import FILES, file_of


class ExportPages(admin.ModelAdmin):
    def file_addresses(self, request: HttpRequest) -> list[tuple[str, str]]:
        query = request.GET.urlencode()
        name = "admin:catalogue_microcredential_{}".format
        return [(f"{reverse(name(ending))}?{query}", words) for ending, words in FILES.items()]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.export_view)
        files = [
            path(f"export.{ending}", view, {"ending": ending}, name=f"catalogue_microcredential_{ending}")
            for ending in FILES
        ]
        return [*files, *super().get_urls()]

    def export_view(self, request: HttpRequest, ending: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).queryset.values_list("pk", flat=True)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(address_of_list(self.model))
        rows = rows_for_staff(dict.fromkeys(listed))
        name = filename(timezone.localdate(), ending).removesuffix(f".{ending}")
        return file_of(as_csv(rows) if ending == "csv" else as_workbook(rows), name)
