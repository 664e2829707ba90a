"""What the public suggests: how it is taken in, how staff decide on it, and what is deleted again. Not the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from institutions.changes import Change, Way, current_change, recording

from .models import Citation, Microcredential, Source, Suggestion, SuggestionSent, SuggestionState
from .models.vocabulary import SourceKind
from .rights import change_waits, is_within_limits
from .workflow import CHANGE

WINDOW = timedelta(hours=1)
FROM_A_NETWORK = 10  # in an hour: a classroom behind one address gets through
IN_A_DAY = 300  # from everybody, so that nobody can fill the database
EMAIL_KEPT_FOR = timedelta(days=90)
_WHY = "Suggested by a visitor"


class TooMany(Exception):
    """So many were sent lately that this one is not taken."""


@dataclass(frozen=True)
class Reading:
    """What a member of staff read or heard at the place that a visitor named: a known source, or else a web page."""

    basis: str
    says: str
    source: Source | None = None
    paragraph: int | None = None
    address: str = ""
    title: str = ""


def receive(entry: Microcredential, network: str, **told: str) -> Suggestion:
    """Keep what a visitor sent; sent twice, it is kept once. Raises TooMany."""
    now = timezone.now()
    digest = salted_hmac("suggestion from a network", network, algorithm="sha256").hexdigest()[:32]
    with transaction.atomic():
        same = Suggestion.objects.filter(entry=entry, state=SuggestionState.OPEN, **told).first()
        if same:
            return same
        lately = SuggestionSent.objects.filter(network=digest, at__gt=now - WINDOW).count()
        today = Suggestion.objects.filter(sent_at__gt=now - timedelta(days=1)).count()
        if lately >= FROM_A_NETWORK or today >= IN_A_DAY:
            raise TooMany
        SuggestionSent.objects.create(network=digest, at=now)
        return Suggestion.objects.create(entry=entry, **told)


def tidy() -> None:
    """Delete what is kept for a while only: who sent one in the last hour, and e-mail addresses."""
    now = timezone.now()
    SuggestionSent.objects.filter(at__lte=now - WINDOW).delete()
    Suggestion.objects.filter(sent_at__lte=now - EMAIL_KEPT_FOR).exclude(email="").update(email="")


def may_decide(account: AbstractBaseUser, suggestion: Suggestion) -> bool:
    """Whoever may change at once what the suggestion is about."""
    entry = suggestion.entry
    return account.has_perm(CHANGE) and is_within_limits(account, entry) and not change_waits(account, entry)


def accept(
    suggestion: Suggestion, entry: Microcredential, value: Any, reading: Reading, *, by: AbstractBaseUser
) -> Suggestion:
    """Give the entry the value, with what was read as its source: one change. Raises where somebody was quicker."""
    with recording(by=by, way=Way.FORM, why=_WHY):
        setattr(entry, suggestion.about, value)
        entry.full_clean()
        entry.save()
        told = {"field": suggestion.about, "basis": reading.basis, "says": reading.says}
        citation = Citation(
            source=reading.source or _page_of(reading), paragraph=reading.paragraph, microcredential=entry, **told
        )
        citation.full_clean()
        citation.save()
        return _decide(suggestion, SuggestionState.ACCEPTED, by, change=current_change())


def mark_accepted(suggestion: Suggestion, *, by: AbstractBaseUser) -> Suggestion:
    """For what staff have written into a form themselves."""
    return _decide(suggestion, SuggestionState.ACCEPTED, by)


def decline(suggestion: Suggestion, *, by: AbstractBaseUser, reason: str) -> Suggestion:
    return _decide(suggestion, SuggestionState.DECLINED, by, reason=reason)


def _page_of(reading: Reading) -> Source:
    """The page that was read: as it is known, or as a new source."""
    known = Source.objects.filter(kind=SourceKind.WEB_PAGE, address=reading.address).first()
    if known:
        return known
    source = Source(
        kind=SourceKind.WEB_PAGE,
        title=reading.title,
        short_title=reading.title[:60],
        address=reading.address,
        read_on=timezone.localdate(),
    )
    source.full_clean()
    source.save()
    return source


def _decide(
    suggestion: Suggestion,
    state: SuggestionState,
    by: AbstractBaseUser,
    *,
    reason: str = "",
    change: Change | None = None,
) -> Suggestion:
    with transaction.atomic():
        current = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
        if current.state != SuggestionState.OPEN:
            raise ValidationError(
                "This suggestion is %(state)s already, by %(who)s.",
                params={"state": current.get_state_display(), "who": current.decided_by_name},
            )
        current.state, current.reason, current.change = state, reason, change
        current.decided_by_name, current.decided_at = by.get_username(), timezone.now()
        current.save()
    return current
