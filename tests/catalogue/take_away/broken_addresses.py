"""The addresses of the site, one of which does not answer: for a copy that breaks off half way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from catalogue import urls


def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


urlpatterns = [path("about/", nowhere, name="about"), *urls.urlpatterns]
