"""A form in which fields and rows come in one order, that of the page that visitors read; stock forms put rows last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import Fieldset, InlineAdminFormSet
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Section:
    """Fields or rows; the other is None."""

    fields: Fieldset | None = None
    rows: InlineAdminFormSet | None = None


class PageInOrder(admin.ModelAdmin):
    """`in_order` holds the headings with their fields, and the kinds of rows, in the order of the form."""

    in_order: ClassVar[tuple[Any, ...]] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple[str | None, dict[str, Any]]]:
        return [each for each in self.in_order if isinstance(each, tuple)]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[type[admin.options.InlineModelAdmin]]:
        return [each for each in self.in_order if not isinstance(each, tuple)]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        fields = {each.name: Section(fields=each) for each in context["adminform"]}
        rows = {type(each.opts): Section(rows=each) for each in context["inline_admin_formsets"]}
        found = (fields.get(each[0]) if isinstance(each, tuple) else rows.get(each) for each in self.in_order)
        context["sections"] = [*filter(None, found)]
        return super().render_change_form(request, context, *args, **kwargs)
