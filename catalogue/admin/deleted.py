"""The list of what was deleted of a noun, from the history, each with the way to bring it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst

from institutions.records import HistoryRow, Record

from .states import DELETED, moment_in_words, name_of
from .undo import undo_address

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Deleted:
    """One deleted record: its last name, who deleted it when and why, and where it is brought back."""

    name: str
    who: str
    moment: str
    why: str
    bring_back: str


def deleted(model: type[Record]) -> models.QuerySet:
    """The last state of each record that is no longer there, the last deleted first."""
    there = model.objects.filter(pk=OuterRef("id"))
    later = model.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    last = model.history.filter(~Exists(there), ~Exists(later), history_type=DELETED)
    return last.select_related("change").order_by("-history_id")


class DeletedPage(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.deleted_view)
        return [path("deleted/", view, name=self._deleted_name), *super().get_urls()]

    @property
    def deleted_address(self) -> str:
        return reverse(f"admin:{self._deleted_name}")

    @property
    def _deleted_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_deleted"

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        page = Paginator(deleted(self.model), ROWS_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Deleted {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "page": page,
            "page_var": PAGE_VAR,
            "rows": [_told(row) for row in page],
            "may_bring_back": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/deleted_records.html", context)


def _told(row: HistoryRow) -> Deleted:
    return Deleted(
        name=name_of(row),
        who=row.change.by_name or "a program",
        moment=moment_in_words(row.change.made_at),
        why=row.change.why,
        bring_back=undo_address(row.change_id, only=f"{row.instance_type._meta.label_lower}.{row.id}"),
    )
