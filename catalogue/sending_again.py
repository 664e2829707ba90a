"""A form that was sent after a session had ended, or from before one signed in anew: what was typed can be sent again.

It travels in the pages between: the one that asks to sign in, and the one with a button that sends it. Nothing
of it is kept here, and nothing is sent without that button. Passwords and files stay behind.
"""

from __future__ import annotations

import json

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .middleware import refusal

TYPED = "typed"
FORBIDDEN = 403
BUSY = 503


def typed_in(form: QueryDict) -> str:
    """Every name and value of a form, but for what only counts once; empty where there is nothing to lose."""
    pairs = [
        (name, value)
        for name, values in form.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    return json.dumps(pairs) if pairs else ""


def pairs_of(typed: str) -> list[tuple[str, str]]:
    """Nothing where it is not what `typed_in` wrote: somebody changed it."""
    try:
        return [(str(name), str(value)) for name, value in json.loads(typed)]
    except (ValueError, TypeError, RecursionError):
        return []


def ask_to_sign_in(request: HttpRequest, address: str = "", typed: str = "") -> HttpResponse:
    """`typed`: into the form of another page, at `address`."""
    typed = typed or typed_in(request.POST)
    page = {
        "title": "Sign in again",
        "form": AdminAuthenticationForm(request),
        "app_path": reverse("admin:login"),
        "next": address or request.get_full_path(),
        "typed": typed,
        "pairs": pairs_of(typed),
        "had_files": bool(request.FILES),
    }
    return render(request, "admin/signed_out.html", {**admin.site.each_context(request), **page}, status=FORBIDDEN)


def ask_to_send(request: HttpRequest, address: str, typed: str) -> HttpResponse | None:
    """None where there is nothing to send, or nowhere to send it."""
    pairs = pairs_of(typed)
    if not (pairs and url_has_allowed_host_and_scheme(address, None) and address.startswith(reverse("admin:index"))):
        return None
    page = {"title": "Send it again", "pairs": pairs, "to": address}
    return render(request, "admin/send_again.html", {**admin.site.each_context(request), **page})


def send_later(request: HttpRequest) -> HttpResponse:
    """What a button, an action or a form is answered while somebody else writes for long."""
    page = {"title": "Send it again in a minute", "pairs": pairs_of(typed_in(request.POST)), "is_busy": True}
    page |= {"to": request.get_full_path(), "had_files": bool(request.FILES)}
    answer = render(request, "admin/send_again.html", {**admin.site.each_context(request), **page}, status=BUSY)
    answer.headers["Retry-After"] = "60"
    return answer


def token_is_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without the right token. Who sent it from a page of ours may send it again.

    The browser itself says which site a request comes from; where it does not, the form may be a trap.
    """
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and request.headers.get("Sec-Fetch-Site") == "same-origin":
        page = ask_to_send(request, request.get_full_path(), typed_in(request.POST))
        if page is not None:
            page.status_code = FORBIDDEN
            return page
    return refusal(FORBIDDEN, _("This form is too old"), _("Go back, load the page again and send it once more."))
