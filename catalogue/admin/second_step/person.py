"""Who is at a page of the second step: held after the password, or signed in; and the pages that both see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from catalogue.letting_in import wanted
from catalogue.second_step.holding import has_shown_lately, held_account
from catalogue.sending_again import TYPED, ask_to_sign_in

View = Callable[..., HttpResponse]


def where_it_is_on(view: View) -> View:
    """Not found on a site that asks for no second step."""

    @wraps(view)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.SECOND_STEP:
            raise Http404
        return view(request, *args, **kwargs)

    return found


def for_whoever_knows_the_password(view: View) -> View:
    """Gives the view the account that is held or signed in; nobody else gets there."""

    @where_it_is_on
    @never_cache
    @csrf_protect
    @wraps(view)
    def known(request: HttpRequest) -> HttpResponse:
        is_in = admin.site.has_permission(request)
        account = request.user if is_in else held_account(request)
        if account is None and request.POST.get(TYPED):
            return ask_to_sign_in(request, wanted(request), request.POST[TYPED])
        if account is None:
            return redirect(f"{reverse('admin:login')}?{urlencode({'next': wanted(request)})}")
        return view(request, account, is_in)

    return known


def for_who_showed_it_lately(view: View) -> View:
    """Whoever sits down at another's desk changes nothing of how that account signs in."""

    @where_it_is_on
    @admin.site.admin_view
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if has_shown_lately(request) else ask_again(request)

    return shown


def ask_again(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('second-step-ask')}?{urlencode({'next': reverse('second-step')})}")


def page(request: HttpRequest, template: str, title: str, status: int = 200, **values: Any) -> HttpResponse:
    carried = {"next": wanted(request), "typed": request.POST.get(TYPED, "")}
    context = {**admin.site.each_context(request), "title": title, **carried, **values}
    return TemplateResponse(request, f"admin/second_step/{template}.html", context, status=status)


def keep_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The only page on which recovery codes can be read."""
    return page(request, "keep", "Keep these recovery codes", codes=codes)
