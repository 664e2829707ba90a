"""Addresses of the measured server: the site's own, and before them an empty page, the plain one and a meter."""

from __future__ import annotations

import os
import time

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.naive import NaiveFilter, counted, narrowed
from bench.questions import PAGE_SIZE
from catalogue.search import Search
from catalogue.urls import urlpatterns as own


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def meter(request: HttpRequest) -> HttpResponse:
    """Processor seconds of this process so far."""
    return HttpResponse(repr(time.process_time()))


def worker(request: HttpRequest) -> HttpResponse:
    """Which worker this is; with words, also how many entries it finds."""
    found = f" {Search(request.GET).total}" if request.GET else ""
    return HttpResponse(f"{os.getpid()}{found}")


def plain(request: HttpRequest) -> HttpResponse:
    """The list as most would write it with django-filter: a form, a count for each value, cards from models."""
    related = ("participations__institution", "recognitions__institution", "measures", "sectortags__sector")
    entries = narrowed(request.GET).order_by("availability", "title", "slug").prefetch_related(*related)
    counts: dict[str, list] = {}
    for facet, value, found in counted(request.GET):
        counts.setdefault(facet, []).append((value, found.count(), value in request.GET.getlist(facet)))
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "form": NaiveFilter(request.GET).form, "counts": counts}
    return render(request, "bench/list.html", context)


urlpatterns = [
    path("bench/empty", empty),
    path("bench/meter", meter),
    path("bench/worker", worker),
    path("bench/plain", plain),
    *own,
]
