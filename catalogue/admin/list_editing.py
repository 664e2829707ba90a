"""A list whose values are typed into its cells: Django's `list_editable`, on a page of its own, so nothing is lost.

The list itself stays to be read, searched and acted on. What is typed between its links and buttons would go with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from catalogue.rights import may_add
from catalogue.waiting import wait_no_longer
from institutions.changes import Way
from institutions.records import Record

from .base import acting, refusals_caught
from .forms import DayInput, OptionalReason
from .list_rows import ListFormSet, ListRowForm, Sent, list_rows, numbers_in, received

IN_LIST = "edit_in_list"
SAVE = "_save"  # the name that Django gives the button


class ListEditingPage(admin.ModelAdmin):
    """Goes before the other pages of a noun; `list_editable` says what is typed into."""

    beside_boxes: Sequence[str] = ()  # what tells the rows apart besides their names
    only_in_boxes: Sequence[str] = ()  # what the list itself does not show

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return [name for name in super().get_list_display(request) if name not in self.only_in_boxes]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Changed only once it is made: its columns say by which of them an address wants the rows in order."""
        listed = super().get_changelist_instance(request)
        listed.list_editable = self.list_editable if _is_edited(request) and not listed.is_popup else ()
        return listed

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, form=ListRowForm, fields=self.list_editable, **kwargs)

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> type[ListFormSet]:
        box = partial(self._box, request=request)
        rows = super().get_changelist_formset(request, formset=ListFormSet, formfield_callback=box, **kwargs)
        rows.account, rows.refused = request.user, getattr(request, "refused", ())
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sent to with `SAVE` it saves, wherever that came from; asked with `IN_LIST` it shows the boxes."""
        is_asked = IN_LIST in request.GET
        request.GET = request.GET.copy()
        request.GET.pop(IN_LIST, None)
        may_edit = self._may_edit_in_list(request)
        if request.method == "POST" and SAVE in request.POST:
            if not may_edit:
                raise PermissionDenied
            return self._save_rows(request)
        request.is_edited_in_list = is_asked and may_edit and request.method != "POST"
        address = f"?{_with(request.GET, IN_LIST)}" if may_edit else ""
        answer = super().changelist_view(request, {"edit_in_list": address, **(extra_context or {})})
        return self._with_boxes(request, answer, OptionalReason()) if request.is_edited_in_list else answer

    def save_model(self, request: HttpRequest, obj: Record, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        request.is_written = True

    def _may_edit_in_list(self, request: HttpRequest) -> bool:
        """A limited account changes no record of most nouns, and adds none either."""
        return self.has_change_permission(request) and may_add(request.user, self.model)

    def _box(self, field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if isinstance(field, models.DateField):
            kwargs["widget"] = DayInput()
        return self.formfield_for_dbfield(field, request, **kwargs)

    def _save_rows(self, request: HttpRequest) -> HttpResponse:
        """All rows or none: what is to be decided first keeps the others waiting, with all that was typed."""
        asked, sent, reason = request.GET, request.POST, OptionalReason(request.POST)
        request.GET = QueryDict()  # its filters and its page may hold other rows by now, or no longer be there
        request.is_edited_in_list = True
        with refusals_caught() as refused, acting(request, Way.FORM):
            problems = [] if reason.is_valid() else [f"Why: {error}" for error in reason.errors["why"]]
            return self._answer(request, asked, sent, reason, problems)
        with acting(request, Way.FORM):
            return self._answer(request, asked, sent, reason, refused)

    def _answer(
        self, request: HttpRequest, asked: QueryDict, data: QueryDict, reason: OptionalReason, problems: list[str]
    ) -> HttpResponse:
        sent = self._received(request, data)
        request.POST, request.refused = sent.data, [*problems, *sent.refused]
        answer = super().changelist_view(request)
        request.GET = asked
        if isinstance(answer, TemplateResponse):
            return self._with_boxes(request, answer, reason, sent.gone)
        if sent.gone:
            self.message_user(request, f"While you had this list open: {' '.join(sent.gone)}")
        if not getattr(request, "is_written", False):
            self.message_user(request, "Nothing differs from how it stands, so nothing was saved.", messages.INFO)
        return HttpResponseRedirect(_address(request, asked))

    def _received(self, request: HttpRequest, data: QueryDict) -> Sent:
        """Whoever saves the same rows at the same moment waits, and is then compared with what this one saved."""
        wait_no_longer()
        locked = self.model.objects.select_for_update().filter(pk__in=numbers_in(data)).order_by("pk")
        present = {str(record.pk): record for record in locked}
        return received(data, self.get_changelist_formset(request).form, present, request.user)

    def _with_boxes(
        self, request: HttpRequest, answer: HttpResponse, reason: OptionalReason, gone: Sequence[str] = ()
    ) -> HttpResponse:
        """The page of a list with boxes, out of Django's; another answer stays as it is."""
        listed = answer.context_data.get("cl") if isinstance(answer, TemplateResponse) else None
        if listed is None or listed.formset is None:
            return answer
        formset = listed.formset
        names = [*self.beside_boxes, *self.list_editable]
        columns = {name: capfirst(label_for_field(name, self.model, self)) for name in names}
        answer.template_name = "admin/edit_in_list.html"
        answer.context_data |= {
            "title": f"Edit {self.opts.verbose_name_plural} in the list",
            "formset": formset,
            "errors": formset.problems,
            "first": capfirst(label_for_field(listed.list_display_links[0], self.model, self)),
            "columns": columns,
            "rows": list_rows(formset, columns, self._cell),
            "why_closed": formset.why_closed,
            "told": [*gone, *formset.told] if formset.is_bound else [],
            "conflicts": formset.conflicts,
            "reason": reason,
            "back": _address(request, request.GET),
        }
        return answer


def _is_edited(request: HttpRequest) -> bool:
    return getattr(request, "is_edited_in_list", False)


def _address(request: HttpRequest, asked: QueryDict) -> str:
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _with(asked: QueryDict, name: str) -> str:
    """The same address with one more word."""
    more = asked.copy()
    more[name] = "1"
    return more.urlencode()
