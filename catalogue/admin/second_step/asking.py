"""The page that asks for the second step: after the password, and again before a way to sign in is changed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from catalogue.letting_in import go_on, wanted
from catalogue.second_step import passkeys
from catalogue.second_step.holding import mark_shown, sign_in
from catalogue.second_step.showing import is_code_right, is_passkey_right, passkeys_of, ways_of
from catalogue.sign_in_log import tell, warn
from catalogue.signing_in import CODE, Refused, attempt

from .adding import add
from .person import for_whoever_knows_the_password, page

_ASKED = "passkey_asked"  # what a browser was asked to sign
WRONG_CODE = (
    "That code is not right, or it was used before. An app shows a new one each half minute; its clock has to be right."
)
WRONG_PASSKEY = "That passkey did not fit. Please try again."


@for_whoever_knows_the_password
def ask(request: HttpRequest, account: AbstractBaseUser, is_in: bool) -> HttpResponse:
    if not ways_of(account).exists():
        return sign_in_anew(request) if is_in else add(request)
    answer, code = request.POST.get("passkey", ""), request.POST.get("code", "")
    if not (answer or code):
        return asked(request, account)
    try:
        with attempt(request, account.get_username(), CODE) as counted:
            is_right = _is_passkey(request, account, answer) if answer else is_code_right(account, code)
            if is_right:
                counted.delete()
    except Refused as refused:
        warn(account, "refused, too many second steps were wrong")
        page_again = asked(request, account, str(refused), status=429)
        page_again.headers["Retry-After"] = str(refused.seconds)
        return page_again
    if not is_right:
        warn(account, "second step wrong, after the right password")
        return asked(request, account, WRONG_PASSKEY if answer else WRONG_CODE)
    return _let_in(request, account, is_in)


def sign_in_anew(request: HttpRequest) -> HttpResponse:
    """For those who came through single sign-on and have nothing here to show that it is still them."""
    address = wanted(request)
    logout(request)
    return redirect(f"{reverse('admin:login')}?{urlencode({'next': address})}")


def _is_passkey(request: HttpRequest, account: AbstractBaseUser, answer: str) -> bool:
    return is_passkey_right(account, answer, request.session.pop(_ASKED, None))


def _let_in(request: HttpRequest, account: AbstractBaseUser, is_in: bool) -> HttpResponse:
    if is_in:
        mark_shown(request)
        return redirect(wanted(request))
    sign_in(request, account, has_shown=True)
    tell(account, "signed in with a second step")
    return go_on(request, wanted(request))


def asked(request: HttpRequest, account: AbstractBaseUser, problem: str = "", status: int = 200) -> HttpResponse:
    options, keys = "", passkeys_of(account)
    if keys and passkeys.are_possible():
        options, request.session[_ASKED] = passkeys.ask_for(keys)
    return page(request, "ask", "Second step", status, problem=problem, options=options)


@require_POST
@for_whoever_knows_the_password
def onward(request: HttpRequest, account: AbstractBaseUser, is_in: bool) -> HttpResponse:
    """From the page with the recovery codes to where one was going."""
    return go_on(request, wanted(request)) if is_in else redirect("second-step-ask")
