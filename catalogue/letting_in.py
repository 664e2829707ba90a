"""What comes after the right password, and after the last step of any way to sign in: where one goes from there."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from .second_step.holding import hold
from .sending_again import TYPED, ask_to_send
from .sign_in_letters import forget_letters
from .sign_in_log import tell
from .signing_in import remember_browser


def after_password(request: HttpRequest) -> HttpResponse:
    """Somebody was signed in just now, by the password alone."""
    if not settings.SECOND_STEP:
        request.session.begin_hours()
        tell(request.user, "signed in with a password")
        return go_on(request, wanted(request))
    hold(request, request.user)
    return ask_for_step(request, wanted(request))


def ask_for_step(request: HttpRequest, address: str) -> HttpResponse:
    """What was typed into an earlier form goes along in the page; without any, the page has an address of its own."""
    page = reverse("second-step-ask")
    if request.POST.get(TYPED):
        return resolve(page).func(request)
    return redirect(f"{page}?{urlencode({'next': address})}")


def go_on(request: HttpRequest, address: str) -> HttpResponse:
    """To the page that was wanted, or to what was typed and not saved."""
    request.session.clear_expired()
    response = ask_to_send(request, address, request.POST.get(TYPED, "")) or redirect(address)
    forget_letters(request.user)
    remember_browser(response, request.user.get_username(), secrets.token_hex(16))
    return response


def wanted(request: HttpRequest) -> str:
    """Where somebody was going when asked to sign in: a page for staff, or the first of them."""
    index = reverse("admin:index")
    address = request.POST.get("next") or request.GET.get("next") or index
    is_ours = url_has_allowed_host_and_scheme(address, None) and address.startswith(index)
    return address if is_ours and not address.startswith(reverse("admin:login")) else index
