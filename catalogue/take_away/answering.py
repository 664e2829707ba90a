"""What a view of the site answers to a visitor without an account: the copy holds the same, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.urls import resolve


class NoAnswer(Exception):
    """A page of the copy that the site does not give."""


def page_at(address: str) -> str:
    """The page at an address of the site, as its view makes it."""
    path, _, query = address.partition("?")
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"QUERY_STRING": query}
    request.GET = QueryDict(query)
    request.resolver_match = match = resolve(path)
    response = match.func(request, *match.args, **match.kwargs)
    if response.status_code != 200:
        raise NoAnswer(f"{address} answers {response.status_code}")
    return response.content.decode()
