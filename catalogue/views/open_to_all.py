"""Answers that pages of other sites may read too, by the headers that browsers ask for it."""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest, HttpResponse

from .kept import View


def readable_everywhere(view: View) -> View:
    """Pages of other sites may read the answer too, whatever it is. Nothing here depends on who asks."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer
