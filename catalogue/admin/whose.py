"""What is work of one's own: for whoever is limited to institutions, only what is about the entries of these."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from catalogue.links.rounds import PLACES
from catalogue.models import (
    CheckedLink,
    Citation,
    Disagreement,
    DisagreementSide,
    Microcredential,
    Proposal,
    Source,
    Suggestion,
)
from catalogue.rights import citations_of, entries_and_parts_of, limits_of
from institutions.models import Institution

from .list_filters import Conditions

OURS = "ours"
Limits = list[Institution]


def theirs(account: AbstractBaseUser, model: type[models.Model]) -> Q:
    """Which rows wait for an account that is limited to institutions: nobody is asked in vain. All for others."""
    limits = limits_of(account)
    return _OF[model](limits) if limits else Q()


class Whose(Conditions):
    """The same as a filter of a list, which only they are offered."""

    title = "whose entries"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(OURS, "Of your institutions")] if limits_of(request.user) else []

    def condition(self, chosen: str | None, model: type[models.Model]) -> Q | None:
        return theirs(self.request.user, model) if chosen == OURS else None


def _entries(limits: Limits) -> Q:
    return Q(pk__in=entries_and_parts_of(limits).values("pk"))


def _about_entries(limits: Limits) -> Q:
    return Q(entry__in=entries_and_parts_of(limits).values("pk"))


def _citations(limits: Limits) -> Q:
    return Q(pk__in=citations_of(limits).values("pk"))


def _disagreements(limits: Limits) -> Q:
    """Those in which anything is said of their entries."""
    sides = DisagreementSide.objects.filter(citation__in=citations_of(limits).values("pk"))
    return Q(pk__in=sides.order_by().values("disagreement"))


def _links(limits: Limits) -> Q:
    """Addresses of their entries, of what these are cited from, and of the institutions themselves."""
    named = Q()
    for model, field, _ in PLACES:
        named |= Q(address__in=_NAMING[model](limits).values(field))
    return named


_NAMING: dict[type[models.Model], Callable[[Limits], models.QuerySet]] = {
    Microcredential: entries_and_parts_of,
    Institution: lambda limits: Institution.objects.filter(pk__in=[institution.pk for institution in limits]),
    Source: lambda limits: Source.objects.filter(pk__in=citations_of(limits).values("source")),
}


_OF: dict[type[models.Model], Callable[[Limits], Q]] = {
    Microcredential: _entries,
    Proposal: _about_entries,
    Suggestion: _about_entries,
    Citation: _citations,
    Disagreement: _disagreements,
    CheckedLink: _links,
}
