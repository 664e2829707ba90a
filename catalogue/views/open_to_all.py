"""Answers that pages of other sites may read too, by the headers that browsers ask for it."""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest, HttpResponse

from .kept import View

_TO_READ = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# For a browser that asks before it asks (a preflight), because a page wants to send more than the usual headers.
_TO_ASK = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def readable_everywhere(view: View) -> View:
    """Pages of other sites may read the answer too, whatever it is. Nothing here depends on who asks."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        return _with(_TO_READ, view(request, *args, **kwargs))

    return answer


def may_be_asked_by_all(response: HttpResponse) -> HttpResponse:
    """The answer to a browser that wants to know what pages of other sites may do here."""
    return _with(_TO_READ | _TO_ASK, response)


def _with(headers: dict[str, str], response: HttpResponse) -> HttpResponse:
    for name, value in headers.items():
        response.headers[name] = value
    return response
