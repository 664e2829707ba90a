"""What a visitor may see of an offering. The rule stands here and nowhere else; every `public()` asks it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .vocabulary import State


def public_offering(path: str = "", at: datetime | None = None) -> Q:
    """An offering is public when it is published and its time has come; a part also needs this of its parent.

    `path` leads from the queried model to the offering, with its trailing `__`. `at` is the moment asked about, now
    unless another is given: whoever asks several questions about one moment gives it.
    """
    at = at or timezone.now()
    whole = Q(**{f"{path}parent__isnull": True})
    return _published(path, at) & (whole | _published(f"{path}parent__", at))


def _published(path: str, at: datetime) -> Q:
    # The moment is a value and not the database's own clock: all servers and both databases then mean the same.
    its_time_has_come = Q(**{f"{path}publish_at__isnull": True}) | Q(**{f"{path}publish_at__lte": at})
    return Q(**{f"{path}state": State.PUBLISHED}) & its_time_has_come


def was_public(state: Any, whole: Any | None, at: datetime) -> bool:
    """The same rule for states that stood at one moment, out of the history; `whole` is that of a part's parent."""
    return _was_published(state, at) and (state.parent_id is None or (whole is not None and _was_published(whole, at)))


def _was_published(state: Any, at: datetime) -> bool:
    return state.state == State.PUBLISHED and (state.publish_at is None or state.publish_at <= at)


def waiting_offering(after: datetime) -> Q:
    """Published, and to be shown at a later moment than this."""
    return Q(state=State.PUBLISHED, publish_at__gt=after)


def public_from(state: models.Model, since: datetime) -> datetime | None:
    """From when visitors see a state that an offering has since a moment; None if they do not, or as a part of it."""
    if state.state != State.PUBLISHED or state.parent_id:
        return None
    return max(since, state.publish_at or since)


def withdrawn_offering() -> Q:
    """Withdrawn after visitors could see it; a part is only spoken of while they see its parent."""
    whole = Q(parent__isnull=True)
    return Q(state=State.WITHDRAWN, withdrawn_on__isnull=False) & (whole | _published("parent__", timezone.now()))


def public_subject(path: str = "") -> Q:
    """A claim is public when its offering is; a claim about a group always is."""
    return Q(**{f"{path}microcredential__isnull": True}) | public_offering(f"{path}microcredential__")
