"""Who may change which record in the admin: what `catalogue.rights` says, asked at every page, button and action."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse

from catalogue.rights import beyond_limits, change_waits, entry_of, is_within_limits, limits_of, may_add, may_publish
from institutions.records import Record

from .refusals import named

_WRITING = {"add", "change", "delete"}


class GuardedPage(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_add(request.user, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or is_within_limits(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (is_within_limits(request.user, obj) and not change_waits(request.user, obj))

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Callable, str, str]]:
        actions = super().get_actions(request)
        return {name: (_guarded(run), name, words) for name, (run, _, words) in actions.items()}

    def rights_in_words(self, request: HttpRequest, obj: Record | None) -> str:
        """What a member of staff should know before typing; empty where a save is simply a save."""
        if not super().has_change_permission(request, obj):
            return ""
        if obj is not None and not is_within_limits(request.user, obj):
            return f"{beyond_limits(request.user)} You can read this page."
        if obj is not None and change_waits(request.user, obj):
            return "Visitors read this. What you save here is kept as a proposal, and waits until a publisher takes it."
        return beyond_limits(request.user) if limits_of(request.user) else ""

    def refuse_what_is_beyond(self, request: HttpRequest, obj: Record, change: bool) -> None:
        """Raise ValidationError for what an account may not have saved. Asked inside the transaction of the save."""
        if not is_within_limits(request.user, obj):
            raise ValidationError(f"{beyond_limits(request.user)} So name one of them in its rows.")
        if not change and obj != entry_of(obj) and change_waits(request.user, obj):
            raise ValidationError(
                f"Visitors read “{entry_of(obj)}”. Add this on the page of that entry: there it waits for a publisher."
            )


def proposing(run: Callable) -> Callable:
    """Marks an action that proposes by itself what may not be changed at once."""
    run.proposes = True
    return run


def _guarded(run: Callable) -> Callable:
    """The action, refused as a whole where it would write to a row that is not this account's to change at once."""
    if not _WRITING & {*getattr(run, "allowed_permissions", ())}:
        return run

    @wraps(run)
    def guarded(page: admin.ModelAdmin, request: HttpRequest, chosen: models.QuerySet) -> HttpResponse | None:
        account = request.user
        is_free = is_within_limits if getattr(run, "proposes", False) else _is_free
        beyond = [] if may_publish(account) else [each for each in chosen if not is_free(account, each)]
        if not beyond:
            return run(page, request, chosen)
        words = f"Nothing was changed. These are not yours to change at once: {named(beyond)}."
        page.message_user(request, words, messages.ERROR)
        return None

    return guarded


def _is_free(account: AbstractBaseUser, record: Record) -> bool:
    return is_within_limits(account, record) and not change_waits(account, record)
