"""The page that makes one entry of two: which is kept, and field by field whose value stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalogue.merging_entries import Difference, Moved, differences, merge, refuse_merging, state_of
from catalogue.models import Microcredential
from catalogue.models.vocabulary import State
from catalogue.rights import change_waits

from .addresses import address_of, is_pk
from .forms import OptionalReason
from .refusals import REFUSALS, in_words
from .states import Names, label_of, value_in_words

MERGE_ADDRESS = "admin:catalogue_microcredential_merge"
KEPT, OTHER = "kept", "other"


@dataclass(frozen=True)
class Choice:
    """One value in which the two differ, in words; empty where not stated."""

    name: str
    label: str
    kept: str
    other: str
    chosen: str


class MergePage(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.merge_view)
        address = path("<path:object_id>/merge/<str:other_id>/", view, name="catalogue_microcredential_merge")
        return [address, *super().get_urls()]

    def merge_view(self, request: HttpRequest, object_id: str, other_id: str) -> HttpResponse:
        """The first is kept, the second goes into it."""
        survivor, absorbed = (self._entry(request, pk) for pk in (object_id, other_id))
        if survivor == absorbed:
            raise Http404
        # Of what visitors read an editor is told that a publisher merges it.
        may_go = self.has_delete_permission(request, absorbed) or change_waits(request.user, absorbed)
        if not (self.has_change_permission(request, survivor) and may_go):
            raise PermissionDenied
        reason = OptionalReason(request.POST if request.method == "POST" else None)
        said: list[str] = []
        if request.method == "POST":
            if reason.is_valid():
                self._merge(request, survivor, absorbed, reason.cleaned_data["why"], said)
                if not said:
                    self.message_user(request, f"“{survivor}” is one entry now.", messages.SUCCESS)
                    return HttpResponseRedirect(address_of(survivor))
                survivor, absorbed = (self._entry(request, pk) for pk in (object_id, other_id))
            else:
                said += [f"Why: {error}" for error in reason.errors["why"]]
        return self._render(request, survivor, absorbed, reason, said)

    def _entry(self, request: HttpRequest, pk: str) -> Microcredential:
        entry = self.get_object(request, unquote(pk)) if is_pk(unquote(pk)) else None
        if entry is None:
            raise Http404
        return entry

    def _merge(
        self, request: HttpRequest, survivor: Microcredential, absorbed: Microcredential, why: str, said: list[str]
    ) -> None:
        taken = {name for name, value in request.POST.items() if value == OTHER}
        seen = request.POST.get("seen", "") or "nothing"
        try:
            merge(survivor, absorbed, by=request.user, taken=taken, why=why, seen=seen)
        except Moved:
            said.append("Somebody changed one of the two meanwhile. Nothing was written. Below is how they stand now.")
        except REFUSALS as refusal:
            said += in_words(refusal)

    def _render(
        self,
        request: HttpRequest,
        survivor: Microcredential,
        absorbed: Microcredential,
        reason: OptionalReason,
        said: list[str],
    ) -> HttpResponse:
        names, must_swap = Names(), absorbed.state == State.PUBLISHED != survivor.state
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge two entries",
            "subtitle": str(survivor),
            "opts": self.opts,
            "object": survivor,
            "absorbed": absorbed,
            "absorbed_address": address_of(absorbed),
            "swap": reverse(MERGE_ADDRESS, args=[absorbed.pk, survivor.pk]),
            "must_swap": must_swap,
            "keeps": [] if must_swap else _what_keeps_them_apart(survivor, absorbed, request),
            "choices": [_choice(each, names, request) for each in differences(survivor, absorbed)],
            "seen": state_of(survivor, absorbed),
            "reason": reason,
            "said": said,
        }
        return TemplateResponse(request, "admin/catalogue/microcredential/merge.html", context)


def _what_keeps_them_apart(survivor: Microcredential, absorbed: Microcredential, request: HttpRequest) -> list[str]:
    """Said before anybody chooses value by value for nothing."""
    try:
        refuse_merging(survivor, absorbed, request.user)
    except REFUSALS as refusal:
        return in_words(refusal)
    return []


def _choice(each: Difference, names: Names, request: HttpRequest) -> Choice:
    """The other's value is proposed where the one that is kept states nothing."""
    kept, other = (value_in_words(record, each.field, names) for record in (each.kept, each.other))
    of = "" if isinstance(each.kept, Microcredential) else f" of {each.kept._meta.verbose_name} “{each.kept}”"
    label = f"{label_of(type(each.kept), each.field.name)}{of}"
    return Choice(each.name, label, kept, other, request.POST.get(each.name) or (KEPT if kept else OTHER))
