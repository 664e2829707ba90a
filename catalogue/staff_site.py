"""The site that the pages for staff are on: its name, and how one signs in to it or changes a password."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from .exchange.incoming.announcing import being_written
from .letting_in import after_password
from .second_step.holding import is_let_in
from .sending_again import TYPED, ask_to_sign_in, send_later
from .signing_in import Refused, attempt, attempt_of, refuse_remembered
from .single_sign_on.provider import SIGN_ON_TOKEN, sign_out_address
from .waiting import is_busy, short_wait

TOO_MANY_REQUESTS = 429


class StaffSite(admin.AdminSite):
    site_header = "BC microcredentials: for staff"
    site_title = "BC microcredentials"
    index_title = "Edit the catalogue"
    enable_nav_sidebar = False
    logout_template = "admin/logged_out.html"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.POST and not settings.PASSWORD_SIGN_IN:
            raise PermissionDenied
        name = request.POST.get("username", "")
        if not (name and request.POST.get("password")):  # then nothing is hashed
            return super().login(request, extra_context)
        try:
            with attempt(request, name) as counted:
                response = super().login(request, extra_context)
                if response.status_code == 302:
                    counted.delete()
                    response = after_password(request)
        except Refused as refused:
            return wait(request, refused)
        return response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Here alone; whoever came through single sign-on is told where to end that too."""
        token = request.session.get(SIGN_ON_TOKEN, "")
        address = sign_out_address(settings.SINGLE_SIGN_ON, token) if token and settings.SINGLE_SIGN_ON else ""
        told = {"sign_out_address": address, "was_signed_on": bool(token)}
        return super().logout(request, {**told, **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        names = ("SINGLE_SIGN_ON", "PASSWORD_SIGN_IN", "SECOND_STEP", "SIGN_IN_LETTERS")
        ways = {name.lower(): getattr(settings, name) for name in names}
        return {**super().each_context(request), **ways}

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_let_in(request)

    def get_urls(self) -> list[Any]:
        """Without the address that leads from any record to its public page: it asks nobody's rights to the record."""
        return [each for each in super().get_urls() if getattr(each, "name", None) != "view_on_site"]

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """Every page behind the sign-in. No form is lost, whether its session has ended or the database is busy."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not is_let_in(request):
                logout(request)  # a session from before a second step was asked for
            if request.method != "POST":
                return inner(request, *args, **kwargs)
            if request.POST and not request.user.is_authenticated:
                return ask_to_sign_in(request)
            try:
                with short_wait(bool(being_written())):
                    return inner(request, *args, **kwargs)
            except OperationalError as problem:
                if not is_busy(problem):
                    raise
                return send_later(request)

        return keeping

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Asks for the password as it was, so whoever sits down at another's desk could try many here too."""
        if not settings.PASSWORD_SIGN_IN:
            raise PermissionDenied
        if not request.POST.get("old_password"):
            return super().password_change(request, extra_context)
        try:
            with attempt(request, request.user.get_username()) as counted:
                response = super().password_change(request, extra_context)
                if response.status_code == 302 or "old_password" not in response.context_data["form"].errors:
                    counted.delete()
        except Refused as refused:
            return wait(request, refused)
        return response


class FloodMiddleware:
    """Refuses again whom this process has refused, before sessions, tokens and forms are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.address = reverse("admin:login")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path_info == self.address:
            try:
                refuse_remembered(attempt_of(request, request.POST.get("username", "")))
            except Refused as refused:
                return wait(request, refused)
        return self.get_response(request)


def wait(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A page that costs little to make: a flood asks for it thousands of times."""
    typed = {name: request.POST.get(name, "") for name in ("username", "next", TYPED, "csrfmiddlewaretoken")}
    told = {"words": str(refused), "address": request.get_full_path(), "sign_in_letters": settings.SIGN_IN_LETTERS}
    page = render_to_string("admin/wait.html", {**typed, **told})
    response = HttpResponse(page, status=TOO_MANY_REQUESTS, headers={"Retry-After": str(refused.seconds)})
    add_never_cache_headers(response)
    return response
