"""Addresses that are there to be read: `page` and `data` in the list of addresses. What they answer is for the views.

The description for programs (`catalogue.opendata.described`) is of all that is declared so, and of nothing else.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from catalogue.faults import refusal

from .kept import View
from .open_to_all import may_be_asked_by_all, readable_everywhere

_READING = ("GET", "HEAD")
_ALLOWED = ", ".join((*_READING, "OPTIONS"))


def page(route: str, view: View, name: str) -> URLPattern:
    """An address for people."""
    return path(route, _only_read(view), name=name)


def data(route: str, view: View, name: str, told: dict[str, str] | None = None) -> URLPattern:
    """An address for programs: pages of other sites may read it too. `told` is what it tells its view by itself."""
    return path(route, _only_read(readable_everywhere(view), open_to_all=True), told, name=name)


def _only_read(view: View, *, open_to_all: bool = False) -> View:
    """What is only read says so to every other method, before anything looks at what was sent with it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in _READING:
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        else:
            response = refusal(405, _("This address is only for reading"), _("Nothing can be sent to it."))
        response.headers["Allow"] = _ALLOWED
        return may_be_asked_by_all(response) if open_to_all else response

    answer.is_read = True
    answer.csrf_exempt = True  # nothing can be changed here
    return answer
