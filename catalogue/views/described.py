"""Every address that is there to be read: as a document for programs, and as a page for those who write them."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.opendata.described.document import describe
from catalogue.opendata.described.operations import HTML, operation_of
from catalogue.opendata.described.walking import read_addresses
from catalogue.search import current_snapshot

from .kept import kept


class Line(NamedTuple):
    """One address as the page shows it."""

    path: str
    says: str
    kind: str
    asked: str


@kept()
def document(request: HttpRequest) -> HttpResponse:
    return JsonResponse(describe(current_snapshot()), json_dumps_params={"ensure_ascii": False})


@kept()
def addresses(request: HttpRequest) -> HttpResponse:
    snapshot = current_snapshot()
    lines = []
    for address in read_addresses():
        told = operation_of(address)
        if not address.is_french:
            asked = ", ".join(each["name"] for each in told.query(snapshot))
            lines.append(Line(address.path, told.says, told.kind, asked))
    context = {
        "data": [line for line in lines if line.kind != HTML],
        "pages": [line for line in lines if line.kind == HTML],
        "trail": [(_("Data"), reverse("data"))],
    }
    return render(request, "data/addresses.html", context)
