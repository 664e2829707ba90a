"""Staff accounts: who may sign in to the admin. What they may do there depends on their group: staff_groups.py."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from .staff_groups import StaffGroup, keep_groups_in_step


def make_staff(name: str, password: str, group: StaffGroup = StaffGroup.PUBLISHER, email: str = "") -> AbstractUser:
    """A new account in one of the groups of staff.

    Raises ValidationError for a name that is taken, a password that is too easy to guess, or what is no e-mail address.
    """
    account = get_user_model()(username=name, email=email, is_staff=True)
    account.full_clean(exclude={"password"})
    validate_password(password, account)
    account.set_password(password)
    with transaction.atomic():
        account.save()
        keep_groups_in_step()
        account.groups.add(Group.objects.get(name=group))
    return account
