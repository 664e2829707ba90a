"""Sessions of staff end after a while without a request, and in any case some hours after the password was typed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from institutions.moment import in_a_moment

_STARTED = "started"  # when the password was typed, in seconds
_BETWEEN_RENEWALS = timedelta(minutes=1)  # a busy hour writes at most sixty times


class SessionStore(db.SessionStore):
    """The browser keeps the cookie for as long as can be; the row says until when it is good for something."""

    _row_ends: datetime | None = None

    def get_session_cookie_age(self) -> int:
        started = self.get(_STARTED, time.time())
        return max(0, int(started + timedelta(hours=settings.SESSION_HOURS).total_seconds() - time.time()))

    def get_expiry_date(self, **given: Any) -> datetime:
        idle = timezone.now() + timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        return min(idle, super().get_expiry_date(**given))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        data.setdefault(_STARTED, int(time.time()))
        return super().create_model_instance(data)

    def save(self, must_create: bool = False) -> None:
        """Django takes every failure for a session that was ended meanwhile, and answers 400."""
        try:
            super().save(must_create)
        except UpdateError as problem:
            if isinstance(problem.__context__, OperationalError | InterfaceError):
                raise problem.__context__ from None
            raise

    def begin_hours(self) -> None:
        """A password was typed, maybe by somebody who was signed in already."""
        self[_STARTED] = int(time.time())

    def _get_session_from_db(self) -> Session | None:
        row = super()._get_session_from_db()
        self._row_ends = row and row.expire_date
        return row

    def renew(self) -> None:
        """Somebody is at work. Where another writes for long, as an import does, the next request does it."""
        if not self._row_ends or not self.session_key:
            return
        ends = self.get_expiry_date()
        if ends - self._row_ends >= _BETWEEN_RENEWALS:
            with suppress(Error), in_a_moment():
                self.model.objects.filter(session_key=self.session_key).update(expire_date=ends)


class RenewalMiddleware:
    """Renews the session of whoever was asked for one. Pages for visitors never ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            request.session.renew()
        return response


def end_sessions(account: AbstractBaseUser) -> int:
    """Sign an account out in every browser; how many sessions that were."""
    alive = Session.objects.filter(expire_date__gt=timezone.now())
    of_account = [row.pk for row in alive.iterator() if row.get_decoded().get(SESSION_KEY) == str(account.pk)]
    Session.objects.filter(pk__in=of_account).delete()
    return len(of_account)
