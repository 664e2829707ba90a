"""Accounts of staff in the admin. Who manages them chooses groups and limits; all else is for administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from catalogue.models import InstitutionLimit, StepKind
from catalogue.second_step.resetting import reset_second_step
from catalogue.sessions import end_sessions
from catalogue.staff_groups import StaffGroup

from .list_files import ListFiles

admin.site.unregister([User, Group])


class LimitInline(admin.StackedInline):
    model = InstitutionLimit
    extra = 0
    autocomplete_fields = ["institution"]
    verbose_name_plural = "An editor is kept to the entries of these institutions (none: all; publishers never are)"


class GroupsForm(forms.ModelForm):
    """The groups of staff that an account is in; of other groups, which administrators make, it takes no notice."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.filter(name__in=StaffGroup.values),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="; ".join(f"{group.value}: {group.label}" for group in StaffGroup) + ".",
    )


@admin.register(Group)
class AccountGroupAdmin(ListFiles, GroupAdmin):
    """Groups of accounts as Django has them, their list as a file too."""


@admin.register(User)
class AccountAdmin(ListFiles, UserAdmin):
    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "in_groups"]
    inlines = [LimitInline]
    actions = ["sign_out", "reset_step"]

    def get_queryset(self, request: HttpRequest) -> Any:
        shown = ["groups", "second_steps"] if settings.SECOND_STEP else ["groups"]
        return super().get_queryset(request).prefetch_related(*shown)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return [*self.list_display, "shows"] if settings.SECOND_STEP else self.list_display

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        offered = super().get_actions(request)
        if not settings.SECOND_STEP:
            offered.pop("reset_step", None)
        return offered

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A manager changes other accounts, and none that may do more than a manager."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None or request.user.is_superuser:
            return allowed
        return obj != request.user and not obj.is_superuser

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[tuple[str | None, dict[str, Any]]]:
        if request.user.is_superuser:
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["username", "first_name", "last_name", "is_active", "is_staff", "groups"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if request.user.is_superuser:
            return [*super().get_readonly_fields(request, obj)]
        return ["username", "first_name", "last_name", "is_active", "is_staff"]

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        if not request.user.is_superuser:
            kwargs["form"] = GroupsForm
        return super().get_form(request, obj, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[admin.StackedInline]]:
        return self.inlines if obj else []

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        others = [] if request.user.is_superuser else [*form.instance.groups.exclude(name__in=StaffGroup.values)]
        with transaction.atomic():
            super().save_related(request, form, formsets, change)
            form.instance.groups.add(*others)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Whoever sets a password can sign in as that account: not for managers."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    @admin.action(description="Sign out everywhere", permissions=["change"])
    def sign_out(self, request: HttpRequest, accounts: models.QuerySet) -> None:
        """For a lost laptop, or for somebody who left."""
        for account in accounts:
            if account == request.user or self.has_change_permission(request, account):
                self.message_user(request, f"Sessions ended of {account}: {end_sessions(account)}.")
            else:
                self.message_user(request, f"Only an administrator signs {account} out.", messages.ERROR)

    @admin.action(description="Reset the second step", permissions=["change"])
    def reset_step(self, request: HttpRequest, accounts: models.QuerySet) -> None:
        """For a lost telephone. At the next sign-in the account sets up a new one."""
        for account in accounts:
            if account != request.user and self.has_change_permission(request, account):
                reset_second_step(account, by=request.user)
                self.message_user(request, f"{account} sets up a new second step at the next sign-in.")
            else:
                self.message_user(request, f"Only an administrator resets that of {account}.", messages.ERROR)

    @admin.display(description="second step")
    def shows(self, account: User) -> str:
        kinds = {each.get_kind_display() for each in account.second_steps.all() if each.kind != StepKind.RECOVERY}
        return ", ".join(sorted(kinds)) or "none"

    @admin.display(description="groups")
    def in_groups(self, account: User) -> str:
        return ", ".join(group.name for group in account.groups.all()) or "none"
