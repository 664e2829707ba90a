"""The page on which an app or a passkey is added: the first one right after the password, others later."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from catalogue.second_step import codes, passkeys
from catalogue.second_step.holding import has_shown_lately, sign_in
from catalogue.second_step.showing import (
    LONGEST_NAME,
    add_app,
    add_passkey,
    codes_left,
    passkeys_of,
    renew_codes,
    ways_of,
)
from catalogue.sign_in_log import tell

from .person import ask_again, for_whoever_knows_the_password, keep_codes, page

_KEY = "second_step_key"  # of an app that has not shown a code yet, sealed
_ASKED = "passkey_to_make"
WRONG_CODE = "That code is not right. Type the one that your app shows now; the clock of the telephone has to be right."
WRONG_PASSKEY = "The passkey was not added: it may be there already, or the page was open for too long. Try again."


@for_whoever_knows_the_password
def add(request: HttpRequest, account: AbstractBaseUser, is_in: bool) -> HttpResponse:
    if is_in and not has_shown_lately(request):
        return ask_again(request)
    if not is_in and ways_of(account).exists():  # with the password alone nobody adds a way of their own
        return redirect("second-step-ask")
    name = request.POST.get("name", "")
    if answer := request.POST.get("passkey"):
        if not add_passkey(account, answer, request.session.pop(_ASKED, None), name):
            return form(request, account, WRONG_PASSKEY)
    elif code := request.POST.get("code"):
        key = _key(request)
        if not add_app(account, key, name, code):
            return form(request, account, WRONG_CODE)
        del request.session[_KEY]
    else:
        return form(request, account)
    return _added(request, account, is_in)


def _added(request: HttpRequest, account: AbstractBaseUser, is_in: bool) -> HttpResponse:
    if not is_in:
        sign_in(request, account, has_shown=True)
        tell(account, "signed in, and set up a second step")
    return redirect("second-step") if codes_left(account) else keep_codes(request, renew_codes(account))


def _key(request: HttpRequest) -> bytes:
    """The same one for as long as the page is tried: what an app has read is not read anew."""
    key = codes.unseal(request.session.get(_KEY, "")) or codes.new_key()
    request.session[_KEY] = codes.seal(key)
    return key


def form(request: HttpRequest, account: AbstractBaseUser, problem: str = "") -> HttpResponse:
    key, options = _key(request), ""
    if passkeys.are_possible():
        options, request.session[_ASKED] = passkeys.ask_for_new(account, passkeys_of(account))
    shown = {
        "square": mark_safe(codes.square(key, account.get_username())),  # drawn by the library, nothing typed is in it
        "address": codes.address_for_app(key, account.get_username()),
        "letters": codes.in_letters(key),
        "longest": LONGEST_NAME,
        "to": reverse("second-step-add"),
    }
    title = "Add a second step" if ways_of(account).exists() else "Set up your second step"
    return page(request, "add", title, problem=problem, options=options, name=request.POST.get("name", ""), **shown)
