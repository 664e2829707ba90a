"""Which addresses of the site are in the copy, and in which file each stands. All else leads to the site itself."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve, reverse

# Pages without a query, by name; a page of one thing comes in as soon as a page leads to it.
_PAGES = {
    *("home", "microcredential", "institutions", "institution", "sectors", "sector", "regions", "funding"),
    *("funding-source", "pathways", "pathway", "sources", "source", "coverage", "glossary"),
    *("about", "privacy", "accessibility"),
}
# The list comes in whole, and with the values of one of these facets chosen: a file for each way in.
FACETS = ("sector", "region", "provider", "delivery", "credit_toward", "audience", "cost")
_PLAIN = re.compile(r"[a-z0-9-]+")
HOME = "index.html"
LETTERS, BOOKLETS, WAYS, ABOUT = "a-to-z.html", "booklets/index.html", "ways-in.html", "this-copy.html"


@lru_cache(maxsize=2**16)
def file_of(address: str) -> str | None:
    """The file in which an address of the site stands, as a path in the copy; None where it is not in it."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return None
    if name == "microcredentials":
        return _file_of_list(parts.query)
    if name not in _PAGES or parts.query or parts.path.startswith("/fr/"):
        return None
    return posixpath.join(parts.path.lstrip("/"), HOME)


def _file_of_list(query: str) -> str | None:
    asked = parse_qsl(query, keep_blank_values=True)
    page = [value for name, value in asked if name == "page"]
    facets = {name for name, _ in asked if name != "page"}
    values = [value for name, value in asked if name != "page"]
    if len(page) > 1 or not all(map(_PLAIN.fullmatch, (*page, *values))) or len(facets) > 1 or not facets <= {*FACETS}:
        return None
    if not asked:
        return f"microcredentials/{HOME}"
    number = [f"page-{page[0]}"] if page else []
    return f"lists/{'-'.join([*facets, *values, *number]).replace('_', '-')}.html"


def booklet_of(facet: str, value: str) -> str:
    return f"booklets/{facet}-{value}.html"


def between(here: str, there: str) -> str:
    """The way from one file of the copy to another, as a link says it."""
    return posixpath.relpath(there, posixpath.dirname(here) or ".")


def list_address(facet: str, value: str) -> str:
    return f"{reverse('microcredentials')}?{facet}={value}"
