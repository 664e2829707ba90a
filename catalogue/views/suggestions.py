"""Suggestions for the search boxes, as JSON for the script that shows them. What is suggested is decided in search."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from catalogue.search import current_snapshot
from catalogue.search.suggestions import suggest


@cache_control(public=True, max_age=0)
def show(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"group", "label", "hint", "url"}, …]}`, members of a group one after another."""
    found = suggest(request.GET.get("q", ""), current_snapshot())
    answer = {"suggestions": [suggestion._replace(group=_(suggestion.group))._asdict() for suggestion in found]}
    return JsonResponse(answer, headers={"X-Robots-Tag": "noindex"})
