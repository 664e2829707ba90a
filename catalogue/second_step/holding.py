"""Between the right password and the second step: who is held there, and what a session says of the step.

Who is held is signed in to nothing: for the rest of the site nobody is there.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

_HELD = "second_step_held"
_SHOWN = "second_step_shown"  # when, in seconds
SECONDS_TO_SHOW_IT = 15 * 60
SECONDS_LATELY = 15 * 60  # for so long nobody is asked again before a way to sign in is changed


def is_let_in(request: HttpRequest) -> bool:
    """Whether whoever is signed in has shown all that is asked for; also false for sessions from before it was."""
    return request.user.is_authenticated and (not settings.SECOND_STEP or _SHOWN in request.session)


def hold(request: HttpRequest, account: AbstractBaseUser) -> None:
    """Take back that somebody is signed in until they have shown the second step."""
    logout(request)
    request.session[_HELD] = {
        "account": account.pk,
        "password": account.get_session_auth_hash(),  # a new password ends this too
        "until": time.time() + SECONDS_TO_SHOW_IT,
    }


def held_account(request: HttpRequest) -> AbstractBaseUser | None:
    held = request.session.get(_HELD)
    if held is None or held["until"] < time.time():
        return None
    account = get_user_model().objects.filter(pk=held["account"], is_active=True, is_staff=True).first()
    unchanged = account and constant_time_compare(account.get_session_auth_hash(), held["password"])
    return account if unchanged else None


def sign_in(request: HttpRequest, account: AbstractBaseUser, *, has_shown: bool) -> None:
    """The end of every way in."""
    request.session.pop(_HELD, None)
    login(request, account, settings.AUTHENTICATION_BACKENDS[0])
    request.session.begin_hours()
    if has_shown:
        mark_shown(request)


def mark_shown(request: HttpRequest) -> None:
    request.session[_SHOWN] = int(time.time())


def has_shown_lately(request: HttpRequest) -> bool:
    return time.time() - request.session.get(_SHOWN, 0) < SECONDS_LATELY
