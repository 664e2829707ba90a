"""The pages of the letter that makes a new browser known: one to ask for it, one that its link leads to.

Neither tells whether an account exists, and neither signs anybody in. What a letter does: catalogue/sign_in_letters.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.sign_in_letters import ask_for_letter, letter_of
from catalogue.sign_in_log import tell
from catalogue.signing_in import remember_browser

LONGEST_NAME = 254
TO_TYPE = timedelta(minutes=15)  # the password, after the button was pressed in the last moment


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    if not settings.SIGN_IN_LETTERS:  # the page of nginx that leads here cannot know
        return _page(request, "none", "No letters are sent here", status=404)
    name = request.POST.get("name", "").strip()[:LONGEST_NAME]
    if name:
        ask_for_letter(name)
    title = "Look into your mail" if name else "Sign in with a new browser"
    return _page(request, "ask", title, is_asked=bool(name), is_empty=request.method == "POST")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Programs that read mail open its links, so only the button does something."""
    if not settings.SIGN_IN_LETTERS:
        raise Http404
    word = (request.POST if request.method == "POST" else request.GET).get("word", "")
    letter = letter_of(word)
    if letter is None:
        return _page(request, "ended", "This letter is not good any more", status=404)
    if request.method != "POST":
        return _page(request, "open", "Sign in with this browser", word=word)
    response = redirect("admin:login")
    remember_browser(response, letter.account.get_username(), letter.key, letter.ends_at + TO_TYPE)
    tell(letter.account, "a browser was made known by a letter")
    return response


def _page(request: HttpRequest, name: str, title: str, status: int = 200, **told: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **told}
    response = render(request, f"admin/sign_in_letter/{name}.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"  # the word of a letter stands in the address
    return response


urlpatterns = [
    path("", ask, name="sign-in-letter"),
    path("open/", follow, name="sign-in-letter-open"),
]
