"""Pages about our data: what each name in a file means, and how it fits the standards of others.

Made from the columns, the schema and the rules themselves, so that they cannot say anything else than the files do.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.exchange.columns import COLUMNS
from catalogue.opendata import elm
from catalogue.opendata.published_schemas import read_schema
from catalogue.opendata.standards import STANDARDS

from .kept import kept


class Name(NamedTuple):
    """One name of a file and what it means."""

    name: str
    description: str


@kept()
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every column of the CSV and every name of a record."""
    schema = read_schema("microcredential")
    context = {
        "columns": [Name(column.name, column.description) for column in COLUMNS],
        "fields": [Name(name, each["description"]) for name, each in schema["properties"].items()],
        "standards": STANDARDS,
        "trail": [(_("Data"), reverse("data"))],
    }
    return render(request, "data/dictionary.html", context)


@kept()
def mapping(request: HttpRequest, slug: str) -> HttpResponse:
    """Which term of a standard each of our values becomes, and what is lost."""
    standard = next((each for each in STANDARDS if each.slug == slug), None)
    if standard is None:
        raise Http404
    context = {
        "standard": standard,
        "written": elm.stating_enough().count() if standard is elm.STANDARD else None,
        "trail": [(_("Data"), reverse("data")), (_("What our data means"), reverse("data-dictionary"))],
    }
    return render(request, "data/mapping.html", context)
