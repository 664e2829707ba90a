"""Searches without a result in the admin: a list to read, from which one goes on to add a synonym."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from catalogue.models import FruitlessSearch

from .lists import ReadableList


@admin.register(FruitlessSearch)
class FruitlessSearchAdmin(ReadableList):
    list_display = ["text", "often", "day", "what_next"]
    list_display_links = None
    list_filter = ["day"]
    search_fields = ["text"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return FruitlessSearch.objects.by_words().order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["-how_often", "-day", "text"]

    @admin.display(description="how often in a year", ordering="how_often")
    def often(self, search: Any) -> int:
        return search.how_often

    @admin.display(description="what next")
    def what_next(self, search: Any) -> str:
        if search.synonym:
            there = reverse("admin:catalogue_synonym_change", args=[search.synonym])
            return format_html('It has a <a href="{}">synonym</a> now', there)
        new = reverse("admin:catalogue_synonym_add", query={"asked": search.text})
        return format_html('<a href="{}">Add a synonym</a>', new)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FruitlessSearch | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FruitlessSearch | None = None) -> bool:
        return False
