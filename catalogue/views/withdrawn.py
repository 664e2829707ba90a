"""The page of an entry that was taken out: its name, the day, the reason and where to go, and nothing else of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Microcredential
from catalogue.models.vocabulary import Role
from institutions.dates import day_in_words
from institutions.models import Institution

from .kept import NOT_KEPT


def withdrawn_entry(slug: str) -> Microcredential | None:
    """The entry that visitors are told to be gone from an address, or from one at which it stood before."""
    return Microcredential.objects.withdrawn().at_address(slug)


def gone(request: HttpRequest, slug: str) -> HttpResponse:
    """410 for what visitors have seen and staff have withdrawn since; 404 for all else that is hidden."""
    entry = withdrawn_entry(slug)
    if entry is None:
        raise Http404
    context = {
        "trail": [(_("Find a program"), reverse("microcredentials"))],
        "title": entry.title,
        "withdrawn_on": day_in_words(entry.withdrawn_on),
        "reason": entry.withdrawal_reason,
        "schools": _schools(entry),
    }
    response = render(request, "microcredentials/withdrawn.html", context, status=410)
    # It may come back: then nobody is to be shown what was kept of this.
    response["Cache-Control"] = NOT_KEPT
    response["X-Robots-Tag"] = "noindex"
    return response


def _schools(entry: Microcredential) -> list[Institution]:
    """Whose pages a learner may go on to."""
    runs = {"participations__microcredential": entry, "participations__role__in": Role.providing()}
    return list(Institution.objects.filter(**runs).distinct())
