"""Spreadsheets in the admin: a file is handed in, looked at row by row, and then written. The worker does the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from catalogue.exchange.incoming.answering import remembered
from catalogue.exchange.incoming.blank import FILE_NAME, blank_workbook
from catalogue.exchange.workbook_files import CONTENT_TYPE
from catalogue.models import Import, ImportState
from institutions.changes import Way

from .addresses import address_of, address_of_list
from .base import acting
from .incoming_forms import ColumnsForm, UploadForm, WordsForm
from .incoming_rows import RowsShown, choose
from .incoming_standing import ImportStanding, drop, hand_over
from .lists import ReadableList

IMPORT = "catalogue.import_catalogue"
_ANSWERED = (ImportState.PLANNED, ImportState.REFUSED)


@admin.register(Import)
class ImportAdmin(ReadableList):
    list_display = ["file_name", "state", "institution", "by_name", "uploaded_at", "applied_at"]
    list_filter = ["state", "uploaded_at"]
    list_select_related = ["institution"]
    search_fields = ["file_name", "by_name"]

    def get_urls(self) -> list[Any]:
        view, name = self.admin_site.admin_view, "catalogue_import_{}".format
        return [
            path("", view(self.changelist_view), name=name("changelist")),
            path("add/", view(self.add_view), name=name("add")),
            path("template.xlsx", view(self.template_view), name=name("template")),
            path("<path:object_id>/change/", view(self.change_view), name=name("change")),
        ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("data")

    def has_view_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return request.user.has_perm(IMPORT) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(IMPORT)

    def has_change_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take the bytes and nothing else: whatever they are, they are read by the worker."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            institution = form.cleaned_data["institution"]
            job = Import.objects.create(
                file_name=form.file_name,
                data=form.cleaned_data["file"].read(),
                institution=institution,
                **_asked_by(request),
                **remembered(institution),
            )
            return HttpResponseRedirect(address_of(job))
        return self._render(request, "upload", title="Take in a spreadsheet", form=form)

    def template_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        file = HttpResponse(blank_workbook(), content_type=CONTENT_TYPE)
        file.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        return file

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = self.listed(request, object_id, "institution")
        forms = {"columns": None, "words": None}
        if request.method == "POST":
            if not self.has_add_permission(request):
                raise PermissionDenied
            answer = self._done(request, job, forms)
            if answer:
                return answer
        return self._page_of(request, job, forms)

    def _done(self, request: HttpRequest, job: Import, forms: dict[str, Any]) -> HttpResponse | None:
        """Do what a button asks for; without an answer the page is shown again, with what is wrong in its forms."""
        deeds: dict[str, Callable[[], bool]] = {
            "columns": lambda: self._columns(request, job, forms),
            "words": lambda: self._words(request, job, forms),
            "choose": lambda: choose(job, request.POST),
            "all": lambda: choose(job, request.POST, all_of=True),
            "none": lambda: choose(job, request.POST, all_of=False),
            "apply": lambda: choose(job, request.POST) and self._hand_over(request, job, ImportState.ACCEPTED),
            "again": lambda: self._hand_over(request, job, ImportState.UPLOADED),
            "go-on": lambda: self._hand_over(request, job, ImportStanding(job).goes_on_to),
        }
        deed = request.POST.get("do", "")
        if deed == "drop":
            if drop(job):
                self.message_user(request, f"“{job}” was dropped. Nothing of it was written.", messages.SUCCESS)
                return HttpResponseRedirect(address_of_list(Import))
        elif deed in deeds and deeds[deed]():
            return HttpResponseRedirect(request.get_full_path())
        if not any(forms.values()):
            self.message_user(request, "The file has moved on meanwhile. This is how it stands now.", messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        return None

    def _columns(self, request: HttpRequest, job: Import, forms: dict[str, Any]) -> bool:
        form = ColumnsForm(job, request.POST)
        if not form.is_valid():
            forms["columns"] = form
            return False
        return self._hand_over(request, job, ImportState.UPLOADED, mapping={**job.mapping, **form.mapping})

    def _words(self, request: HttpRequest, job: Import, forms: dict[str, Any]) -> bool:
        form = WordsForm(job, request.user, request.POST)
        try:
            if form.is_valid():
                with acting(request, Way.IMPORT):
                    if self._hand_over(request, job, ImportState.UPLOADED, answers=form.answers()):
                        return True
                    transaction.set_rollback(True)
                    return False
        except ValidationError as problem:
            form.add_error(None, problem)
        forms["words"] = form
        return False

    def _hand_over(self, request: HttpRequest, job: Import, state: ImportState, **answers: Any) -> bool:
        return hand_over(job, state, **answers, **_asked_by(request))

    def _page_of(self, request: HttpRequest, job: Import, forms: dict[str, Any]) -> HttpResponse:
        may_act = self.has_add_permission(request)
        asked = may_act and job.state in _ANSWERED
        standing = ImportStanding(job)
        rows = RowsShown(job, request.GET)
        response = self._render(
            request,
            "page",
            title=f"Import of {job.file_name}",
            job=job,
            standing=standing,
            rows=rows,
            may_act=may_act,
            columns=forms["columns"] or (ColumnsForm(job) if asked and job.columns else None),
            words=forms["words"] or (WordsForm(job, request.user) if asked and job.unknown else None),
        )
        if standing.is_looked_at_again and "still" not in request.GET:
            response.headers["Refresh"] = "2"
        return response

    def _render(self, request: HttpRequest, page: str, **context: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/catalogue/import/{page}.html", context)


def _asked_by(request: HttpRequest) -> dict[str, Any]:
    """Whose act the writing will be."""
    return {"by": request.user, "by_name": request.user.get_username()}
