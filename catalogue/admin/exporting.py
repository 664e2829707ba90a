"""A list of entries as a file, as it is filtered, drafts included. What stands in the file: exchange/exporting.py."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path
from django.utils import timezone

from catalogue.exchange.exporting import as_csv, as_workbook, filename, rows_for_staff
from catalogue.exchange.workbook_files import CONTENT_TYPE

from .addresses import address_of_list


class ExportPages(admin.ModelAdmin):
    change_list_template = "admin/catalogue/microcredential/change_list.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.export_view)
        files = [
            path(f"export.{ending}", view, {"ending": ending}, name=f"catalogue_microcredential_{ending}")
            for ending in ("csv", "xlsx")
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
        if ending == "csv":
            file = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
        else:
            file = HttpResponse(as_workbook(rows), content_type=CONTENT_TYPE)
        name = filename(timezone.localdate(), ending)
        file.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return file
