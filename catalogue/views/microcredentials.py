"""The list of offerings, the page of each, and the list as a file. Filters and counts are asked from `Search`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from catalogue.exchange import exporting
from catalogue.models import Microcredential
from catalogue.search import Search

from .cards import cards
from .dossier import read_dossier
from .offering import offering_context


def listing(request: HttpRequest) -> HttpResponse:
    search = Search(request.GET)
    context = {
        "search": search,
        "trail": [],
        "kept_sort": dict(search.hidden_inputs).get("sort", ""),
        "primary": [facet for facet in search.facets if facet.primary],
        "more": [facet for facet in search.facets if not facet.primary],
        "cards": cards(search.snapshot, search.current_numbers),
        "ended_cards": cards(search.snapshot, search.ended_numbers),
    }
    return render(request, "microcredentials/list.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One offering; a part is shown at its place on the page of the whole."""
    entry = get_object_or_404(Microcredential.objects.public().select_related("parent"), slug=slug)
    if entry.parent:
        return HttpResponsePermanentRedirect(entry.get_absolute_url())
    return render(request, "microcredentials/detail.html", offering_context(read_dossier(entry)))


def as_csv(request: HttpRequest) -> HttpResponse:
    """The results of the same query string as a file; what cannot be understood is refused by name."""
    search = Search(request.GET)
    if search.problems:
        text = "".join(f"{problem.message}\n" for problem in search.problems)
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    name = exporting.filename(timezone.localdate())
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(exporting.lines(search), content_type="text/csv; charset=utf-8", headers=headers)
