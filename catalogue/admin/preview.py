"""An entry as a learner would see it, for staff, before visitors may: never kept, and reachable from the admin only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalogue.dossier import read_preview
from catalogue.models import Microcredential
from catalogue.views.offering import offering_context

from .addresses import address_of
from .states import moment_in_words

PREVIEW_ADDRESS = "admin:catalogue_microcredential_preview"


def state_in_words(entry: Microcredential) -> str:
    """The state as staff read it, with the moment from which visitors will see it while that is to come."""
    waits_for = f" from {moment_in_words(entry.publish_at)}" if entry.waits else ""
    return f"{entry.get_state_display()}{waits_for}"


class PreviewPage(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        address = path(
            "<path:object_id>/preview/",
            self.admin_site.admin_view(self.preview_view),
            name="catalogue_microcredential_preview",
        )
        return [address, *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The public page with what stands in the database now, its hidden parts included.

        `admin_view` asks who it is, and forbids every cache to store the page.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            raise Http404
        if entry.parent:
            whole = reverse(PREVIEW_ADDRESS, args=[entry.parent.pk])
            return HttpResponseRedirect(f"{whole}#{entry.slug}")
        context = {
            **offering_context(read_preview(entry)),
            "also_as": [],
            "state": state_in_words(entry),
            "back": address_of(entry),
        }
        response = TemplateResponse(request, "admin/catalogue/microcredential/preview.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response
