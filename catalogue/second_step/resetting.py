"""Takes away all that an account shows as its second step: for a lost telephone, or a colleague who left."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalogue.models import SecondStep
from catalogue.sessions import end_sessions
from catalogue.sign_in_log import keep


def reset_second_step(account: AbstractBaseUser, by: AbstractBaseUser) -> int:
    """Signs it out as well, and gives how many steps there were. After the next password it is led to set one up."""
    with transaction.atomic():
        removed, _ = SecondStep.objects.filter(account=account).delete()
        keep(account, "Second step removed", by)
    end_sessions(account)
    return removed
