"""Checked web addresses in the admin: a list to read, which leads to the records that name an address."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalogue.links.rounds import PLACES
from catalogue.models import CheckedLink

from .lists import ReadableList
from .whose import Whose


class Broken(admin.SimpleListFilter):
    title = "how it stands"
    parameter_name = "broken"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "Broken"), ("failing", "Failed of late"), ("no", "Answers")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        chosen = {"yes": queryset.broken, "failing": queryset.failing, "no": lambda: queryset.filter(strikes=0)}
        return chosen.get(self.value(), queryset.all)()


@admin.register(CheckedLink)
class CheckedLinkAdmin(ReadableList):
    list_display = ["visit", "answer", "strikes", "first_failed", "checked_at", "named_by"]
    list_display_links = None
    list_filter = [Broken, Whose, "checked_at"]
    search_fields = ["address", "answer"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        named = {
            model._meta.model_name: Exists(model.objects.filter(**{field: OuterRef("address")}))
            for model, field, _ in PLACES
        }
        return super().get_queryset(request).annotate(**named)

    @admin.display(description="web address", ordering="address")
    def visit(self, link: CheckedLink) -> SafeString:
        return format_html('<a href="{}" rel="external noreferrer">{}</a>', link.address, link.address)

    @admin.display(description="stands at")
    def named_by(self, link: Any) -> SafeString:
        lists = [
            (reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist", query={f"{field}__exact": link}),
             model._meta.verbose_name_plural)
            for model, field, _ in PLACES
            if getattr(link, model._meta.model_name)
        ]  # fmt: skip
        return format_html_join(", ", '<a href="{}">{}</a>', lists)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: CheckedLink | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CheckedLink | None = None) -> bool:
        return False
