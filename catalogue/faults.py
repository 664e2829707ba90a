"""What a visitor reads when something is wrong: with the request, with the database, or with the site itself.

Nothing here asks the database or a session, and no page tells more than a reference by which the log can be searched.
"""

from __future__ import annotations

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views import defaults

from catalogue.languages import HOMES, TAGS, current_language
from catalogue.log_lines import reference_of
from catalogue.search import NotReady

logger = logging.getLogger(__name__)

SECONDS_UNTIL_READY = 5  # after which it is worth asking again

# In the code and not among the templates: it must come out whole whatever is wrong with the rest.
REFUSAL_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{remedy}</p>
{reference}<p><a href="{home}">{way_out}</a></p>
</main>
</body>
</html>
"""


def answer_while_away(request: HttpRequest, problem: BaseException | None) -> HttpResponse | None:
    """503 while the site waits for its database; None for a problem of another kind."""
    if isinstance(problem, NotReady):
        title, remedy = _("We are getting ready"), _("The list is not here yet. Please try again in a few seconds.")
    elif is_away(problem):
        title, remedy = _("We cannot reach our data"), _("Nothing is lost. Please try again in a few seconds.")
        words = " ".join(str(problem).split())
        logger.error("The database did not answer %s: %s", request.path, words, extra={"request": request})
    else:
        return None
    return come_again(title, remedy, reference_of(request))


def come_again(title: str, remedy: str, reference: str = "", status: int = 503) -> HttpResponse:
    """In a short while: whoever knows why has said so in the log, if that is news at all."""
    response = refusal(status, title, remedy, reference)
    response.headers["Retry-After"] = str(SECONDS_UNTIL_READY)
    add_never_cache_headers(response)
    return expected(response)


def expected(response: HttpResponse) -> HttpResponse:
    """An answer of 500 or more that is no error: Django would write one into the log."""
    response._has_been_logged = True
    return response


def is_away(problem: BaseException | None) -> bool:
    """Stopped, frozen, full, out of connections, or busy for too long. A statement that is wrong is a fault of ours."""
    return isinstance(problem, OperationalError | InterfaceError) and not str(problem).startswith("no such")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own asks for the form's token first, and for that reads a body that may not be readable."""
    return defaults.page_not_found.__wrapped__(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Only staff meet it: what visitors may not see is not there for them."""
    remedy = _("Nothing was changed. Go back, or ask a manager of the catalogue if you need to do this.")
    return refusal(403, _("Your account may not do this"), remedy)


def broken(request: HttpRequest) -> HttpResponse:
    """What Django asks for when something was raised that nobody caught."""
    if answer := answer_while_away(request, sys.exc_info()[1]):
        return answer
    response = HttpResponse(render_to_string("500.html", {"reference": reference_of(request)}), status=500)
    add_never_cache_headers(response)
    return response


def refusal(status: int, title: str, remedy: str, reference: str = "") -> HttpResponse:
    """In the language of the address, as far as that could be read."""
    language, label = current_language(), _("Reference:")
    page = REFUSAL_PAGE.format(
        language=TAGS[language],
        title=title,
        remedy=remedy,
        reference=f"<p>{label} {reference}</p>\n" if reference else "",
        home=HOMES[language],
        way_out=_("Go to the home page"),
    )
    return HttpResponse(page, status=status)
