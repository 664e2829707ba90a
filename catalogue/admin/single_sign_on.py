"""The way to the provider of single sign-on and back. What is to be remembered meanwhile is in a signed cookie.

Only addresses of the site import this: its libraries are an extra.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from catalogue.faults import expected
from catalogue.letting_in import ask_for_step, go_on, wanted
from catalogue.second_step.holding import hold, sign_in
from catalogue.sign_in_log import logger, tell
from catalogue.sign_on_settings import SignOn
from catalogue.signing_in import Refused
from catalogue.single_sign_on.people import NotLetIn, account_of, has_claim
from catalogue.single_sign_on.provider import SIGN_ON_TOKEN, NoToken, Unavailable, needed, tokens, user_information
from catalogue.single_sign_on.tokens import NotSigned, claims_of

COOKIE = "single_sign_on"
SECONDS_AWAY = 10 * 60
_BROKEN = "This sign-in was begun in another window, or too long ago. Please begin again."


def _provider() -> SignOn:
    if settings.SINGLE_SIGN_ON is None:
        raise Http404
    return settings.SINGLE_SIGN_ON


def _address_back() -> str:
    return settings.SITE_ORIGIN + reverse("single-sign-on-back")


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    sign_on = _provider()
    try:
        address = needed(sign_on, "authorization_endpoint")
    except (Unavailable, Refused) as problem:
        return _is_down(request, sign_on, problem)
    away = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = urlsafe_b64encode(sha256(away["verifier"].encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "scope": "openid profile email",
        "client_id": sign_on.client_id,
        "redirect_uri": _address_back(),
        "state": away["state"],
        "nonce": away["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    response = redirect(f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}")
    kept = signing.dumps({**away, "next": wanted(request)}, salt=COOKIE)
    # Lax: the browser comes back from another site. No session, or strangers could fill the database with them.
    flags = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
    response.set_cookie(COOKIE, kept, max_age=SECONDS_AWAY, path=reverse("single-sign-on"), **flags)
    return response


@require_GET
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    response = _answer(request, _provider())
    response.delete_cookie(COOKIE, path=reverse("single-sign-on"), samesite="Lax")
    return response


def _answer(request: HttpRequest, sign_on: SignOn) -> HttpResponse:
    away = _remembered(request)
    if not (away and constant_time_compare(request.GET.get("state", ""), away["state"])):
        return _refused(request, sign_on, "state wrong", _BROKEN)
    if "code" not in request.GET:
        words = f"{sign_on.name} did not let you in."
        return _refused(request, sign_on, "refused by the provider", words)
    try:
        given = tokens(sign_on, request.GET["code"], away["verifier"], _address_back())
        claims = _told(sign_on, given, away["nonce"])
        account = account_of(sign_on, claims)
    except (Unavailable, Refused) as problem:
        return _is_down(request, sign_on, problem)
    except (NotSigned, NoToken) as problem:
        return _refused(request, sign_on, str(problem), _BROKEN)
    except NotLetIn as problem:
        return _refused(request, sign_on, "not let in", str(problem))
    return _let_in(request, account, claims, away["next"], given["id_token"])


def _remembered(request: HttpRequest) -> dict[str, str] | None:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SECONDS_AWAY)
    except signing.BadSignature:
        return None


def _told(sign_on: SignOn, given: dict[str, Any], nonce: str) -> dict[str, Any]:
    """What the provider signed, and where the required claim is missing there, what else it says of the same person."""
    claims = claims_of(sign_on, str(given.get("id_token", "")), nonce)
    if has_claim(claims, sign_on.required):
        return claims
    more = user_information(sign_on, str(given.get("access_token", "")))
    return {**more, **claims} if more.get("sub") == claims["sub"] else claims


def _let_in(request: HttpRequest, account: Any, claims: dict[str, Any], address: str, token: str) -> HttpResponse:
    """The second step is left out only where the provider says that it asked for one (RFC 8176)."""
    methods = claims.get("amr")
    has_shown = isinstance(methods, list) and "mfa" in methods
    if settings.SECOND_STEP and not has_shown:
        hold(request, account)
        request.session[SIGN_ON_TOKEN] = token
        return ask_for_step(request, address)
    sign_in(request, account, has_shown=has_shown)
    request.session[SIGN_ON_TOKEN] = token
    tell(account, "signed in through single sign-on")
    return go_on(request, address)


def _is_down(request: HttpRequest, sign_on: SignOn, problem: Exception) -> HttpResponse:
    logger.warning("single sign-on: the provider cannot be used: %s", problem)
    response = _page(request, sign_on, f"{sign_on.name} does not answer now. Please try again in a minute.", 503)
    response.headers["Retry-After"] = "60"
    return expected(response)


def _refused(request: HttpRequest, sign_on: SignOn, reason: str, words: str) -> HttpResponse:
    logger.warning("single sign-on: %s", reason)
    return _page(request, sign_on, words, 403)


def _page(request: HttpRequest, sign_on: SignOn, words: str, status: int) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": "You are not signed in", "words": words}
    return render(request, "admin/single_sign_on/problem.html", context, status=status)


urlpatterns = [
    path("", start, name="single-sign-on"),
    path("back/", back, name="single-sign-on-back"),
]
