"""Staff accounts: who may sign in to the admin, and what they may do there. Asking for a name is in the command."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from simple_history.models import HistoricalChanges

from catalogue.models import FormerSlug, FruitlessSearch
from institutions.changes import Change

GROUP_NAME = "Staff"
EDITED_APPS = ("institutions", "funding", "catalogue")


def make_staff(name: str, password: str) -> AbstractUser:
    """A new account that may edit every entry, but neither accounts nor what the site itself writes down.

    Raises ValidationError for a name that is taken or a password that is too easy to guess.
    """
    account = get_user_model()(username=name, is_staff=True)
    account.full_clean(exclude={"password"})
    validate_password(password, account)
    account.set_password(password)
    with transaction.atomic():
        account.save()
        account.groups.add(keep_group_in_step())
    return account


def keep_group_in_step() -> Group:
    """The group of all staff, with the permissions that fit the models as they are now."""
    group, _ = Group.objects.get_or_create(name=GROUP_NAME)
    known = Permission.objects.filter(content_type__app_label__in=EDITED_APPS).select_related("content_type")
    group.permissions.set(permission for permission in known if is_for_staff(permission))
    return group


def is_for_staff(permission: Permission) -> bool:
    model = permission.content_type.model_class()
    if model is None:  # the permission outlived its model
        return False
    keeps_record = model in (Change, FormerSlug, FruitlessSearch) or issubclass(model, HistoricalChanges)
    return not keeps_record or permission.codename.startswith("view_")
