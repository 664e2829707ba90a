"""Filters of the admin's lists whose choices are conditions, so that a long list counts all of them in one go."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest


class Conditions(admin.SimpleListFilter):
    """Django counts a choice by asking for the list anew, with all that was chosen beside it, inside of the list."""

    def condition(self, chosen: str | None, model: type[models.Model]) -> Q | None:
        """Which rows a choice leaves; None where that is no choice, which leaves all of them."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        condition = self.condition(self.value(), queryset.model)
        return queryset if condition is None else queryset.filter(condition)

    def get_facet_counts(self, pk_attname: str, filtered_qs: models.QuerySet) -> dict[str, Any]:
        conditions = (self.condition(str(choice), filtered_qs.model) for choice, _ in self.lookup_choices)
        return {f"{number}__c": Count(pk_attname, filter=each) for number, each in enumerate(conditions)}


def whether(field: str, title: str, *, empty: str, filled: str) -> type[admin.SimpleListFilter]:
    """A filter by whether a value is there, in words of its own."""

    class Whether(Conditions):
        parameter_name = f"has_{field}"

        def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
            return [("no", empty), ("yes", filled)]

        def condition(self, chosen: str | None, model: type[models.Model]) -> Q | None:
            nothing = Q(**{f"{field}__isnull": True})
            if model._meta.get_field(field).empty_strings_allowed:
                nothing |= Q(**{field: ""})
            return {"no": nothing, "yes": ~nothing}.get(chosen)

    Whether.title = title
    return Whether
