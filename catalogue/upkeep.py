"""When an entry is due for a check with its school, and what is written down when somebody has checked it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from institutions.changes import Way, recording

from .models import Microcredential, Proposal
from .models.vocabulary import State
from .proposals import changed, propose
from .rights import change_waits, refuse
from .workflow import CHANGE

SOON = timedelta(days=90)
BETWEEN_CHECKS = timedelta(days=365)  # docs/decisions/0103
_WHY = "Verified today"


class Due(Enum):
    """How near the next check of an entry is; the value names it to staff."""

    OVERDUE = "Overdue"
    TODAY = "Due today"
    SOON = "Due in 90 days"
    LATER = "Later"
    UNSET = "No day set"

    @classmethod
    def of(cls, entry: Microcredential, today: date) -> Due:
        if entry.review_due is None:
            return cls.UNSET
        if entry.review_due <= today:
            return cls.TODAY if entry.review_due == today else cls.OVERDUE
        return cls.SOON if entry.review_due <= today + SOON else cls.LATER

    def where(self, today: date) -> Q:
        """The same, asked of the database."""
        return {
            Due.OVERDUE: Q(review_due__lt=today),
            Due.TODAY: Q(review_due=today),
            Due.SOON: Q(review_due__gt=today, review_due__lte=today + SOON),
            Due.LATER: Q(review_due__gt=today + SOON),
            Due.UNSET: Q(review_due=None),
        }[self]


def verify(
    entries: Sequence[Microcredential], *, by: AbstractBaseUser | None, way: Way = Way.FORM
) -> tuple[list[Microcredential], list[Proposal]]:
    """Write down, as one change, that staff checked entries with their schools today, and when to check next.

    It says that somebody looked and nothing else: what the school answered is a source of its own. Returns the
    entries that changed, and the proposals for those where it waits; those that said so already are in neither.
    """
    today = timezone.localdate()
    written, waiting = [], []
    with recording(by=by, way=way, why=_WHY):
        for entry in entries:
            refuse(by, CHANGE, entry)
            if entry.state == State.WITHDRAWN:
                raise ValidationError(
                    "“%(entry)s” is withdrawn. Take it back into work first.", params={"entry": entry}
                )
            checked = {"last_verified": today, "review_due": today + BETWEEN_CHECKS}
            if change_waits(by, entry):
                waiting += filter(None, [propose(entry, [changed(entry, **checked)], by=by, why=_WHY)])
                continue
            entry.last_verified, entry.review_due = checked.values()
            if entry.changed_fields():
                entry.save()
                written.append(entry)
    return written, waiting
