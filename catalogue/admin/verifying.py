"""“Verified today” in the admin: a button on the page of an entry and in each row of the list, and for many at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalogue.models import Microcredential, Source
from catalogue.models.vocabulary import Role, SourceKind, State
from catalogue.rights import entries_and_parts_of, limits_of
from catalogue.upkeep import Due, verify
from institutions.changes import Way

from .addresses import address_of, address_of_list, is_pk
from .base import refusals_caught
from .conflicts import conflict
from .guard import proposing

VERIFIED_ADDRESS = "admin:catalogue_microcredential_verified"
_ALREADY = "Nothing changed: it was verified today already."


def _button_for(account: AbstractBaseUser) -> Callable[[Microcredential], SafeString | str]:
    """The column of buttons; rows that are not the account's to change have none."""

    @cache
    def theirs() -> set[int]:
        return {*entries_and_parts_of(limits_of(account)).values_list("pk", flat=True)}

    @admin.display(description="checked")
    def verify_button(entry: Microcredential) -> SafeString | str:
        if entry.state == State.WITHDRAWN or (limits_of(account) and entry.pk not in theirs()):
            return ""
        # In the form of the list, whose token it shares; the version tells whether the row is still as it was shown.
        return format_html(
            '<button type="submit" class="button" name="seen" value="{}" formaction="{}"'
            ' aria-label="Verified today: {}">Verified today</button>',
            entry.version,
            reverse(VERIFIED_ADDRESS, args=[entry.pk]),
            entry,
        )

    return verify_button


def _list_it_was_clicked_in(request: HttpRequest) -> str:
    """With its filters, so that whoever works through a queue stays in it."""
    came, _, filters = request.headers.get("Referer", "").partition("?")
    listed = address_of_list(Microcredential)
    return f"{listed}?{filters}" if came == request.build_absolute_uri(listed) else ""


class VerifyingPage(admin.ModelAdmin):
    actions = ["verify_chosen"]

    def get_urls(self) -> list[Any]:
        address = path(
            "<path:object_id>/verified/",
            self.admin_site.admin_view(self.verified_view),
            name="catalogue_microcredential_verified",
        )
        return [address, *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        columns = [*super().get_list_display(request), "last_verified", "next_check"]
        return [*columns, _button_for(request.user)] if self.has_change_permission(request) else columns

    @admin.display(description="next check", ordering="review_due")
    def next_check(self, entry: Microcredential) -> str:
        due = Due.of(entry, timezone.localdate())
        return due.value if entry.review_due is None else f"{entry.review_due}: {due.value.lower()}"

    def verified_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        entry = self.get_object(request, unquote(object_id)) if is_pk(unquote(object_id)) else None
        if entry is None:
            raise Http404
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        if request.method == "POST":
            self._verify(request, entry)
        return HttpResponseRedirect(_list_it_was_clicked_in(request) or address_of(entry))

    def _verify(self, request: HttpRequest, entry: Microcredential) -> None:
        seen = request.POST.get("seen", "")
        if seen != str(entry.version):
            refused = [conflict(entry, int(seen) if is_pk(seen) else None, address_of(entry))]
        else:
            with refusals_caught() as refused:
                written, waiting = verify([entry], by=request.user)
        for words in refused:
            self.message_user(request, words, messages.ERROR)
        if not refused:
            self.message_user(request, self._in_words(entry, bool(written), bool(waiting)), messages.SUCCESS)

    def _in_words(self, entry: Microcredential, is_written: bool, waits: bool) -> SafeString | str:
        if not (is_written or waits):
            return _ALREADY
        school = entry.participations.filter(role__in=Role.providing()).values_list("institution", flat=True).first()
        day = date_format(entry.review_due, "F j, Y") if entry.review_due else ""
        asked = {"kind": SourceKind.CONFIRMATION.value, **({"institution": school} if school else {})}
        return format_html(
            '“{}”: {} It says that you checked, not what you learned: <a href="{}">write down the call or message</a>.',
            entry,
            "It is kept as a proposal." if waits else f"Verified today. The next check is due on {day}.",
            reverse(f"admin:{Source._meta.app_label}_{Source._meta.model_name}_add", query=asked),
        )

    @proposing
    @admin.action(description="Verified today", permissions=["change"])
    def verify_chosen(self, request: HttpRequest, chosen: models.QuerySet) -> None:
        written, waiting = verify([*chosen.select_for_update(of=("self",))], by=request.user, way=Way.ACTION)
        words = f"Verified today: {len(written)}." if written else "" if waiting else _ALREADY
        if waiting:
            words = f"{words} Kept as proposals, since visitors read them: {len(waiting)}.".strip()
        self.message_user(request, words, messages.SUCCESS)
