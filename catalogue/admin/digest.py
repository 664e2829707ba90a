"""A letter to staff once a week: what waits, as the front page of the admin counts it, and what is most urgent."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.core.mail import EmailMessage
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from catalogue.duplicates import look_at_once
from catalogue.models import CheckedLink, Microcredential, Suggestion, SuggestionState
from catalogue.models.vocabulary import State
from catalogue.upkeep import Due
from catalogue.workflow import CHANGE

from .queues import work_queues
from .whose import theirs

MOST_NAMED = 10
SUBJECT = "BC microcredentials: what waits for you"


def digests() -> list[EmailMessage]:
    """One letter for each member of staff who edits, has an e-mail address, and for whom anything waits."""
    look_at_once()
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")
    letters = ((account, letter_to(account)) for account in staff if account.has_perm(CHANGE))
    return [EmailMessage(SUBJECT, text, to=[account.email]) for account, text in letters if text]


def letter_to(account: AbstractBaseUser) -> str:
    """The letter to one account; empty when nothing waits."""
    request = HttpRequest()
    request.user = account
    waiting = [queue for queue in work_queues(request) if queue.waits and queue.count]
    if not waiting:
        return ""
    counts = [f"{queue.label}: {queue.count}\n  {settings.SITE_ORIGIN}{queue.address}" for queue in waiting]
    parts = [f"Hello {account.get_short_name() or account.get_username()},", "This waits:", "\n".join(counts)]
    parts += [f"{heading}:\n{names}" for heading, names in _named(account) if names]
    return "\n\n".join([*parts, f"All of it: {settings.SITE_ORIGIN}/admin/"]) + "\n"


def _named(account: AbstractBaseUser) -> list[tuple[str, str]]:
    """Of an account that is limited to institutions only what is about their entries."""
    overdue = Microcredential.objects.exclude(state=State.WITHDRAWN).filter(Due.OVERDUE.where(timezone.localdate()))
    suggestions = Suggestion.objects.filter(state=SuggestionState.OPEN).select_related("entry").order_by("pk")
    overdue, suggestions, broken = (
        rows.filter(theirs(account, rows.model)) for rows in (overdue, suggestions, CheckedLink.objects.broken())
    )
    return [
        ("Overdue for a check", _lines(overdue.order_by("review_due", "pk"), _overdue)),
        ("Suggestions from the public", _lines(suggestions, lambda each: str(each.entry))),
        ("Broken links", _lines(broken, _broken)),
    ]


def _overdue(entry: Microcredential) -> str:
    return f"{entry} (since {entry.review_due})"


def _broken(link: CheckedLink) -> str:
    return f"{link} (fails since {link.first_failed})"


def _lines(rows: models.QuerySet, words) -> str:
    """The first few by name. What a visitor wrote is not repeated: it is read beside its source."""
    named: Iterable[str] = (f"- {' '.join(words(each).split())}" for each in rows[:MOST_NAMED])
    more = rows.count() - MOST_NAMED
    return "\n".join([*named, *([f"- and {more} more"] if more > 0 else [])])
