"""Every list of the admin as a file: its columns, of all rows that its filters leave, in the order of the list.

The list of entries has other columns in its files, so that they can be taken in again: microcredential.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify

from catalogue.exchange.exporting import as_csv, as_workbook
from catalogue.exchange.workbook_files import CONTENT_TYPE
from catalogue.views.turns import gently, in_turn

from .addresses import address_of_list

AS_FILE = "as_file"
FILES = {"csv": "As CSV", "xlsx": "As .xlsx"}
MOST_IN_A_WORKBOOK = 20_000  # rows; it is made as a whole, within the request, and the other file line by line
_AT_ONCE = 500


class ListFiles(admin.ModelAdmin):
    def file_addresses(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Where the files of a list are, with its filters, and what each is called."""
        asked = {name: each for name, each in request.GET.lists() if name != "p"}
        return [(f"?{urlencode({**asked, AS_FILE: ending}, doseq=True)}", words) for ending, words in FILES.items()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and request.GET.get(AS_FILE) in FILES:
            request.GET = request.GET.copy()
            return in_turn(self._file)(request, request.GET.pop(AS_FILE)[-1])
        return super().changelist_view(request, {"files": self.file_addresses(request), **(extra_context or {})})

    def _file(self, request: HttpRequest, ending: str) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(address_of_list(self.model))
        name = f"{slugify(self.opts.verbose_name_plural)}-{timezone.localdate().isoformat()}"
        if ending == "csv":
            return file_of(as_csv(gently(self.lines(listed))), name)
        if listed.queryset.count() > MOST_IN_A_WORKBOOK:
            words = f"A workbook holds {MOST_IN_A_WORKBOOK:,} rows of a list at most. Filter it, or take the CSV."
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(f"{request.path}?{request.GET.urlencode()}")
        return file_of(as_workbook(gently(self.lines(listed)), capfirst(self.opts.verbose_name_plural)), name)

    def lines(self, listed: ChangeList) -> Iterator[list[str]]:
        """What stands in a file: the headings, then all rows of a list that its filters leave."""
        names = [name for name in listed.list_display if name != "action_checkbox"]
        yield [capfirst(str(label_for_field(name, self.model, self))) for name in names]
        for row in listed.queryset.iterator(chunk_size=_AT_ONCE):
            yield [self._cell(row, name) for name in names]

    def _cell(self, row: models.Model, name: str) -> str:
        try:
            field, _, value = lookup_field(name, row, self)
        except ObjectDoesNotExist:
            return ""
        if field is not None and field.choices:
            value = dict(field.flatchoices).get(value, value)
        return in_a_cell(value)


def file_of(made: bytes | Iterator[str], name: str) -> HttpResponse:
    """A workbook where it is bytes, else CSV; the name is without its ending."""
    if isinstance(made, bytes):
        answer, ending = HttpResponse(made, content_type=CONTENT_TYPE), "xlsx"
    else:
        answer, ending = StreamingHttpResponse(made, content_type="text/csv; charset=utf-8"), "csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def in_a_cell(value: Any) -> str:
    """A value as text that other programs can read; markup of the page is taken off."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
