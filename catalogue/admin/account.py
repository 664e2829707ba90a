"""Accounts of staff in the admin. Who manages them chooses groups and limits; all else is for administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from catalogue.models import InstitutionLimit
from catalogue.sessions import end_sessions
from catalogue.staff_groups import StaffGroup

admin.site.unregister(User)


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


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "in_groups"]
    inlines = [LimitInline]
    actions = ["sign_out"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

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

    @admin.display(description="groups")
    def in_groups(self, account: User) -> str:
        return ", ".join(group.name for group in account.groups.all()) or "none"
