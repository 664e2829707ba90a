"""What every request passes on its way in and every answer on its way out. Nothing here asks the database."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header
from django.utils.translation import gettext as _

from catalogue.languages import FRENCH, is_french, speaking

from .faults import answer_while_away, refusal
from .security_headers import headers_of

GetResponse = Callable[[HttpRequest], HttpResponse]

LONGEST_ADDRESS = 4000  # characters of path and query; a search with every filter set is far below
MOST_PARAMETERS = 200
LARGEST_BODY = 34 * 2**20  # bytes; the largest spreadsheet that is taken in, and the form around it
PRIVATE = "no-store, private"
BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class SecurityHeadersMiddleware:
    """Puts the security headers on every answer, whatever its status; a view may set its own value for one.

    What depends on who asks is kept by nobody: not by a browser either, where the next one at the desk goes back to it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = headers_of(settings.SITE_ORIGIN.startswith("https://"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if has_vary_header(response, "Cookie") and "no-store" not in response.get("Cache-Control", ""):
            response.headers["Cache-Control"] = PRIVATE
        return response


class HeadMiddleware:
    """Answers HEAD without the body. The server would leave it out too, but with a warning in the log each time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = []
            else:
                response.content = b""
        return response


class LanguageMiddleware:
    """Answers in French at the addresses of the French pages; everywhere else English is spoken anyway."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_french(request.path_info):
            return self.get_response(request)
        with speaking(FRENCH):
            return self.get_response(request)


class EdgeMiddleware:
    """Answers requests that no browser makes from a link of ours, before any other code has to cope with them.

    Also those that come before the site can answer any.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return refusal_of(request) or self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_while_away(request, exception)


def refusal_of(request: HttpRequest) -> HttpResponse | None:
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > LONGEST_ADDRESS:
        remedy = _("Start from the home page and choose fewer things at once.")
        return refusal(414, _("That web address is too long"), remedy)
    if query.count("&") >= MOST_PARAMETERS:
        remedy = _("Start from the home page and choose fewer things.")
        return refusal(400, _("That web address asks for too much"), remedy)
    if _bytes_sent(request) > LARGEST_BODY:
        remedy = _("Split the file into smaller ones.")
        return refusal(413, _("That is more than we take at once"), remedy)
    if not is_readable(request, query):
        remedy = _("Part of it is broken. It may have been cut off or changed.")
        return refusal(400, _("We cannot read that web address"), remedy)
    if not has_known_host(request):
        remedy = _("Check the first part of the address.")
        return refusal(400, _("That is not a web address of this site"), remedy)
    return None


def _bytes_sent(request: HttpRequest) -> int:
    """As the request says before it is read; the server takes no more than that."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() and len(length) < 20 else LARGEST_BODY + 1


def is_readable(request: HttpRequest, query: str) -> bool:
    """Whether path and query are UTF-8 without zero bytes, with every percent sign followed by two hex digits.

    A request that names another encoding is refused too: Django would read the query with it, or fail to.
    """
    try:
        values = unquote_to_bytes(query.encode("latin-1")).decode()
    except UnicodeError:
        return False
    # Django has decoded the path already; a percent sign that is left stands where it could not.
    broken = "%" in request.path_info or BROKEN_PERCENT.search(query)
    encoding = request.encoding or "utf-8"
    return not broken and "\0" not in request.path_info + values and encoding.lower() in {"utf-8", "utf8"}


def has_known_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True
