"""What is written down of signing in, for whoever runs the site: a line in the log, never a code, key or token.

What becomes of an account's ways to sign in also stands in its history in the admin.
"""

from __future__ import annotations

import logging

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

logger = logging.getLogger(__name__)


def tell(account: AbstractBaseUser, words: str) -> None:
    logger.info("%s: %s", account.get_username(), words)


def warn(account: AbstractBaseUser, words: str) -> None:
    logger.warning("%s: %s", account.get_username(), words)


def keep(account: AbstractBaseUser, words: str, by: AbstractBaseUser) -> None:
    """A change of how one signs in."""
    logger.info("%s: %s, by %s", account.get_username(), words, by.get_username())
    entries = get_user_model().objects.filter(pk=account.pk)
    LogEntry.objects.log_actions(by.pk, entries, CHANGE, change_message=f"{words}.", single_object=True)
