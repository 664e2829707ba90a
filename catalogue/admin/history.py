"""The page that tells a record's history: who, when, in which way, why, and what was and is. Words are in states.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from institutions.changes import Change
from institutions.records import Record

from .states import Names, Step, all_states, moment_in_words, steps
from .undo import undo_address

ACTS_A_PAGE = 50


@dataclass(frozen=True)
class Act:
    """One change, with what it did to the records asked about."""

    change: Change
    steps: list[Step]

    @property
    def moment(self) -> str:
        return moment_in_words(self.change.made_at)

    @property
    def undo(self) -> str:
        return undo_address(self.change)


def acts(told: Iterable[Step]) -> list[Act]:
    """Steps gathered by change, the newest change first."""
    ordered = sorted(told, key=lambda step: -step.change.pk)
    return [Act(change, [*group]) for change, group in groupby(ordered, key=lambda step: step.change)]


class HistoryPage(admin.ModelAdmin):
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        page = Paginator(acts(self._steps_of(request, record)), ACTS_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = {
            **self.admin_site.each_context(request),
            "title": "History",
            "subtitle": str(record),
            "object": record,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "page": page,
            "page_var": PAGE_VAR,
            "may_undo": self.has_change_permission(request, record),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    def _steps_of(self, request: HttpRequest, record: Record) -> list[Step]:
        """Those of the record and of the rows that are edited on its page, also of those that were deleted or moved."""
        names = Names()
        told = [*steps(all_states(type(record), id=record.pk), names)]
        for inline in self.get_inline_instances(request, record):
            towards = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            theirs = inline.model.history.filter(**{towards.attname: record.pk}).values("id")
            told += steps(all_states(inline.model, id__in=theirs), names, owner=(towards.attname, record.pk))
        return told
