"""The list of what somebody has as their second step, and what is taken from it or made anew there."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from catalogue.second_step.showing import codes_left, remove, renew_codes, ways_of

from .person import for_who_showed_it_lately, keep_codes, page, where_it_is_on


@where_it_is_on
@admin.site.admin_view
def own(request: HttpRequest) -> HttpResponse:
    left = codes_left(request.user)
    return page(request, "own", "Your second step", ways=[*ways_of(request.user)], codes_left=left)


@require_POST
@for_who_showed_it_lately
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    if remove(request.user, pk):
        messages.success(request, "It is removed.")
    else:
        messages.error(request, "This is your only one. Add another first, then remove it.")
    return redirect("second-step")


@require_POST
@for_who_showed_it_lately
def new_codes(request: HttpRequest) -> HttpResponse:
    return keep_codes(request, renew_codes(request.user))
